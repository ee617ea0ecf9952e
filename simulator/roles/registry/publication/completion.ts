import type { completionStates } from "../../../protocols/uddi/index.ts";
import type { Entries } from "../store/entries.ts";
import type { AssertionRecord } from "../store/records.ts";

/** State of an assertion: it is complete when the owners of both businesses assert it. */
export type CompletionState = (typeof completionStates)[number];

/** State of an assertion as its businesses are owned now. */
export function completionOf({ businesses }: Entries, { value, by }: AssertionRecord): CompletionState {
  const from = by.includes(businesses.get(value.fromKey)?.owner ?? "");
  const to = by.includes(businesses.get(value.toKey)?.owner ?? "");
  if (from && to) return "status:complete";
  if (from) return "status:toKey_incomplete";
  return to ? "status:fromKey_incomplete" : "status:both_incomplete";
}
