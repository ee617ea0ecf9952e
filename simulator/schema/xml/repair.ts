import type { Finding } from "../../core/finding.ts";
import { mended } from "./well-formedness.ts";

/** A text of the same length in which the known defects are mended, so that all places stay true. */
export interface RepairedXml {
  readonly text: string;
  /** Puts the characters back for which something stood in; in markup as references. */
  restore(piece: string, asMarkup: boolean): string;
}

const reference = /&(?:lt|gt|amp|quot|apos|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/y;
const nameStart = /[A-Za-z_:\u0080-\uffff]/;
const curlyQuotes = "\u2018\u2019\u201a\u201c\u201d\u201e\u2032\u2033\u00ab\u00bb`\u00b4";

/**
 * Mends what senders in the field do wrong: a raw `&` or `<` in text, typographic quotes around attribute values,
 * characters that XML has not, end tags that close nothing. One pass, linear; whatever else is wrong stays.
 */
export function repairXml(text: string, report: (finding: Finding) => void): RepairedXml {
  return new Repair(text, report).run();
}

class Repair {
  readonly #text: string;
  readonly #report: (finding: Finding) => void;
  readonly #ampersand: string;
  readonly #less: string;
  /** Pieces of the result; `#copied` is where the next one starts in the text. */
  readonly #pieces: string[] = [];
  #copied = 0;
  #open: string[] = [];
  readonly #count = new Map<string, number>();

  constructor(text: string, report: (finding: Finding) => void) {
    this.#text = text;
    this.#report = report;
    [this.#ampersand, this.#less] = unusedCharacters(text);
  }

  run(): RepairedXml {
    const text = this.#text;
    for (let index = 0; index < text.length;) {
      const code = text.charCodeAt(index);
      if (code === 0x3c) index = this.#markup(index);
      else {
        this.#character(index, code);
        index++;
      }
    }
    const repaired = this.#pieces.join("") + text.slice(this.#copied);
    const [ampersand, less] = [this.#ampersand, this.#less];
    return {
      text: repaired,
      restore: (piece, asMarkup) =>
        piece.replaceAll(ampersand, asMarkup ? "&amp;" : "&").replaceAll(less, asMarkup ? "&lt;" : "<"),
    };
  }

  #replace(start: number, end: number, by: string, sentence: string): void {
    this.#pieces.push(this.#text.slice(this.#copied, start), by);
    this.#copied = end;
    this.#report(mended(sentence, start, end));
  }

  /** A character of text or of an attribute value. */
  #character(index: number, code: number): void {
    if (code === 0x26) {
      if (!referenceAt(this.#text, index))
        this.#replace(
          index,
          index + 1,
          this.#ampersand,
          "A raw & is read as itself; it should be written &amp;.",
        );
    } else if (
      (code < 0x20 && code !== 9 && code !== 10 && code !== 13) ||
      code === 0xfffe ||
      code === 0xffff
    )
      this.#replace(
        index,
        index + 1,
        "\ufffd",
        `XML has no character U+${code.toString(16).padStart(4, "0")}.`,
      );
  }

  /** Markup, or a `<` that starts none. Returns the place to go on. */
  #markup(index: number): number {
    const text = this.#text;
    const next = text.charAt(index + 1);
    if (next === "!") {
      if (text.startsWith("<!--", index)) return after(text, "-->", index + 4);
      if (text.startsWith("<![CDATA[", index)) return this.#cdata(index + 9);
      return after(text, ">", index + 2);
    }
    if (next === "?") return after(text, "?>", index + 2);
    if (next === "/") return this.#endTag(index);
    if (nameStart.test(next)) return this.#startTag(index);
    this.#replace(index, index + 1, this.#less, "A raw < is read as itself; it should be written &lt;.");
    return index + 1;
  }

  #cdata(start: number): number {
    const end = after(this.#text, "]]>", start);
    for (let index = start; index < end; index++) {
      const code = this.#text.charCodeAt(index);
      if (code !== 0x26) this.#character(index, code);
    }
    return end;
  }

  #endTag(index: number): number {
    const text = this.#text;
    const close = text.indexOf(">", index);
    if (close < 0) return text.length;
    const name = text.slice(index + 2, close).trim();
    if ((this.#count.get(name) ?? 0) === 0) {
      this.#replace(
        index,
        close + 1,
        " ".repeat(close + 1 - index),
        "This end tag closes nothing and is ignored.",
      );
      return close + 1;
    }
    for (let open = this.#open.pop(); open !== undefined; open = this.#open.pop()) {
      this.#count.set(open, (this.#count.get(open) ?? 1) - 1);
      if (open === name) break;
    }
    return close + 1;
  }

  #startTag(index: number): number {
    const text = this.#text;
    let place = index + 1;
    while (place < text.length && !/[\s/><]/.test(text.charAt(place))) place++;
    const name = text.slice(index + 1, place);
    while (place < text.length) {
      const character = text.charAt(place);
      if (character === ">") {
        if (text.charAt(place - 1) !== "/") {
          this.#open.push(name);
          this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
        }
        return place + 1;
      }
      if (character === "<") return place;
      if (character === '"' || character === "'") place = this.#attributeValue(place + 1, character);
      else if (character === "=") place = this.#afterEquals(place + 1);
      else place++;
    }
    return place;
  }

  /** A value in straight quotes. Returns the place after the closing one. */
  #attributeValue(start: number, quote: string): number {
    const text = this.#text;
    for (let index = start; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (text.charAt(index) === quote) return index + 1;
      if (code === 0x3c)
        this.#replace(
          index,
          index + 1,
          this.#less,
          "A raw < in an attribute is read as itself; it should be &lt;.",
        );
      else this.#character(index, code);
    }
    return text.length;
  }

  /** Makes typographic quotes around a value straight. Returns the place to go on. */
  #afterEquals(start: number): number {
    const text = this.#text;
    let open = start;
    while (open < text.length && /\s/.test(text.charAt(open))) open++;
    if (open >= text.length || !curlyQuotes.includes(text.charAt(open))) return open;
    let close = open + 1;
    while (
      close < text.length &&
      !curlyQuotes.includes(text.charAt(close)) &&
      !/[<>"]/.test(text.charAt(close))
    )
      close++;
    if (!curlyQuotes.includes(text.charAt(close) || " ")) return open + 1;
    const value = text.slice(open + 1, close);
    this.#pieces.push(text.slice(this.#copied, open), '"', value.replaceAll("&", this.#ampersand), '"');
    this.#copied = close + 1;
    this.#report(
      mended("Typographic quotes around an attribute value are read as straight ones.", open, close + 1),
    );
    return close + 1;
  }
}

/** Place after the next occurrence of a terminator, or the end of the text. */
function after(text: string, terminator: string, start: number): number {
  const place = text.indexOf(terminator, start);
  return place < 0 ? text.length : place + terminator.length;
}

function referenceAt(text: string, index: number): boolean {
  reference.lastIndex = index;
  const match = reference.exec(text);
  if (!match) return false;
  const digits = match[1] ?? match[2];
  if (digits === undefined) return true;
  const code = Number.parseInt(digits, match[1] === undefined ? 16 : 10);
  return isXmlCharacter(code);
}

/** True for a code point that XML 1.0 allows. */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** Characters of the private use area that stand in for mended ones, and of which a text holds none. */
function unusedCharacters(text: string): [string, string] {
  const used = new Set<number>();
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xe000 && code <= 0xf8ff) used.add(code);
  }
  let first = 0xe000;
  while (first < 0xf8fe && used.has(first)) first++;
  let second = first + 1;
  while (second < 0xf8ff && used.has(second)) second++;
  return [String.fromCharCode(first), String.fromCharCode(second)];
}
