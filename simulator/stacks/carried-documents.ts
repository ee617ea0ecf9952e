import { fromBase64, utf8 } from "../core/bytes.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import type { CarriedDocument } from "./message-view.ts";
import { octetRanges } from "./text-octets.ts";
import { looksLikeWbxml, wbxmlDocument } from "./wbxml-document.ts";
import { valuePieces } from "./xml-reading.ts";

/*
 * Documents that stand in the Data of SyncML commands: TNDS and DDF documents, device information, provisioning
 * documents; in WBXML, in XML as text, or in base64.
 */

/** Roots of documents that have a view of their own. */
const documentRoot =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?:[\w.-]+:)?(MgmtTree|DevInf|wap-provisioningdoc|SyncML)[\s/>]/;
/** Documents of one message that are looked at. */
const MOST = 200;

/** The documents that a message carries in Data, in its order. */
export function carriedInSyncml(tree: DecodedNode, body: Uint8Array): readonly CarriedDocument[] {
  const found: CarriedDocument[] = [];
  const open: { readonly node: DecodedNode; readonly type: string; readonly format: string }[] = [
    { node: tree, type: "", format: "" },
  ];
  for (let next = open.pop(); next !== undefined && found.length < MOST; next = open.pop()) {
    const { node } = next;
    const meta = childOf(node, "Meta");
    const type = (meta && childOf(meta, "Type")?.value) ?? next.type;
    const format = (meta && childOf(meta, "Format")?.value) ?? next.format;
    const inner: { readonly node: DecodedNode; readonly type: string; readonly format: string }[] = [];
    for (const child of node.children) {
      const document =
        localName(child.name) === "Data" ? documentIn(theValue(child), type, format, body) : undefined;
      if (document) found.push(document);
      else if (child.children.length > 0) inner.push({ node: child, type, format });
    }
    open.push(...inner.toReversed());
  }
  return found;
}

/** A value that stands in one piece, or in one piece among blank ones. */
function theValue(node: DecodedNode): DecodedNode {
  if (node.children.length === 0 || !node.children.every(({ name }) => valuePieces.has(name))) return node;
  const said = node.children.filter(({ value }) => value !== undefined && value.trim() !== "");
  const [only] = said;
  return only !== undefined && said.length === 1 ? only : node;
}

function documentIn(
  node: DecodedNode,
  type: string,
  format: string,
  body: Uint8Array,
): CarriedDocument | undefined {
  const { value, valueRange: range } = node;
  if (value === undefined || range === undefined || node.children.length > 0) return undefined;
  const contentType = type.trim().toLowerCase();
  if (node.secret !== true && documentRoot.test(value)) {
    const octets = range.unit === "byte" ? body.subarray(range.start, range.end) : utf8(value);
    const inPlace = octetRanges(body, [range])[0];
    const length = inPlace ? inPlace.end - inPlace.start : -1;
    return {
      bytes: octets,
      contentType,
      range,
      verbatim: length === octets.length && isPlain(body, inPlace, octets),
    };
  }
  const octets = range.unit === "byte" ? body.subarray(range.start, range.end) : undefined;
  if (octets && isDocument(octets)) return { bytes: octets, contentType, range, verbatim: true };
  if (format.trim() !== "b64" && octets) return undefined;
  const decoded = value.length > 10 ? fromBase64(value.trim()) : undefined;
  return decoded && isDocument(decoded) ? { bytes: decoded, contentType, range, verbatim: false } : undefined;
}

function isDocument(octets: Uint8Array): boolean {
  return looksLikeWbxml(octets) && wbxmlDocument(octets).family !== "other";
}

/** True when octets stand in the message just so: nothing of them is escaped. */
function isPlain(
  body: Uint8Array,
  place: { readonly start: number } | undefined,
  octets: Uint8Array,
): boolean {
  const start = place?.start ?? 0;
  return octets.every((octet, index) => body[start + index] === octet);
}

function childOf(node: DecodedNode, name: string): DecodedNode | undefined {
  return node.children.find((child) => localName(child.name) === name);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
