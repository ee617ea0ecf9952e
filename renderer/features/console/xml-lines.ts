import type { Span } from "../../shared/format/positions.ts";

/** A piece of a line: markup recedes, text is ink, the linked part is lit. */
export interface XmlPiece {
  readonly text: string;
  readonly kind: "tag" | "text" | "comment";
  readonly lit: boolean;
  readonly from: number;
}

/** Lines that are drawn; an envelope with more is read in the editor. */
export const MOST_LINES = 1500;
/** Characters of a line that are drawn: base64 of a file is one line. */
const LONGEST = 4000;

/** The text as lines of pieces, with a span lit. */
export function xmlLines(xml: string, lit: Span | undefined): readonly (readonly XmlPiece[])[] {
  const lines: XmlPiece[][] = [];
  let start = 0;
  let inTag = false;
  for (const line of xml.split("\n")) {
    if (lines.length >= MOST_LINES) break;
    lines.push(pieces(line.slice(0, LONGEST), start, lit, inTag, line.length > LONGEST));
    inTag = line.lastIndexOf("<") > line.lastIndexOf(">") || (inTag && !line.includes(">"));
    start += line.length + 1;
  }
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

/** `inTag`: the line begins inside a tag that an earlier one opened. */
function pieces(
  line: string,
  start: number,
  lit: Span | undefined,
  inTag: boolean,
  cut: boolean,
): XmlPiece[] {
  const found: XmlPiece[] = [];
  const end = inTag ? line.indexOf(">") + 1 || line.length : 0;
  if (end > 0) found.push(...split(line.slice(0, end), "tag", start, lit));
  for (const { 0: text, index } of line.slice(end).matchAll(/<!--.*?-->|<[^>]*>?|[^<]+/g)) {
    const kind = text.startsWith("<!--") ? "comment" : text.startsWith("<") ? "tag" : "text";
    found.push(...split(text, kind, start + end + index, lit));
  }
  if (cut) found.push({ text: " …", kind: "comment", lit: false, from: start + line.length });
  return found;
}

function split(text: string, kind: XmlPiece["kind"], from: number, lit: Span | undefined): XmlPiece[] {
  const to = from + text.length;
  if (lit === undefined || lit.to <= from || lit.from >= to) return [{ text, kind, lit: false, from }];
  const first = Math.max(lit.from, from);
  const last = Math.min(lit.to, to);
  return [
    { text: text.slice(0, first - from), kind, lit: false, from },
    { text: text.slice(first - from, last - from), kind, lit: true, from: first },
    { text: text.slice(last - from), kind, lit: false, from: last },
  ].filter((piece) => piece.text !== "");
}

/** The text with these spans covered at equal length. */
export function covered(xml: string, spans: readonly Span[]): string {
  let text = xml;
  for (const { from, to } of spans) text = text.slice(0, from) + "•".repeat(to - from) + text.slice(to);
  return text;
}
