import type { Listener } from "./wire.ts";

/** The listener with the longest path that is the request's path or a folder above it. `target` is path and query. */
export function matchListener(listeners: Iterable<Listener>, target: string): Listener | undefined {
  const end = target.search(/[?#]/);
  const path = end < 0 ? target : target.slice(0, end);
  let best: Listener | undefined;
  for (const listener of listeners) {
    if (path !== listener.path && !path.startsWith(`${listener.path}/`)) continue;
    if (!best || listener.path.length > best.path.length) best = listener;
  }
  return best;
}
