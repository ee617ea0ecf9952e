import type { CrossingRecord } from "./record.ts";

/** What a message is, in the few words that stand on its arrow. */
export interface MessageSummary {
  /** `Package 1`, `RegisterExternalSystem`, `Challenge`. */
  readonly title: string;
  /** Short facts: `Alert 1201`, `407`. */
  readonly badges: readonly string[];
  /** Step of the scenario that the message belongs to: `F2.10`. */
  readonly step?: string | undefined;
}

/** Names a message; handed in by whoever can decode it. */
export type Summarise = (record: CrossingRecord) => MessageSummary;

/** Names a message by its envelope alone: `POST /dm`, `200`. */
export const summariseEnvelope: Summarise = ({ direction, method, url, status, channel }) => {
  if (direction === "request") return { title: `${method ?? ""} ${pathOf(url ?? "")}`.trim(), badges: [] };
  if (direction === "push") return { title: "Push", badges: [] };
  return { title: `${channel} response`, badges: status === undefined ? [] : [String(status)] };
};

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
