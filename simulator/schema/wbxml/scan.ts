import type { Finding, Range, Severity } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import { lenientTextIn, textIn } from "./charset.ts";
import { byteRange, readHeader, stringRange, type WbxmlHeader } from "./header.ts";
import { numberAt } from "./number.ts";
import { defaultWbxmlLimits, type WbxmlLimits } from "./reader.ts";
import type { WbxmlPass, WbxmlPiece, WbxmlSink, WbxmlTag } from "./sink.ts";
import { endOfAttributes, endOfExtension, isExtension } from "./skip.ts";
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
  WITH_ATTRIBUTES,
  WITH_CONTENT,
} from "./tokens.ts";
import { tagKey, tagNames, type WbxmlVocabulary } from "./vocabulary.ts";

const MOST_FINDINGS = 200;
/** Octets of the longest name that a literal element may have. */
const LONGEST_NAME = 200;
/** How much larger than its document a text may be by a string table, and the octets that any document may hold. */
const MOST_TIMES = 16;
const ALWAYS_TEXT = 1024 * 1024;
const structure = spec("wbxml", "5.8 Document structure");
const tokens = spec("wbxml", "7 Global tokens");

/** Thrown to end a pass where nothing further can be read; never leaves this file. */
const stopped = new Error("The pass over a document was ended");

class Pass implements WbxmlPass {
  readonly bytes: Uint8Array;
  readonly header: WbxmlHeader;
  readonly findings: Finding[] = [];
  readonly #limits: WbxmlLimits;
  readonly #mostText: number;
  readonly #names: ReadonlyMap<number, string>;
  readonly #tableTexts = new Map<number, string | undefined>();
  #sink: WbxmlSink | undefined;
  #at = 0;
  #page = 0;
  #depth = 0;
  #elements = 0;
  #pieces = 0;
  #text = 0;

  constructor(
    bytes: Uint8Array,
    header: WbxmlHeader,
    limits: WbxmlLimits,
    names: ReadonlyMap<number, string>,
  ) {
    this.bytes = bytes;
    this.header = header;
    this.#limits = limits;
    this.#mostText = Math.min(limits.text, Math.max(ALWAYS_TEXT, MOST_TIMES * bytes.length));
    this.#names = names;
  }

  run(sink: WbxmlSink): void {
    this.#sink = sink;
    this.#at = this.header.body;
    try {
      this.#body();
    } catch (error) {
      if (error !== stopped) this.#onCrash();
    }
    const end = Math.min(this.#at, this.bytes.length);
    while (this.#depth > 0) {
      this.#depth--;
      sink.close(end, end);
    }
  }

  report(finding: Finding): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
  }

  textOf({ kind, octets, character }: WbxmlPiece): string | undefined {
    if (kind === "entity") return character;
    if (kind !== "table") return textIn(this.header.charset, this.bytes.subarray(octets.start, octets.end));
    const key = octets.start;
    if (!this.#tableTexts.has(key))
      this.#tableTexts.set(key, textIn(this.header.charset, this.bytes.subarray(key, octets.end)));
    return this.#tableTexts.get(key);
  }

  lenientTextOf({ kind, octets, character }: WbxmlPiece): string {
    if (kind === "entity") return character ?? "";
    return lenientTextIn(this.header.charset, this.bytes.subarray(octets.start, octets.end));
  }

  #body(): void {
    const { bytes } = this;
    let ended = false;
    while (this.#at < bytes.length && !ended) {
      this.#token(bytes[this.#at] ?? 0);
      ended = this.#depth === 0 && this.#elements > 0;
    }
    if (!ended)
      this.#fail("wbxml/truncated", this.#truncation(), Math.max(0, bytes.length - 1), bytes.length);
    this.#trailer();
  }

