import type { ElementPlaces } from "../places.ts";

/** Places of the elements of a text, in UTF-16 code units of the decoded text. */
export interface Positions extends ElementPlaces {
  readonly unit: "char";
  readonly text: string;
}

/** The positions that a pass over a text found. */
export function textPositions(
  text: string,
  places: readonly number[],
  structs: readonly unknown[],
  structPlaces: readonly number[],
): Positions {
  return {
    unit: "char",
    text,
    places,
    structs,
    structPlaces,
    nameAt: (index) => localNameAt(text, places[index] ?? 0),
  };
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
