import { XMLBuilder, XMLParser } from "fast-xml-parser";

const shared = {
  preserveOrder: true,
  ignoreAttributes: false,
  processEntities: false,
  cdataPropName: "#cdata",
  commentPropName: "#comment",
  suppressEmptyNode: false,
} as const;

const parser = new XMLParser({
  ...shared,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: false,
});

/** Longest text that is indented; longer ones are shown as they are. */
const LONGEST = 1_000_000;

type Ordered = Record<string, unknown>;

/**
 * A message with one element to a line, for reading only: never sent or stored, since it is not what was received. Values
 * are untouched. A text that is too long or that the parser does not take comes back as it is.
 */
export function prettyXml(text: string, indent = "  "): string {
  if (text.length > LONGEST || tooDeep(text)) return text;
  try {
    const document = parser.parse(text) as Ordered[];
    const builder = new XMLBuilder({ ...shared, suppressEmptyNode: true, format: true, indentBy: indent });
    return builder.build(document.map(withoutLayout)).trim();
  } catch {
    return text; // not XML for this parser: what was received is the best there is to show
  }
}

/** Leaves out white space between elements. Text beside elements (mixed content) stays. */
function withoutLayout(node: Ordered): Ordered {
  const cleaned: Ordered = {};
  for (const [key, value] of Object.entries(node)) {
    if (!Array.isArray(value)) cleaned[key] = value;
    else {
      const children = value as Ordered[];
      const onlyText = children.every((child) => "#text" in child);
      cleaned[key] = children.filter((child) => onlyText || !isLayout(child)).map(withoutLayout);
    }
  }
  return cleaned;
}

function isLayout(node: Ordered): boolean {
  const text = node["#text"];
  return typeof text === "string" && text.trim() === "";
}

/** True for nesting beyond what a message may have; the builder calls itself for each level. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let open = text.indexOf("<"); open >= 0; open = text.indexOf("<", open + 1)) {
    const next = text.charAt(open + 1);
    if (next === "/") depth--;
    else if (next !== "!" && next !== "?") {
      const close = text.indexOf(">", open);
      if (close < 0) return false;
      if (text.charAt(close - 1) !== "/") depth++;
      open = close;
    }
    if (depth > 200) return true;
  }
  return false;
}