  #truncation(): string {
    if (this.#elements === 0) return "There is no element behind the head of the document.";
    return `The octets end inside ${this.#depth === 1 ? "an open element" : `${this.#depth} open elements`}.`;
  }

  /** What follows the root element: processing instructions are allowed, anything else is left alone. */
  #trailer(): void {
    while (this.bytes[this.#at] === PI) this.#instruction();
    if (this.#at >= this.bytes.length) return;
    const unbalanced = this.bytes[this.#at] === END;
    this.#note(
      "error",
      unbalanced ? "wbxml/unbalanced" : "wbxml/after-root",
      unbalanced
        ? "There are more ends than elements."
        : `${this.bytes.length - this.#at} octets follow the root element; they are not read.`,
      this.#at,
      this.bytes.length,
    );
  }

  #token(token: number): void {
    const start = this.#at;
    switch (token) {
      case SWITCH_PAGE: {
        const page = this.bytes[start + 1];
        if (page === undefined) this.#cut("a code page", start);
        this.#page = page;
        this.#at = start + 2;
        return;
      }
      case END:
        if (this.#depth === 0) this.#fail("wbxml/unbalanced", "An end without an element.", start, start + 1);
        this.#depth--;
        this.#at = start + 1;
        this.#sink?.close(start, this.#at);
        return;
      case ENTITY:
        this.#entity(start);
        return;
      case STR_I:
        this.#inline(start);
        return;
      case STR_T:
        this.#fromTable(start);
        return;
      case OPAQUE:
        this.#opaque(start);
        return;
      case PI:
        this.#instruction();
        return;
      default:
        if (isExtension(token)) this.#extension(token, start);
        else this.#tag(token, start);
    }
  }

  #tag(token: number, start: number): void {
    const page = this.#page;
    const tag = token & TAG_BITS;
    this.#at = start + 1;
    const literal = tag === LITERAL;
    const sent = literal ? { name: this.#literal(start), key: -1, page } : this.#named(page, tag, start);
    if ((token & WITH_ATTRIBUTES) !== 0) {
      this.#note(
        "warning",
        "wbxml/attributes",
        `The attributes of ${sent.name} are skipped.`,
        start,
        start + 1,
      );
      this.#at = endOfAttributes(this.bytes, this.#at) ?? this.#cut("the attributes of an element", start);
    }
    if (++this.#elements > this.#limits.elements)
      this.#exceed("elements", this.#limits.elements, "elements", start);
    if (++this.#depth > this.#limits.depth) {
      this.#depth--;
      this.#exceed("depth", this.#limits.depth, "levels of elements", start);
    }
    this.#sink?.open(sent, start, this.#at);
    if ((token & WITH_CONTENT) !== 0) return;
    this.#depth--;
    this.#sink?.close(this.#at, this.#at);
  }

  #named(page: number, tag: number, start: number): WbxmlTag {
    const key = tagKey(page, tag);
    const name = this.#names.get(key);
    if (name !== undefined) return { name, key, page };
    const shown = `0x${tag.toString(16).padStart(2, "0")}`;
    this.#note(
      "error",
      "wbxml/unknown-token",
      `Token ${shown} is no element of code page ${page}; what it holds is skipped.`,
      start,
      start + 1,
    );
    return { name: `${page}:${shown}`, key, page };
  }

  #literal(start: number): string {
    const range = this.#tableRange(start, "a literal name");
    this.#count(range, start);
    const name =
      range.end - range.start > LONGEST_NAME
        ? undefined
        : textIn(this.header.charset, this.bytes.subarray(range.start, range.end));
    if (name !== undefined && /^[\p{L}_][\p{L}\p{N}_.:-]*$/u.test(name)) return name;
    this.#note("error", "wbxml/literal", "A literal element has no usable name.", start, this.#at);
    return "literal";
  }

