import type { Effect, StoreWrite } from "../../wire/role.ts";

/** What an event writes, and its effects with one commit of that in front of all others. */
export interface Gathered {
  readonly writes: readonly StoreWrite[];
  readonly effects: readonly Effect[];
}

/**
 * Puts all that an event writes into one commit in front of its other effects: the disk is waited for once, and a value
 * that changed several times is written once. `first` are writes that no effect has yet.
 */
export function inOneCommit(first: readonly StoreWrite[], emitted: readonly Effect[]): Gathered {
  if (!emitted.some(isCommit)) {
    if (first.length === 0) return { writes: first, effects: emitted };
    return { writes: first, effects: [{ type: "commit", writes: first }, ...emitted] };
  }
  const latest = new Map<string, StoreWrite>();
  const rest: Effect[] = [];
  for (const write of first) latest.set(keyOfWrite(write), write);
  for (const effect of emitted)
    if (effect.type === "commit") for (const write of effect.writes) latest.set(keyOfWrite(write), write);
    else rest.push(effect);
  const writes = [...latest.values()];
  return { writes, effects: [{ type: "commit", writes }, ...rest] };
}

/** Names what a write is about. */
export function keyOfWrite({ collection, key }: StoreWrite): string {
  return `${collection}\u0000${key}`;
}

function isCommit({ type }: Effect): boolean {
  return type === "commit";
}
