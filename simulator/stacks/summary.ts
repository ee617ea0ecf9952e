/** A value that a scenario can compare. */
export type Fact = string | number | boolean | readonly (string | number)[];

/** A short fact on an arrow. */
export interface SummaryBadge {
  readonly text: string;
  readonly tone: "plain" | "fail" | "warn" | "held";
  readonly title?: string | undefined;
}

/** What a message is, for ladder titles and for scenarios: derived from its decoded form. */
export interface MessageSummary {
  /** `Package 1`, `RegisterExternalSystem`, `Challenge`. */
  readonly title: string;
  readonly summary: string;
  readonly badges: readonly SummaryBadge[];
  /** `SOAP 1.1`, `SyncML 1.2 XML`. */
  readonly codec: string;
  /** Carries no news beyond the acknowledgement. */
  readonly ack: boolean;
  readonly facts: Readonly<Record<string, Fact>>;
  /** Findings of decoding. */
  readonly findings: number;
}
