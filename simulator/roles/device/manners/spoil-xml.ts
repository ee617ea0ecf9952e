import { METINF } from "../../../protocols/syncml/index.ts";
import type { DeviceManners } from "./manners.ts";
import { misordered } from "./misordering.ts";
import { readParts, writeParts, type XmlPart } from "./xml-parts.ts";

const METINF_DECLARED = ` xmlns="${METINF}"`;
const PREFIX = "metinf";
/** The misspelling of the namespace that the field has. */
const MISSPELT = ` xmlns="syncml:metinfo"`;
/** An escaped ampersand that starts nothing else when it is not escaped. */
const PLAIN_AMPERSAND = /&amp;(?!#?\w{1,40};)/g;

/** A message of our writer with the manners that concern XML. What is none of our writer's stays as it is. */
export function spoilXml(text: string, manners: DeviceManners): string {
  const read = readParts(text);
  if (!read) return text;
  let root = read;
  if (manners.order === "misordered") root = reorder(root);
  if (manners.text === "raw-ampersand" || manners.blanks === "around-values")
    root = retext(root, "", manners);
  if (manners.metinf !== "default") root = renamespace(root, manners.metinf);
  return writeParts(root);
}

function reorder(part: XmlPart): XmlPart {
  if (typeof part.content === "string") return part;
  return { ...part, content: misordered(part.name, part.content.map(reorder)) };
}

function retext(part: XmlPart, parent: string, manners: DeviceManners): XmlPart {
  const { name, content } = part;
  if (typeof content !== "string")
    return { ...part, content: content.map((child) => retext(child, name, manners)) };
  if (content === "" || content.includes("<")) return part;
  const raw = manners.text === "raw-ampersand" ? content.replace(PLAIN_AMPERSAND, "&") : content;
  // blanks in an Item's Data would be another value
  const around = manners.blanks === "around-values" && !(name === "Data" && parent === "Item");
  return { ...part, content: around ? `\n  ${raw}\n` : raw };
}

function renamespace(root: XmlPart, manner: DeviceManners["metinf"]): XmlPart {
  const changed = remeta(root, manner);
  return manner === "prefixed"
    ? { ...changed, attributes: `${changed.attributes} xmlns:${PREFIX}="${METINF}"` }
    : changed;
}

function remeta(part: XmlPart, manner: DeviceManners["metinf"]): XmlPart {
  if (typeof part.content === "string") return part;
  if (part.name !== "Meta") return { ...part, content: part.content.map((child) => remeta(child, manner)) };
  const plain = (child: XmlPart): XmlPart => ({
    ...child,
    attributes: child.attributes.replace(METINF_DECLARED, ""),
  });
  switch (manner) {
    case "default":
      return part;
    case "prefixed":
      return { ...part, content: part.content.map((child) => ({ ...plain(child), prefix: `${PREFIX}:` })) };
    case "syncml:metinfo":
      return {
        ...part,
        content: part.content.map((child) => ({
          ...child,
          attributes: child.attributes.replace(METINF_DECLARED, MISSPELT),
        })),
      };
    case "on-meta":
      return { ...part, attributes: METINF_DECLARED, content: part.content.map(plain) };
    case "first-only":
      return { ...part, content: part.content.map((child, index) => (index === 0 ? child : plain(child))) };
  }
}