  #inline(start: number): void {
    const nul = this.bytes.indexOf(0, start + 1);
    const end = nul < 0 ? this.bytes.length : nul;
    this.#at = nul < 0 ? end : nul + 1;
    this.#piece({ kind: "inline", start, end: this.#at, octets: byteRange(start + 1, end) });
    if (nul < 0) this.#cut("an inline string", start);
  }

  #fromTable(start: number): void {
    this.#at = start + 1;
    const octets = this.#tableRange(start, "a reference to the string table");
    this.#piece({ kind: "table", start, end: this.#at, octets });
  }

  /** The string that an index of the table names; the index stands at the present place. */
  #tableRange(start: number, what: string): Range {
    const index = numberAt(this.bytes, this.#at);
    if (index === undefined) this.#cut(what, start);
    this.#at = index.end;
    const { stringTable } = this.header;
    const range = stringRange(this.bytes, stringTable.start, stringTable.end, index.value);
    if (range !== undefined) return range;
    if (index.value > stringTable.end - stringTable.start || stringTable.end === stringTable.start)
      this.#note(
        "error",
        "wbxml/string-table",
        `The string table has ${stringTable.end - stringTable.start} octets; a string at ${index.value} is asked for.`,
        start,
        index.end,
      );
    return byteRange(stringTable.end, stringTable.end);
  }

  #opaque(start: number): void {
    const length = numberAt(this.bytes, start + 1);
    if (length === undefined) this.#cut("the length of opaque data", start);
    const end = length.end + length.value;
    const cut = end > this.bytes.length;
    this.#at = Math.min(end, this.bytes.length);
    this.#piece({ kind: "opaque", start, end: this.#at, octets: byteRange(length.end, this.#at) });
    if (cut)
      this.#fail(
        "wbxml/length",
        `Opaque data of ${length.value} octets are announced; ${this.bytes.length - length.end} follow.`,
        start,
        this.bytes.length,
      );
  }

  #entity(start: number): void {
    const code = numberAt(this.bytes, start + 1);
    if (code === undefined) this.#cut("an entity", start);
    this.#at = code.end;
    const valid = code.value > 0 && code.value <= 0x10ffff && (code.value < 0xd800 || code.value > 0xdfff);
    if (!valid) this.#note("error", "wbxml/entity", `${code.value} is no character.`, start, code.end);
    const character = valid ? String.fromCodePoint(code.value) : "\ufffd";
    this.#piece({ kind: "entity", start, end: code.end, octets: byteRange(start, code.end), character });
  }

  #piece(piece: WbxmlPiece): void {
    if (this.#depth === 0) {
      this.#note(
        "error",
        "wbxml/outside",
        "Text outside of the root element is not read.",
        piece.start,
        piece.end,
      );
      return;
    }
    this.#count(piece.octets, piece.start);
    if (++this.#pieces > this.#limits.elements)
      this.#exceed("elements", this.#limits.elements, "pieces of text", piece.start);
    this.#sink?.piece(piece);
  }

  /** Counts octets of text, so that what refers to the same octets again and again comes to an end. */
  #count({ start, end }: Range, at: number): void {
    this.#text += end - start;
    if (this.#text > this.#mostText) this.#exceed("text", this.#mostText, "octets of text", at);
  }

  #extension(token: number, start: number): void {
    this.#at = endOfExtension(this.bytes, token, start + 1) ?? this.#cut("an extension", start);
    this.#note(
      "warning",
      "wbxml/extension",
      "An extension token means nothing in this document type; it is skipped.",
      start,
      this.#at,
    );
  }

  #instruction(): void {
    const start = this.#at;
    this.#at = endOfAttributes(this.bytes, start + 1) ?? this.#cut("a processing instruction", start);
    const text = "A processing instruction is skipped.";
    this.#note("info", "wbxml/processing-instruction", text, start, this.#at);
  }

  #cut(what: string, start: number): never {
    this.#at = this.bytes.length;
    return this.#fail("wbxml/truncated", `The octets end inside ${what}.`, start, this.bytes.length);
  }

  #fail(code: string, text: string, start: number, end: number): never {
    this.#note("error", code, text, start, end);
    throw stopped;
  }

  #exceed(limit: keyof WbxmlLimits, most: number, what: string, start: number): never {
    this.#at = start;
    return this.#fail(
      `wbxml/too-many-${limit}`,
      `More than ${most} ${what}; reading ends here.`,
      start,
      Math.min(start + 1, this.bytes.length),
    );
  }

  #onCrash(): void {
    this.findings.push({
      severity: "error",
      code: "wbxml/reader-failed",
      text: "This message could not be read because of a failure in this program.",
      range: byteRange(Math.min(this.#at, this.bytes.length), this.bytes.length),
    });
  }

  #note(severity: Severity, code: string, text: string, start: number, end: number): void {
    const clause = code === "wbxml/unknown-token" || code === "wbxml/entity" ? tokens : structure;
    this.report({ severity, code, text, range: byteRange(start, end), spec: clause });
  }
}

/** What was fed to a sink, with all findings. */
export interface WbxmlScan<S> {
  readonly sink: S;
  readonly header: WbxmlHeader;
  readonly findings: Finding[];
}

/** Feeds a document to a sink: every element with its places, every piece of text with its octets. Never throws. */
export function scanWbxml<S extends WbxmlSink>(
  bytes: Uint8Array,
  vocabulary: WbxmlVocabulary,
  limits: Partial<WbxmlLimits> | undefined,
  createSink: (pass: WbxmlPass) => S,
): WbxmlScan<S> {
  const caps = limits === undefined ? defaultWbxmlLimits : { ...defaultWbxmlLimits, ...limits };
  const tooLong = bytes.length > caps.bytes;
  const { header, findings } = readHeader(tooLong ? bytes.subarray(0, 0) : bytes, vocabulary);
  const pass = new Pass(bytes, header, caps, namesOf(vocabulary));
  if (tooLong)
    pass.report({
      severity: "error",
      code: "wbxml/too-many-bytes",
      text: `The message has ${bytes.length} octets; at most ${caps.bytes} are read.`,
      range: byteRange(caps.bytes, bytes.length),
      spec: structure,
    });
  else for (const finding of findings) pass.report(finding);
  const sink = createSink(pass);
  if (header.complete) pass.run(sink);
  return { sink, header, findings: pass.findings };
}

const known = new WeakMap<object, ReadonlyMap<number, string>>();

/** Names of the tags of a vocabulary, made once. */
function namesOf(vocabulary: WbxmlVocabulary): ReadonlyMap<number, string> {
  let names = known.get(vocabulary.codePages);
  if (names === undefined) known.set(vocabulary.codePages, (names = tagNames(vocabulary)));
  return names;
}
