import type { Range } from "../../core/finding.ts";

/**
 * Places of all elements of a message in document order, four numbers each: start of the start tag, start and end of
 * the content, end of the end tag; in UTF-16 code units of the decoded text.
 */
export interface Positions {
  readonly text: string;
  readonly places: readonly number[];
  /** Values of structs that were read, and in step with them the index of their first number in `places`. */
  readonly structs: readonly unknown[];
  readonly structPlaces: readonly number[];
}

/** Where the element of a struct's value stands; undefined for a value that stands for a missing element. */
export function rangeOf(positions: Positions, struct: unknown): Range | undefined {
  const index = placeOf(positions, struct);
  return index === undefined ? undefined : elementRange(positions, index);
}

/** Where the first child element of a name stands in the element of a struct's value. */
export function childRangeOf(positions: Positions, struct: unknown, name: string): Range | undefined {
  const parent = placeOf(positions, struct);
  if (parent === undefined) return undefined;
  const { places } = positions;
  const end = places[parent + 2] ?? 0;
  for (let index = parent + 4, past = 0; (places[index] ?? end) < end; index += 4) {
    const start = places[index] ?? 0;
    if (start < past) continue;
    past = places[index + 3] ?? 0;
    if (localNameAt(positions.text, start) === name) return elementRange(positions, index);
  }
  return undefined;
}

/** Names of the elements around a place, from the root, joined by "/"; undefined outside the root. */
export function pathAt({ text, places }: Positions, place: number): string | undefined {
  const names: string[] = [];
  for (let index = 0; index < places.length && (places[index] ?? 0) <= place; index += 4)
    if ((places[index + 3] ?? 0) > place) names.push(localNameAt(text, places[index] ?? 0));
  return names.length === 0 ? undefined : names.join("/");
}

/** Local name of the element whose start tag begins at a place. */
export function localNameAt(text: string, start: number): string {
  let end = start + 1;
  let colon = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code <= 0x20 || code === 0x2f || code === 0x3e) break;
    if (code === 0x3a) colon = end;
  }
  return text.slice(colon + 1, end);
}

function placeOf({ structs, structPlaces }: Positions, struct: unknown): number | undefined {
  const index = structs.indexOf(struct);
  return index < 0 ? undefined : structPlaces[index];
}

function elementRange({ places }: Positions, index: number): Range {
  const start = places[index] ?? 0;
  return { unit: "char", start, end: places[index + 3] ?? start };
}
