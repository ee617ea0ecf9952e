import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";

const wellFormed = spec("xml", "2.1 Well-Formed XML Documents");

const sentences: readonly (readonly [start: string, code: string, sentence: string])[] = [
  [
    "documents may contain only one root",
    "xml/several-roots",
    "Another root element starts here; a document has one.",
  ],
  ["text data outside of root", "xml/not-well-formed", "There is text outside the root element."],
  ["document must contain a root", "xml/empty", "There is no element at all."],
  ["unexpected end", "xml/not-well-formed", "The text ends inside markup."],
  [
    "unexpected close tag",
    "xml/not-well-formed",
    "This end tag closes an element around the one that is open.",
  ],
  ["unclosed tag: ", "xml/cut-short", "The text ends while this element is open: "],
];

/** A finding for an error of the parser, in plain words. The place is just before `place`. */
export function notWellFormed(message: string, place: number, length: number): Finding {
  const known = sentences.find(([start]) => message.startsWith(start));
  const end = Math.min(Math.max(place, 1), Math.max(length, 1));
  const rest = known?.[0].endsWith(": ") === true ? `${message.slice(known[0].length, 80)}.` : "";
  return {
    severity: known?.[1] === "xml/several-roots" ? "warning" : "error",
    code: known?.[1] ?? "xml/not-well-formed",
    text: known ? known[2] + rest : `Not well-formed: ${message.slice(0, 120)}`,
    range: { unit: "char", start: end - 1, end },
    spec: wellFormed,
  };
}

/** A finding for a defect that was mended: the text means what its author meant, though it is not XML. */
export function mended(text: string, start: number, end: number): Finding {
  return {
    severity: "warning",
    code: "xml/not-well-formed",
    text,
    range: { unit: "char", start, end },
    spec: wellFormed,
  };
}
