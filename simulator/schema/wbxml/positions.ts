import type { ElementPlaces } from "../places.ts";

/** Places of the elements of a WBXML document, in octets of the document. */
export interface WbxmlPositions extends ElementPlaces {
  readonly unit: "byte";
  /** Names of the elements in document order, one for each four numbers of `places`. */
  readonly names: readonly string[];
}

/** The positions that a pass over a document found. */
export function octetPositions(
  names: readonly string[],
  places: readonly number[],
  structs: readonly unknown[],
  structPlaces: readonly number[],
): WbxmlPositions {
  return {
    unit: "byte",
    names,
    places,
    structs,
    structPlaces,
    nameAt: (index) => names[index / 4] ?? "",
  };
}

/** The positions of a value for an equal value that was read without them. */
export function positionsOfEqual(positions: WbxmlPositions, from: unknown, to: unknown): WbxmlPositions {
  const equals = new Map<unknown, unknown>();
  const open: (readonly [unknown, unknown])[] = [[from, to]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [one, other] = pair;
    if (typeof one !== "object" || one === null || one instanceof Uint8Array) continue;
    equals.set(one, other);
    for (const [key, part] of Object.entries(one))
      open.push([part, (other as Readonly<Record<string, unknown>>)[key]]);
  }
  const structs = positions.structs.map((struct) => equals.get(struct));
  return octetPositions(positions.names, positions.places, structs, positions.structPlaces);
}
