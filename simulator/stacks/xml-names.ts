/** What becomes of the names in a document; each function gives a text back unchanged where nothing is to be done. */
export interface XmlRenaming {
  /** Value of a namespace declaration (`xmlns`, `xmlns:p`). */
  readonly namespace: (uri: string) => string;
  /** Value of any other attribute, by its name without prefix. */
  readonly attribute?: ((name: string, value: string) => string) | undefined;
  /** Text right after the start tag of an element, by its name without prefix, up to the next tag. */
  readonly text?: ((name: string, text: string) => string) | undefined;
}

/**
 * Renames in the text of an XML document without touching anything else. Comments, processing instructions and CDATA
 * sections stay as they are. Of a document that is not well-formed the part after the mistake stays as it is: whoever
 * reads it will say what is wrong. Time grows with the length alone, whatever the text.
 */
export function renameXml(document: string, renaming: XmlRenaming): string {
  let written = "";
  let at = 0;
  for (;;) {
    const open = document.indexOf("<", at);
    if (open < 0) return written + document.slice(at);
    written += document.slice(at, open);
    const end = endOfMarkup(document, open);
    if (end === undefined) return written + document.slice(open);
    const markup = document.slice(open, end);
    at = end;
    if (/^<[!?/]/.test(markup)) {
      written += markup;
      continue;
    }
    const { name, text } = renameTag(markup, renaming);
    written += text;
    if (!renaming.text || markup.endsWith("/>")) continue;
    const next = document.indexOf("<", end);
    if (next < 0) continue;
    written += renaming.text(name, document.slice(end, next));
    at = next;
  }
}

/** Where a tag, comment, instruction or section ends; undefined when it does not. */
function endOfMarkup(document: string, open: number): number | undefined {
  const after = (mark: string): number | undefined => {
    const found = document.indexOf(mark, open);
    return found < 0 ? undefined : found + mark.length;
  };
  if (document.startsWith("<!--", open)) return after("-->");
  if (document.startsWith("<![CDATA[", open)) return after("]]>");
  if (document.startsWith("<?", open)) return after("?>");
  for (let index = open + 1; index < document.length; index++) {
    const character = document[index];
    if (character === ">") return index + 1;
    if (character === "<") return undefined;
    if (character !== '"' && character !== "'") continue;
    index = document.indexOf(character, index + 1);
    if (index < 0) return undefined;
  }
  return undefined;
}

/** Begins behind white space only: a long name without a value is looked through once. */
const attributePattern = /(?<=\s)([^\s=<>"'/]+)(\s*=\s*)("[^"]*"|'[^']*')/g;

function renameTag(tag: string, { namespace, attribute }: XmlRenaming): { name: string; text: string } {
  const name = localName(/^<([^\s/>]+)/.exec(tag)?.[1] ?? "");
  if (!tag.includes("=")) return { name, text: tag };
  const text = tag.replace(attributePattern, (whole, key: string, equals: string, quoted: string) => {
    const value = quoted.slice(1, -1);
    const declares = key === "xmlns" || key.startsWith("xmlns:");
    const renamed = declares ? namespace(value) : (attribute?.(localName(key), value) ?? value);
    return renamed === value ? whole : `${key}${equals}${quoted[0]}${renamed}${quoted[0]}`;
  });
  return { name, text };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
