import type { SpecRef } from "./spec-ref.ts";

/** How much a finding weighs: `error` = cannot be used as sent, `warning` = used all the same, `info` = worth knowing. */
export type Severity = "error" | "warning" | "info";

/**
 * A place in a message, half open: `start` is included, `end` is not. `char` counts UTF-16 code units of the decoded
 * text (as an editor does), `byte` octets from the start of the body, `bit` bits from the start (most significant first).
 */
export interface Range {
  readonly unit: "char" | "byte" | "bit";
  readonly start: number;
  readonly end: number;
}

/** What a decoder, a role or a judge noticed in a message. `code` is stable (`xml/doctype`); the text is for people. */
export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  readonly text: string;
  readonly range?: Range | undefined;
  /** Path of element names from the root, for a reader without the text: `SyncML/SyncBody/Get/Item`. */
  readonly path?: string | undefined;
  readonly spec?: SpecRef | undefined;
}

/** True when one of the findings says that the message cannot be used as sent. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
