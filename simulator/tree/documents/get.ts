import { tndsMediaTypes, writeMgmtTree } from "../../protocols/dmddf/index.ts";
import type { InteriorNode, TreeNode } from "../node.ts";
import { printLocUri } from "../path.ts";
import type { TreeContext, TreeOutcome } from "../request.ts";
import { mayDo } from "../rights.ts";
import { selectionOf, type DocumentPart } from "./selection.ts";
import { documentOfTree } from "./write.ts";

/** Get with `?list=TNDS`: one Item with a document of what the server may read. `chain` ends with the node. */
export function getDocument(
  root: InteriorNode,
  segments: readonly string[],
  chain: readonly TreeNode[],
  selection: string,
  context: TreeContext,
): TreeOutcome {
  const selected = selectionOf(selection);
  const lacking = context.lacks ?? [];
  const lacks = (part: DocumentPart): boolean => lacking.some((feature) => feature === part);
  if (lacking.includes("TNDS") || !selected || (selected.named && [...selected.parts].some(lacks)))
    return { code: 406, root, text: `?list=TNDS${selection} is not supported.` };
  const node = chain[chain.length - 1] ?? root;
  const tree = documentOfTree(node, segments[segments.length - 1] ?? "", {
    selection: { ...selected, parts: new Set([...selected.parts].filter((part) => !lacks(part))) },
    parents: chain.slice(0, -1),
    includes: (each) =>
      each[each.length - 1]?.access.includes("Get") === true && mayDo(each, "Get", context.serverId),
  });
  const encoding = context.documents ?? "xml";
  const octets = writeMgmtTree(tree, encoding);
  const item =
    encoding === "xml"
      ? { format: "xml", data: new TextDecoder().decode(octets) }
      : { format: "bin", data: octets };
  return {
    code: 200,
    root,
    items: [{ uri: printLocUri(segments), type: tndsMediaTypes[encoding], ...item }],
  };
}
