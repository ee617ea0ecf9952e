import { useMemo, useSyncExternalStore } from "react";
import { hostLink } from "./host-link.ts";
import { RunFeed, type RunSnapshot } from "./run-feed.ts";

/** How many runs stay in the page, so that going back and forth does not read them again. */
const KEPT = 4;

const feeds = new Map<string, RunFeed>();

/** The feed of a run; starts it when it is not followed yet. */
export function feedOf(id: string): RunFeed {
  const known = feeds.get(id);
  if (known !== undefined) {
    // Newest use last.
    feeds.delete(id);
    feeds.set(id, known);
    return known;
  }
  const feed = new RunFeed(id);
  feeds.set(id, feed);
  for (const [oldest, left] of feeds) {
    if (feeds.size <= KEPT) break;
    left.stop();
    feeds.delete(oldest);
  }
  if (hostLink.get().phase === "ready") feed.follow();
  return feed;
}

/** Forgets a run that was removed. */
export function forgetFeed(id: string): void {
  feeds.get(id)?.stop();
  feeds.delete(id);
}

hostLink.subscribe(() => {
  const link = hostLink.get();
  for (const feed of feeds.values()) {
    if (link.phase === "ready") feed.follow();
    else feed.stop();
  }
});

/** What is known of a run, drawn again as it grows. */
export function useRun(id: string): RunSnapshot {
  const feed = useMemo(() => feedOf(id), [id]);
  return useSyncExternalStore(feed.subscribe, feed.get);
}
