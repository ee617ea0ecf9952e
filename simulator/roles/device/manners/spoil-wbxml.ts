import { utf8 } from "../../../core/bytes.ts";
import type { DeviceManners } from "./manners.ts";
import { misordered } from "./misordering.ts";
import { readWbxmlParts, surrounded, writeWbxmlParts, type WbxmlPart } from "./wbxml-parts.ts";

/** Names of the tags that the orders speak of: code page 0, and from 0x100 on page 1 (SyncML Representation 1.2, 7). */
const names: ReadonlyMap<number, string> = new Map([
  [0x06, "Alert"],
  [0x0a, "Cmd"],
  [0x0b, "CmdID"],
  [0x0c, "CmdRef"],
  [0x0e, "Cred"],
  [0x0f, "Data"],
  [0x14, "Item"],
  [0x1a, "Meta"],
  [0x1c, "MsgRef"],
  [0x20, "Replace"],
  [0x22, "Results"],
  [0x27, "Source"],
  [0x29, "Status"],
  [0x2e, "Target"],
  [0x3c, "Correlator"],
  [0x107, "Format"],
  [0x113, "Type"],
]);
const before = utf8("\n  ");
const after = utf8("\n");

/** A document of our writer with the manners that concern WBXML. What is none of our writer's stays as it is. */
export function spoilWbxml(octets: Uint8Array, manners: DeviceManners): Uint8Array {
  const parts = readWbxmlParts(octets);
  if (!parts) return octets;
  let { root } = parts;
  if (manners.order === "misordered") root = reorder(root);
  if (manners.blanks === "around-values") root = withBlanks(root, "");
  return writeWbxmlParts({ ...parts, root }, manners.pageSwitches === "redundant");
}

function nameOf(part: WbxmlPart): string {
  return names.get(part.page * 0x100 + part.tag) ?? "";
}

function reorder(part: WbxmlPart): WbxmlPart {
  const children = part.children.map((child) => ({ name: nameOf(child), part: reorder(child) }));
  return { ...part, children: misordered(nameOf(part), children).map((child) => child.part) };
}

function withBlanks(part: WbxmlPart, parent: string): WbxmlPart {
  const name = nameOf(part);
  // blanks in an Item's Data would be another value
  if (name === "Data" && parent === "Item") return part;
  return {
    ...part,
    children: part.children.map((child) => withBlanks(child, name)),
    pieces: part.pieces.map((piece) => (piece.length > 2 ? surrounded(piece, before, after) : piece)),
  };
}
