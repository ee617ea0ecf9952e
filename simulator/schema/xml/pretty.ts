import { XMLParser } from "fast-xml-parser";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  processEntities: false,
  cdataPropName: "#cdata",
  commentPropName: "#comment",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: false,
});

/** Longest text that is indented; longer ones are shown as they are. */
const LONGEST = 1_000_000;

/** A node of the parser's ordered mode: one property named as the element, or "#text", and ":@" with the attributes. */
type Ordered = Readonly<Record<string, unknown>>;

/**
 * A message with one element to a line, for reading only: never sent or stored, since it is not what was received. Values
 * are untouched. A text that is too long or that the parser does not take comes back as it is.
 */
export function prettyXml(text: string, indent = "  "): string {
  if (text.length > LONGEST || tooDeep(text)) return text;
  try {
    const document = parser.parse(text) as readonly Ordered[];
    return document
      .filter((node) => !isLayout(node))
      .map((node) => printed(node, "", indent))
      .join("\n");
  } catch {
    return text; // not XML for this parser: what was received is the best there is to show
  }
}

function printed(node: Ordered, margin: string, indent: string): string {
  const [name = "#text", content] = Object.entries(node).find(([key]) => key !== ":@") ?? [];
  if (!Array.isArray(content)) return String(content);
  const children = content as readonly Ordered[];
  if (name === "#cdata") return `<![CDATA[${textOf(children)}]]>`;
  if (name === "#comment") return `<!--${textOf(children)}-->`;
  const start = `<${name}${attributesOf(node)}`;
  if (name.startsWith("?")) return `${start}?>`;
  if (children.length === 0) return `${start}/>`;
  if (children.some((child) => isValue(child)) || children.every(isLayout))
    return `${start}>${children.map((child) => printed(child, "", "")).join("")}</${name}>`;
  const inner = margin + indent;
  const separator = indent === "" ? "" : "\n";
  const lines = children
    .filter((child) => !isLayout(child))
    .map((child) => inner + printed(child, inner, indent));
  return `${start}>${separator}${lines.join(separator)}${separator}${margin}</${name}>`;
}

function attributesOf(node: Ordered): string {
  const attributes = node[":@"];
  if (typeof attributes !== "object" || attributes === null) return "";
  return Object.entries(attributes)
    .map(([name, value]) => {
      const text = String(value);
      const quote = text.includes('"') ? "'" : '"';
      return ` ${name}=${quote}${text}${quote}`;
    })
    .join("");
}

function textOf(nodes: readonly Ordered[]): string {
  return nodes.map((node) => (typeof node["#text"] === "string" ? node["#text"] : "")).join("");
}

/** True for text that says something, beside which no white space may be added. */
function isValue(node: Ordered): boolean {
  return "#cdata" in node || ("#text" in node && !isLayout(node));
}

function isLayout(node: Ordered): boolean {
  const text = node["#text"];
  return typeof text === "string" && text.trim() === "";
}

/** True for nesting beyond what a message may have; printing calls itself for each level. */
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
