import type { JournalRecord } from "../journal/record.ts";
import { summariseMessage } from "../stacks/summarise.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import type { CrossingDraft } from "../wire/tap.ts";

/** Summaries of messages, each derived once as long as the message itself is kept. */
export interface Summaries {
  /** Undefined for what is no message. */
  of(message: JournalRecord | CrossingDraft): MessageSummary | undefined;
}

/** Creates an empty cache. A message that has crossed shares its body with its draft, so it is decoded once. */
export function createSummaries(): Summaries {
  const byBody = new WeakMap<Uint8Array, Map<string, MessageSummary>>();
  const byMessage = new WeakMap<object, MessageSummary>();
  return {
    of: (message) => {
      if ("kind" in message && message.kind !== "crossing") return undefined;
      const known = byMessage.get(message);
      if (known) return known;
      const key = `${message.channel}/${message.direction}/${message.status ?? ""}/${message.url ?? ""}`;
      let variants = byBody.get(message.body);
      if (!variants) byBody.set(message.body, (variants = new Map<string, MessageSummary>()));
      let summary = variants.get(key);
      if (!summary) variants.set(key, (summary = summariseMessage(message)));
      if (message.body.length > 0) byMessage.set(message, summary);
      return summary;
    },
  };
}
