import type { Range } from "../core/finding.ts";

/**
 * Places of all elements of a message in document order, four numbers each: start of the start tag, start and end of
 * the content, end of the end tag.
 */
export interface ElementPlaces {
  readonly unit: Range["unit"];
  readonly places: readonly number[];
  /** Values of structs that were read, and in step with them the index of their first number in `places`. */
  readonly structs: readonly unknown[];
  readonly structPlaces: readonly number[];
  /** Local name of the element whose first number stands at an index of `places`. */
  nameAt(index: number): string;
}

/** Where the element of a struct's value stands; undefined for a value that stands for a missing element. */
export function rangeOf(positions: ElementPlaces, struct: unknown): Range | undefined {
  const index = placeOf(positions, struct);
  return index === undefined ? undefined : elementRange(positions, index);
}

/** Where the first child element of a name stands in the element of a struct's value. */
export function childRangeOf(positions: ElementPlaces, struct: unknown, name: string): Range | undefined {
  const parent = placeOf(positions, struct);
  if (parent === undefined) return undefined;
  const { places } = positions;
  const end = places[parent + 2] ?? 0;
  for (let index = parent + 4, past = 0; (places[index] ?? end) < end; index += 4) {
    const start = places[index] ?? 0;
    if (start < past) continue;
    past = places[index + 3] ?? 0;
    if (positions.nameAt(index) === name) return elementRange(positions, index);
  }
  return undefined;
}

/** Names of the elements around a place, from the root, joined by "/"; undefined outside the root. */
export function pathAt(positions: ElementPlaces, place: number): string | undefined {
  const { places } = positions;
  const names: string[] = [];
  for (let index = 0; index < places.length && (places[index] ?? 0) <= place; index += 4)
    if ((places[index + 3] ?? 0) > place) names.push(positions.nameAt(index));
  return names.length === 0 ? undefined : names.join("/");
}

function placeOf({ structs, structPlaces }: ElementPlaces, struct: unknown): number | undefined {
  const index = structs.indexOf(struct);
  return index < 0 ? undefined : structPlaces[index];
}

function elementRange({ unit, places }: ElementPlaces, index: number): Range {
  const start = places[index] ?? 0;
  return { unit, start, end: places[index + 3] ?? start };
}
