import type { CrossingDraft } from "../wire/tap.ts";
import type { Summaries } from "./summaries.ts";
import type { Traffic } from "./pace-gate.ts";

/** Reading time of a message at speed 1, in milliseconds of wall time. */
const READING = 600;
/** Registry lookups and documents come in bursts and are read as a group. */
const SKIMMING = 250;

/** How a run treats messages, by what their summaries say. */
export function trafficOf(summaries: Summaries): Traffic {
  return {
    isAcknowledgement: (draft) => summaries.of(draft)?.ack ?? false,
    readingTime: (draft: CrossingDraft) =>
      draft.channel === "uddi" || draft.channel === "http" ? SKIMMING : READING,
    endsPackage: (draft) => {
      const facts = summaries.of(draft)?.facts ?? {};
      if (draft.channel === "dm") return facts["final"] === true;
      return draft.channel === "push" || draft.direction === "request";
    },
  };
}
