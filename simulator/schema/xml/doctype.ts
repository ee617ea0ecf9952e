import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";

/** A text with what was noticed about it. */
interface FoundText {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** White space, comments and processing instructions before the document type declaration or the root. */
const prolog = /(?:\s+|\uFEFF|<!--[^]*?-->|<\?[^]*?\?>)*/y;

/**
 * The text with blanks in the place of its document type declaration, so that all places stay true. Entities that it
 * defined stay undefined. A declaration without end is left as it is.
 */
export function withoutDoctype(read: FoundText): FoundText {
  const { text } = read;
  prolog.lastIndex = 0;
  prolog.test(text);
  const start = prolog.lastIndex;
  if (!text.startsWith("<!DOCTYPE", start)) return read;
  const end = endOfDoctype(text, start + 9);
  if (end === undefined) return read;
  const finding: Finding = {
    severity: "info",
    code: "xml/doctype-skipped",
    text: "The document type declaration is passed over; nothing is fetched for it.",
    range: { unit: "char", start, end },
    spec: spec("xml", "2.8 Document Type Declaration"),
  };
  return {
    text: text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    findings: [...read.findings, finding],
  };
}

/** Place after the `>` of a declaration, past literals, comments, instructions and an internal subset. */
function endOfDoctype(text: string, from: number): number | undefined {
  let inSubset = false;
  for (let place = from; place < text.length;) {
    const character = text.charAt(place);
    let closing: string | undefined;
    if (character === '"' || character === "'") closing = character;
    else if (text.startsWith("<!--", place)) closing = "-->";
    else if (text.startsWith("<?", place)) closing = "?>";
    if (closing !== undefined) {
      const end = text.indexOf(closing, place + (closing.length === 3 ? 4 : closing.length));
      if (end < 0) return undefined;
      place = end + closing.length;
      continue;
    }
    if (character === "[") inSubset = true;
    else if (character === "]") inSubset = false;
    else if (character === ">" && !inSubset) return place + 1;
    place++;
  }
  return undefined;
}
