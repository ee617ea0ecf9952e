/*
 * The messages of our own writer as a tree of raw parts, to write them again with other manners. No reader of XML: what the
 * writer does not write is refused, and the message then stays as it is.
 */

/** An element: its children, or its content as it stands in the message (escaped, or the markup of Data). */
export interface XmlPart {
  readonly name: string;
  /** Prefix with its colon, or nothing. */
  readonly prefix: string;
  /** Attributes as they stand, with the blank before them. */
  readonly attributes: string;
  readonly content: string | readonly XmlPart[];
}

const TAG = /<(\/?)([A-Za-z]+)((?: [A-Za-z:]+="[^"<]*")*)(\/?)>/y;
/** What may stand in Data instead of text, what has no end, and other elements of its name. */
const IN_DATA =
  /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<[!?]|<(\/?)Data(?:\s[^<>]*?)?(\/?)>/g;

/** The parts of a message, or undefined when it is none of our writer's. */
export function readParts(text: string): XmlPart | undefined {
  const read = element(text, 0);
  return read?.end === text.length ? read.part : undefined;
}

/** The text of parts. */
export function writeParts({ name, prefix, attributes, content }: XmlPart): string {
  const inner = typeof content === "string" ? content : content.map(writeParts).join("");
  const tag = prefix + name;
  return inner === "" ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${inner}</${tag}>`;
}

interface Read {
  readonly part: XmlPart;
  readonly end: number;
}

function tagAt(text: string, at: number): RegExpExecArray | undefined {
  TAG.lastIndex = at;
  return TAG.exec(text) ?? undefined;
}

function element(text: string, at: number): Read | undefined {
  const open = tagAt(text, at);
  if (open?.[1] !== "") return undefined;
  const [tag, , name = "", attributes = "", empty] = open;
  const start = at + tag.length;
  const part = (content: XmlPart["content"]): XmlPart => ({ name, prefix: "", attributes, content });
  if (empty === "/") return { part: part(""), end: start };
  if (name === "Data") return data(text, start, part);
  const close = `</${name}>`;
  const next = text.indexOf("<", start);
  if (next < 0) return undefined;
  if (text.startsWith(close, next)) return { part: part(text.slice(start, next)), end: next + close.length };
  const children: XmlPart[] = [];
  let end = start;
  while (!text.startsWith(close, end)) {
    const child = element(text, end);
    if (!child) return undefined;
    children.push(child.part);
    end = child.end;
  }
  return { part: part(children), end: end + close.length };
}

/** Data holds text or any markup, also of other elements named Data. */
function data(text: string, start: number, part: (content: string) => XmlPart): Read | undefined {
  let depth = 1;
  IN_DATA.lastIndex = start;
  for (let match = IN_DATA.exec(text); match; match = IN_DATA.exec(text)) {
    const [whole, close, empty] = match;
    if (whole === "<!" || whole === "<?") return undefined;
    if (close === undefined || empty === "/") continue;
    depth += close === "/" ? -1 : 1;
    if (depth === 0) return { part: part(text.slice(start, match.index)), end: match.index + whole.length };
  }
  return undefined;
}
