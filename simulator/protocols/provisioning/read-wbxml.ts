import { toHex } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { DecodedNode } from "../../schema/inspect.ts";
import { charsetName, lenientTextIn } from "../../schema/wbxml/charset.ts";
import { byteRange, readHeader, stringRange, type WbxmlHeader } from "../../schema/wbxml/header.ts";
import {
  END,
  ENTITY,
  LITERAL,
  OPAQUE,
  PI,
  STR_I,
  STR_T,
  SWITCH_PAGE,
  TAG_BITS,
  UTF_8,
  WITH_ATTRIBUTES,
  WITH_CONTENT,
} from "../../schema/wbxml/tokens.ts";
import { octetCursor, type OctetCursor } from "./octet-cursor.ts";
import { attributeStarts, attributeValues, documentType, tagNames } from "./tokens.ts";

const clause = spec("prov-cont", "7 WBXML encoding");
/** Elements and attributes of a document, and elements in each other, that are still read. */
const MOST_PARTS = 20_000;
const DEEPEST = 32;

/** Name of the header field that holds texts of the whole document. */
export const STRING_TABLE = "stringTable";

/** A document as read from octets: values unmasked, every part with its octets. */
export interface RawTree {
  /** The root element, where there is one. */
  readonly root: DecodedNode | undefined;
  /** The header's fields, then the root. */
  readonly nodes: readonly DecodedNode[];
  readonly findings: readonly Finding[];
}

/** Reads a document in WBXML. Never throws; reading ends at the first octet that leaves no way on. */
export function readWbxmlTree(bytes: Uint8Array): RawTree {
  const reader = new WbxmlTreeReader(bytes);
  return reader.read();
}

/** An attribute while its value is being read. */
interface OpenAttribute {
  readonly name: string;
  readonly start: number;
  value: string;
  valueStart: number;
  valueEnd: number;
}

