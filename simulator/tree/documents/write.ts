import type { MgmtNodeInput, MgmtTreeInput } from "../../protocols/dmddf/index.ts";
import type { TreeNode } from "../node.ts";
import { escapeSegment } from "../path.ts";
import { propertyOf } from "../properties.ts";
import { everyPart, type DocumentSelection } from "./selection.ts";

/** How a subtree becomes a document. */
export interface DocumentOptions {
  readonly selection?: DocumentSelection | undefined;
  /** Leaves nodes out, with all that is below them; `chain` ends with the node. */
  readonly includes?: ((chain: readonly TreeNode[]) => boolean) | undefined;
  /** Nodes from the root to the parent, for `includes`. */
  readonly parents?: readonly TreeNode[] | undefined;
}

/** A subtree as a TNDS document. The name is the top node's; empty for the root, which has none. */
export function documentOfTree(node: TreeNode, name: string, options: DocumentOptions = {}): MgmtTreeInput {
  const { selection = everyPart, includes = () => true, parents = [] } = options;
  const write = (each: TreeNode, itsName: string, chain: readonly TreeNode[]): MgmtNodeInput => {
    const nodes: MgmtNodeInput[] = [];
    if (each.kind === "interior")
      for (const [childName, child] of each.children) {
        const childChain = [...chain, child];
        if (includes(childChain)) nodes.push(write(child, childName, childChain));
      }
    const hasValue = each.kind === "leaf" && selection.parts.has("Value");
    return {
      NodeName: escapeSegment(itsName),
      RTProperties: propertiesOf(each, itsName, selection),
      ...(nodes.length > 0 ? { Node: nodes } : {}),
      ...(hasValue ? { Value: valueOf(each) } : {}),
    };
  };
  return { VerDTD: "1.2", Node: [write(node, name, [...parents, node])] };
}

function valueOf(node: TreeNode): string | Uint8Array {
  return node.kind === "leaf" ? node.value : "";
}

function propertiesOf(
  node: TreeNode,
  name: string,
  { parts, named }: DocumentSelection,
): MgmtNodeInput["RTProperties"] {
  const text = (part: "ACL" | "Title" | "TStamp" | "VerNo"): Readonly<Record<string, string>> => {
    const value = parts.has(part) ? propertyOf(node, name, part) : undefined;
    return value === undefined || (value === "" && !named) ? {} : { [part]: value };
  };
  const format = node.kind === "leaf" ? node.format : "node";
  return {
    ...text("ACL"),
    ...(parts.has("Format") ? { Format: { kind: format, value: true } } : {}),
    ...text("Title"),
    ...text("TStamp"),
    ...(parts.has("Type")
      ? { Type: node.kind === "leaf" ? { MIME: node.type } : { DDFName: node.type } }
      : {}),
    ...text("VerNo"),
  };
}
