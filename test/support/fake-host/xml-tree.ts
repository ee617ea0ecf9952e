import type { DecodedNodeView } from "../../../simulator/api/index.ts";

const meanings: Readonly<Record<string, string>> = {
  "1200": "Server-initiated management session",
  "200": "OK",
  "212": "authenticated for the session",
  "404": "Not found",
  "407": "Credentials missing",
};

/** A decoded tree of a small well-formed XML text without comments, for the fake host only. */
export function treeOf(text: string): DecodedNodeView {
  const token = /<(\/?)([\w:.-]+)([^>]*?)(\/?)>/g;
  const stack: { node: DecodedNodeView; textStart: number }[] = [];
  let root: DecodedNodeView | undefined;
  for (const found of text.matchAll(token)) {
    const [whole, closing, name = "", , empty] = found;
    const end = found.index + whole.length;
    if (closing === "/") {
      const top = stack.pop();
      if (top === undefined) continue;
      top.node.range.end = end;
      if (top.node.children.length === 0) {
        const value = text.slice(top.textStart, found.index);
        top.node.value = value;
        top.node.valueRange = { unit: "char", start: top.textStart, end: found.index };
        const meaning = meanings[value];
        if (meaning !== undefined) top.node.meaning = meaning;
        if (name === "Cred" || name.includes("Nonce")) top.node.secret = true;
      } else
        top.node.summary = top.node.children
          .map((child) => child.name)
          .slice(0, 4)
          .join(", ");
      continue;
    }
    const node: DecodedNodeView = {
      name,
      range: { unit: "char", start: found.index, end },
      findings: [],
      children: [],
      spec: `OMA DM Representation Protocol 1.2, element ${name}`,
    };
    stack.at(-1)?.node.children.push(node);
    root ??= node;
    if (empty !== "/") stack.push({ node, textStart: end });
  }
  return root ?? { name: "nothing", range: { unit: "char", start: 0, end: 0 }, findings: [], children: [] };
}

/** The text with line breaks and indentation between elements. */
export function indent(text: string): string {
  let depth = 0;
  return text
    .replaceAll(/></g, ">\n<")
    .split("\n")
    .map((line) => {
      if (line.startsWith("</")) depth -= 1;
      const shown = "  ".repeat(Math.max(0, depth)) + line;
      if (/^<[^/?!]/.test(line) && !line.includes("</") && !line.endsWith("/>")) depth += 1;
      return shown;
    })
    .join("\n");
}