class WbxmlTreeReader {
  readonly #cursor: OctetCursor;
  readonly #bytes: Uint8Array;
  readonly #findings: Finding[] = [];
  #header: WbxmlHeader | undefined;
  #attributePage = 0;
  #parts = 0;
  #stopped = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#cursor = octetCursor(bytes);
  }

  read(): RawTree {
    const { header, findings } = readHeader(this.#bytes, documentType);
    this.#findings.push(...findings);
    const nodes = this.#headerNodes(header);
    if (!header.complete) return { root: undefined, nodes, findings: this.#findings };
    this.#header = header;
    const cursor = this.#cursor;
    cursor.at = header.body;
    let root: DecodedNode | undefined;
    while (!root && !this.#stopped && cursor.at < cursor.end) root = this.#element(0);
    if (root) nodes.push(root);
    else if (!this.#stopped)
      this.#stop("truncated", "There is no document behind the header.", cursor.at, cursor.end);
    if (root && !this.#stopped && cursor.at < cursor.end)
      this.#warn("surplus", `${cursor.end - cursor.at} octets follow the document.`, cursor.at, cursor.end);
    return { root, nodes, findings: this.#findings };
  }

  #headerNodes({ version, publicId, charset, charsetRange, stringTable }: WbxmlHeader): DecodedNode[] {
    const node = (name: string, label: string, value: string, range: DecodedNode["range"]): DecodedNode => ({
      name,
      label,
      value,
      range,
      valueRange: range,
      spec: clause,
      findings: [],
      children: [],
    });
    const nodes = [
      node("version", "WBXML version", `1.${version}`, byteRange(0, Math.min(1, this.#bytes.length))),
      node("publicId", "public identifier", publicId.text ?? String(publicId.number), publicId.range),
      node("charset", "character set", charsetName(charset) ?? String(charset), charsetRange),
    ];
    const { start, end } = stringTable;
    if (end > start)
      nodes.push(
        node(
          STRING_TABLE,
          "string table",
          lenientTextIn(charset, this.#bytes.subarray(start, end)),
          stringTable,
        ),
      );
    return nodes;
  }

  /** Reads a tag with all that is in it; undefined after a page switch, text, or where reading stopped. */
  #element(depth: number): DecodedNode | undefined {
    const cursor = this.#cursor;
    const start = cursor.at;
    const octet = cursor.u8() ?? END;
    if (octet === SWITCH_PAGE) {
      const page = cursor.u8();
      if (page !== 0) this.#warn("page", `Tags have no code page ${page ?? "at the end"}.`, start, cursor.at);
      return undefined;
    }
    if (isText(octet)) {
      const text = this.#piece(octet, start);
      if (text !== undefined && text.trim() !== "")
        this.#warn("text", "Text between the elements is left out.", start, cursor.at);
      return undefined;
    }
    const token = octet & TAG_BITS;
    if (token < LITERAL || octet === PI)
      return this.#stop("token", `The token ${hex(octet)} cannot stand here.`, start, cursor.at);
    if (depth >= DEEPEST || ++this.#parts > MOST_PARTS)
      return this.#stop("too-large", "The document is too deep or has too many parts.", start, cursor.at);
    const name = token === LITERAL ? this.#literal() : tagNames[token];
    if (name === undefined && !this.#stopped)
      this.#error("unknown-token", `The tag ${hex(token)} is not known.`, start, cursor.at);
    const children: DecodedNode[] = [];
    if ((octet & WITH_ATTRIBUTES) !== 0) this.#attributes(children);
    if ((octet & WITH_CONTENT) !== 0) this.#content(children, depth, start);
    return {
      name: name ?? `token ${hex(token)}`,
      range: byteRange(start, cursor.at),
      spec: clause,
      findings: [],
      children,
    };
  }

  #content(children: DecodedNode[], depth: number, start: number): void {
    const cursor = this.#cursor;
    while (!this.#stopped) {
      if (cursor.at >= cursor.end) {
        this.#stop("truncated", "The document ends within an element.", start, cursor.end);
        return;
      }
      if (this.#bytes[cursor.at] === END) {
        cursor.at++;
        return;
      }
      const child = this.#element(depth + 1);
      if (child) children.push(child);
    }
  }

  #attributes(children: DecodedNode[]): void {
    const cursor = this.#cursor;
    let open: OpenAttribute | undefined;
    const close = (): void => {
      if (open) children.push(attributeNode(open));
      open = undefined;
    };
    while (!this.#stopped) {
      const start = cursor.at;
      const octet = cursor.u8();
      if (octet === undefined) {
        this.#stop("truncated", "The document ends within an attribute list.", start, cursor.end);
        break;
      }
      if (octet === END) break;
      if (octet === SWITCH_PAGE) this.#switchAttributePage(start);
      else if (octet === PI || octet === 0x44 || octet === 0x84 || octet === 0xc4)
        this.#stop("token", `The token ${hex(octet)} cannot stand in an attribute list.`, start, cursor.at);
      else if (octet < 0x80 && !isText(octet)) {
        close();
        if (++this.#parts > MOST_PARTS)
          this.#stop("too-large", "The document has too many parts.", start, cursor.at);
        else open = this.#attributeStart(octet, start);
      } else {
        const piece = isText(octet) ? this.#piece(octet, start) : this.#valueToken(octet, start);
        if (!open) this.#warn("value", "A value stands before every attribute.", start, cursor.at);
        else {
          if (open.valueStart === open.valueEnd) open.valueStart = start;
          open.value += piece ?? "";
          open.valueEnd = cursor.at;
        }
      }
    }
    close();
  }

  #switchAttributePage(start: number): void {
    const page = this.#cursor.u8() ?? 0;
    this.#attributePage = page;
    if (page > 1) this.#warn("page", `Attributes have no code page ${page}.`, start, this.#cursor.at);
  }

  #attributeStart(octet: number, start: number): OpenAttribute {
    const cursor = this.#cursor;
    const known = octet === LITERAL ? undefined : attributeStarts[this.#attributePage]?.get(octet);
    const name = octet === LITERAL ? this.#literal() : known?.name;
    if (name === undefined && !this.#stopped)
      this.#warn(
        "unknown-token",
        `The attribute ${hex(octet)} of page ${this.#attributePage} is not known.`,
        start,
        cursor.at,
      );
    const prefix = known?.prefix ?? "";
    const valueStart = prefix === "" ? cursor.at : start;
    return { name: name ?? `token ${hex(octet)}`, start, value: prefix, valueStart, valueEnd: cursor.at };
  }

  #valueToken(octet: number, start: number): string | undefined {
    const word = attributeValues[this.#attributePage]?.get(octet);
    if (word === undefined)
      this.#warn(
        "unknown-token",
        `The value ${hex(octet)} of page ${this.#attributePage} is not known.`,
        start,
        this.#cursor.at,
      );
    return word;
  }

  /** Text of a string, an entity, octets or an extension whose token was just read. */
  #piece(octet: number, start: number): string | undefined {
    const cursor = this.#cursor;
    const text = this.#pieceText(octet);
    if (text === undefined)
      this.#stop("truncated", "A text reaches beyond the document or the string table.", start, cursor.at);
    else if (octet !== STR_I && octet !== STR_T && octet !== ENTITY)
      this.#warn("extension", `The token ${hex(octet)} is not used in this document type.`, start, cursor.at);
    return text;
  }

  #pieceText(octet: number): string | undefined {
    const cursor = this.#cursor;
    if (octet >= 0xc0 && octet < OPAQUE) return "";
    if (octet === STR_I || (octet >= 0x40 && octet < PI)) {
      const octets = cursor.untilNul();
      if (!octets) return undefined;
      return octet === STR_I ? this.#text(octets) : "";
    }
    const number = cursor.uintvar();
    if (number === undefined) return undefined;
    if (octet === STR_T) return this.#tableText(number);
    if (octet === ENTITY) return number <= 0x10ffff ? String.fromCodePoint(number) : undefined;
    if (octet !== OPAQUE) return "";
    const octets = cursor.take(number);
    return octets && this.#text(octets);
  }

  #literal(): string | undefined {
    const start = this.#cursor.at;
    const index = this.#cursor.uintvar();
    const text = index === undefined ? undefined : this.#tableText(index);
    if (text === undefined)
      this.#stop("truncated", "A name reaches beyond the string table.", start, this.#cursor.at);
    return text;
  }

  /** A text of the string table, up to its NUL or the table's end. */
  #tableText(index: number): string | undefined {
    const table = this.#header?.stringTable;
    const range = table && stringRange(this.#bytes, table.start, table.end, index);
    return range && this.#text(this.#bytes.subarray(range.start, range.end));
  }

  #text(octets: Uint8Array): string {
    return lenientTextIn(this.#header?.charset ?? UTF_8, octets);
  }

  #stop(code: string, text: string, start: number, end: number): undefined {
    if (!this.#stopped) this.#error(code, text, start, end);
    this.#stopped = true;
    return undefined;
  }

  #error(code: string, text: string, start: number, end: number): void {
    this.#report("error", code, text, start, end);
  }

  #warn(code: string, text: string, start: number, end: number): void {
    this.#report("warning", code, text, start, end);
  }

  #report(severity: Finding["severity"], code: string, text: string, start: number, end: number): void {
    this.#findings.push({
      severity,
      code: `provisioning/${code}`,
      text,
      range: byteRange(start, end),
      spec: clause,
    });
  }
}

/** ENTITY, STR_I, STR_T, OPAQUE and the extensions: what may be part of a value. */
function isText(octet: number): boolean {
  const low = octet & 0x3f;
  return (
    octet === ENTITY || octet === STR_I || octet === STR_T || octet === OPAQUE || (low < 3 && octet >= 0x40)
  );
}

function attributeNode({ name, start, value, valueStart, valueEnd }: OpenAttribute): DecodedNode {
  return {
    name: `@${name}`,
    value,
    range: byteRange(start, valueEnd),
    valueRange: byteRange(valueStart, valueEnd),
    findings: [],
    children: [],
  };
}

function hex(octet: number): string {
  return toHex(Uint8Array.of(octet)).toUpperCase();
}
