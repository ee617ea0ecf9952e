import { attributeText, contentText } from "./escape.ts";

/** An element of a description document, for indented printing. */
export interface DocumentNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly (DocumentNode | string)[];
}

/** An element; absent attributes are left out, absent children too. */
export function node(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly (DocumentNode | string | undefined)[]
): DocumentNode {
  return { name, attributes, children: children.filter((child) => child !== undefined) };
}

/** The document as indented XML with declaration. */
export function printDocument(root: DocumentNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(root, "")}`;
}

function print({ name, attributes, children }: DocumentNode, indent: string): string {
  let start = `${indent}<${name}`;
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) start += ` ${key}="${attributeText(value)}"`;
  if (children.length === 0) return `${start}/>\n`;
  const [first] = children;
  if (children.length === 1 && typeof first === "string") return `${start}>${contentText(first)}</${name}>\n`;
  let content = "";
  for (const child of children)
    content += typeof child === "string" ? `${indent}  ${contentText(child)}\n` : print(child, `${indent}  `);
  return `${start}>\n${content}${indent}</${name}>\n`;
}
