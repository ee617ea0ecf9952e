import type { Effect, StoreWrite } from "../../wire/role.ts";

/** What became of a failed commit. */
export type FailedCommit =
  /** It was that of the WSI side. `latest`: nothing was handled since, so that it can be undone. */
  | { readonly kind: "latest" | "earlier"; readonly writes: readonly StoreWrite[] }
  /** It was another room's. */
  | { readonly kind: "other" };

/** Remembers which commit belongs to which event, until it is known to be of no more use. */
export interface CommitLedger {
  /** Enters the effects of an event whose first effect is the WSI side's commit. */
  enter(effects: readonly Effect[]): void;
  /** An event without such a commit was handled. */
  pass(): void;
  /** Finds the failed commit by the effects that were dropped after it. */
  find(dropped: readonly Effect[]): FailedCommit;
}

/** Commits that may be under way at the same time. */
const REMEMBERED = 64;

/** Creates an empty ledger. */
export function createCommitLedger(): CommitLedger {
  const entries: { readonly effects: readonly Effect[]; readonly event: number }[] = [];
  /** Commits that were entered; the entries are used in turn. */
  let entered = 0;
  let events = 0;
  const latestWith = (dropped: readonly Effect[]): (typeof entries)[number] | undefined => {
    for (let back = 1; back <= entries.length; back++) {
      const entry = entries[(entered - back) % REMEMBERED];
      if (!entry) continue;
      const { effects } = entry;
      if (effects.length <= dropped.length + 1 && effects[1] === dropped[0] && effects[0]?.type === "commit")
        return entry;
    }
    return undefined;
  };
  return {
    enter: (effects) => {
      entries[entered++ % REMEMBERED] = { effects, event: ++events };
    },
    pass: () => {
      events++;
    },
    find: (dropped) => {
      const entry = latestWith(dropped);
      const commit = entry?.effects[0];
      if (!entry || commit?.type !== "commit") return { kind: "other" };
      return { kind: entry.event === events ? "latest" : "earlier", writes: commit.writes };
    },
  };
}
