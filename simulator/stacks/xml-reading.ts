import { concatBytes, emptyBytes, toBase64, utf8Text } from "../core/bytes.ts";
import { attributeText, contentText } from "../schema/xml/index.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import type { ViewedMessage } from "./message-view.ts";

/*
 * A WBXML document as XML text, for reading only. It is written from the decoded tree, so that it shows what was sent,
 * in the order in which it was sent, with the secrets covered: WBXML carries no white space, so all of it is ours.
 */

/** Names of the nodes that stand for the pieces of one value. */
export const valuePieces: ReadonlySet<string> = new Set(["STR_I", "STR_T", "OPAQUE", "ENTITY"]);

/** Longest text that is written; what is longer is read as a tree. */
const LONGEST = 2_000_000;

/** Namespaces by the element that begins them; Meta begins one with each of its children. */
const namespaces: Readonly<Record<string, string>> = {
  SyncML: "SYNCML:SYNCML1.2",
  MgmtTree: "syncml:dmddf1.2",
  DevInf: "syncml:devinf",
};
const METINF = "syncml:metinf";

/** A text and where in it the nodes of a tree stand. */
export interface XmlReading {
  readonly text: string;
  /** Places of the elements that were written: start and end in the text. */
  readonly places: ReadonlyMap<DecodedNode, { readonly start: number; readonly end: number }>;
}

/** The document of a view in WBXML as indented XML; undefined for any other view, or where nothing was read. */
export function xmlReading({ encoding, tree }: ViewedMessage, bytes: Uint8Array): XmlReading | undefined {
  const root = encoding === "wbxml" ? tree?.children.find(({ name }) => name !== HEAD) : undefined;
  if (!root) return undefined;
  const writer = new ReadingWriter(bytes);
  writer.element(root, "", undefined);
  return { text: writer.text, places: writer.places };
}

/** Name of the node that holds the fields before the document itself. */
export const HEAD = "(head)";

class ReadingWriter {
  text = "";
  readonly places = new Map<DecodedNode, { readonly start: number; readonly end: number }>();
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  element(node: DecodedNode, margin: string, around: string | undefined): void {
    if (this.text.length > LONGEST) return;
    const start = this.text.length;
    const name = node.name.replaceAll(/[^\p{L}\p{N}_.:-]/gu, "_");
    const namespace = around === "Meta" ? METINF : namespaces[name];
    this.text += `<${name}${namespace === undefined ? "" : ` xmlns="${namespace}"`}`;
    const children: DecodedNode[] = [];
    for (const child of node.children)
      if (child.name.startsWith("@"))
        this.text += ` ${child.name.slice(1)}="${attributeText(legal(child.value ?? ""))}"`;
      else if (!valuePieces.has(child.name)) children.push(child);
    const value = this.#valueOf(node);
    if (children.length === 0 && value === "") this.text += "/>";
    else {
      this.text += `>${value}`;
      for (const child of children) {
        this.text += `\n${margin}  `;
        this.element(child, `${margin}  `, name);
      }
      this.text += children.length === 0 ? `</${name}>` : `\n${margin}</${name}>`;
    }
    this.places.set(node, { start, end: this.text.length });
  }

  /** The text of a node; octets that are no text as base64. */
  #valueOf({ value, meaning, valueRange, secret, children }: DecodedNode): string {
    if (value === undefined) return "";
    const isHex = secret !== true && /^\d+ octets$/.test(meaning ?? "") && /^(?:[0-9a-f]{2})*…?$/.test(value);
    if (!isHex) return contentText(legal(value));
    const ranges = children.length === 0 ? [valueRange] : children.map((child) => child.valueRange);
    const octets = concatBytes(
      ...ranges.map((range) =>
        range?.unit === "byte" ? this.#bytes.subarray(range.start, range.end) : emptyBytes,
      ),
    );
    // a text that happens to look like hexadecimal octets
    return utf8Text(octets) === value ? contentText(legal(value)) : toBase64(octets);
  }
}

const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text with U+FFFD for characters that XML does not have. */
function legal(text: string): string {
  return text.replaceAll(illegal, "\ufffd");
}
