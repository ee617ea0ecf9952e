/** What a TNDS document says of each node. */
export type DocumentPart = "ACL" | "Format" | "Title" | "TStamp" | "Type" | "VerNo" | "Value";

/** The parts that TNDS carries; Name and Size are not among them (DM TNDS 1.2, 6). */
export const documentParts: readonly DocumentPart[] = [
  "ACL",
  "Format",
  "Title",
  "TStamp",
  "Type",
  "VerNo",
  "Value",
];

/** Which parts a document has; `named` = a Get asked for them by name, so they are written when empty too. */
export interface DocumentSelection {
  readonly parts: ReadonlySet<DocumentPart>;
  readonly named: boolean;
}

/** Everything. */
export const everyPart: DocumentSelection = { parts: new Set(documentParts), named: false };

/**
 * Reads what stands behind `?list=TNDS`: nothing (everything), `+Value+ACL` (only these) or `-Format` (all but these).
 * Undefined for a mixture, a name that TNDS does not carry or anything else.
 */
export function selectionOf(text: string): DocumentSelection | undefined {
  if (text === "") return everyPart;
  const sign = text.charAt(0);
  if (sign !== "+" && sign !== "-") return undefined;
  const named = new Set<DocumentPart>();
  for (const name of text.slice(1).split(sign)) {
    const part = documentParts.find((each) => each === name);
    if (part === undefined) return undefined;
    named.add(part);
  }
  if (sign === "+") return { parts: named, named: true };
  return { parts: new Set(documentParts.filter((part) => !named.has(part))), named: false };
}
