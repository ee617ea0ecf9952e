import { normaliseLocUri } from "../loc-uri.ts";
import type { Caller } from "../policy-port.ts";
import type { Room } from "../room.ts";
import { alertTypeTest } from "./alert-types.ts";

/** Whose rights count: who asked, and who asked first where a DM server delegated the request. */
export interface AlertReceiver {
  readonly owner: string;
  readonly originator?: string | undefined;
}

/** True when a receiver may have alerts of this type now: by its policy, its registration, and the originator's policy. */
export function mayHaveAlertType(
  { owner, originator }: AlertReceiver,
  alertType: string,
  room: Room,
): boolean {
  const grants = (id: string): boolean => room.policy.grantAlertTypes(id, [alertType]).includes(alertType);
  if (!grants(owner)) return false;
  const registration = room.registrations.active(owner);
  if (registration && !registeredTypes(registration.grantedAlertTypes)(alertType)) return false;
  return originator === undefined || !room.systems.entry(originator) || grants(originator);
}

/** An item as far as rights look at it. */
export interface PlacedItem {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
}

/**
 * The items of which a caller may have the values: those of nodes that it may get, by Source or Target, and those that
 * name no node. What names no clear node is only for who may get the whole tree.
 */
export function readableItems<Item extends PlacedItem>(
  items: readonly Item[],
  caller: Caller,
  room: Room,
): readonly Item[] {
  const isReadable = (locUri: string): boolean => {
    const text = normaliseLocUri(locUri)?.text ?? ".";
    return !room.policy.accesses(caller, [{ kind: "get", locUri: text, wholeSubtree: false }]);
  };
  const all = items.every(({ source }) => source === undefined || isReadable(source));
  if (all) return items;
  return items.filter(({ source, target }) => {
    const named = [source, target].filter((locUri) => locUri !== undefined);
    return named.length === 0 || named.some(isReadable);
  });
}

const tests = new WeakMap<readonly string[], (alertType: string) => boolean>();

function registeredTypes(patterns: readonly string[]): (alertType: string) => boolean {
  const known = tests.get(patterns);
  if (known) return known;
  const made = alertTypeTest(patterns);
  tests.set(patterns, made);
  return made;
}
