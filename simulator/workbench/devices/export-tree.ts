import { WorkbenchError } from "../../core/error.ts";
import { utf8TextLenient } from "../../core/bytes.ts";
import { ddfMediaTypes, tndsMediaTypes, writeMgmtTree } from "../../protocols/dmddf/index.ts";
import {
  ddfOfTree,
  documentOfTree,
  isUriProblem,
  nodeAt,
  parseLocUri,
  printLocUri,
  type InteriorNode,
  type TreeNode,
} from "../../tree/index.ts";
import { isSecret } from "./tree-view.ts";

/** Forms in which a tree leaves the workbench: its nodes (TNDS), or what describes them (DDF). */
export type TreeFormat = "tnds" | "ddf";

/** A tree as a file; `masked` counts the secrets that are left empty. */
export interface ExportedTree {
  readonly fileName: string;
  readonly contentType: string;
  readonly text: string;
  readonly masked: number;
}

/** Which part of which device's tree, and in which form. */
export interface TreeExport {
  readonly device: string;
  readonly to: TreeFormat;
  /** The node that is exported with all that is below it. */
  readonly under: string;
}

const contentTypes: Readonly<Record<TreeFormat, string>> = {
  tnds: tndsMediaTypes.xml,
  ddf: ddfMediaTypes.xml,
};

/** A tree as an XML file (DM TNDS 1.2; DM Tree and Description 1.2, 9). Throws `node/unknown`, `device-input/uri`. */
export function exportTree(root: InteriorNode, { device, to, under }: TreeExport): ExportedTree {
  const path = parseLocUri(under);
  if (isUriProblem(path)) throw new WorkbenchError("device-input/uri", path.text, { under });
  const { segments } = path;
  const address = printLocUri(segments);
  const node = nodeAt(root, segments);
  if (!node) throw new WorkbenchError("node/unknown", `${address} is not in the tree.`, { under });
  const name = segments.at(-1) ?? "";
  const bare = withoutSecrets(node, name);
  const document = to === "tnds" ? documentOfTree(bare.node, name) : descriptionOf(root, bare.node, name);
  const place = segments.length === 0 ? "" : `-${segments.join("-")}`;
  return {
    fileName: `${device}${place}`.replaceAll(/[^\w.-]+/g, "-") + `.${to}.xml`,
    contentType: contentTypes[to],
    text: utf8TextLenient(writeMgmtTree(document, "xml")),
    masked: bare.masked,
  };
}

/** The description of a whole tree, or of one node in it. */
function descriptionOf(root: InteriorNode, node: TreeNode, name: string): ReturnType<typeof ddfOfTree> {
  const top: InteriorNode =
    name === "" && node.kind === "interior" ? node : { ...root, children: new Map([[name, node]]) };
  return ddfOfTree(top, {
    manufacturer: textAt(root, ["DevInfo", "Man"]),
    model: textAt(root, ["DevInfo", "Mod"]),
  });
}

function withoutSecrets(node: TreeNode, name: string): { readonly node: TreeNode; readonly masked: number } {
  if (isSecret(node, name))
    return node.kind === "leaf" ? { node: emptied(node), masked: 1 } : { node, masked: 0 };
  if (node.kind === "leaf") return { node, masked: 0 };
  let masked = 0;
  const children = new Map<string, TreeNode>();
  for (const [childName, child] of node.children) {
    const bare = withoutSecrets(child, childName);
    masked += bare.masked;
    children.set(childName, bare.node);
  }
  return { node: masked === 0 ? node : { ...node, children }, masked };
}

function emptied(leaf: Extract<TreeNode, { readonly kind: "leaf" }>): TreeNode {
  return { ...leaf, value: typeof leaf.value === "string" ? "" : new Uint8Array(0) };
}

function textAt(root: InteriorNode, segments: readonly string[]): string | undefined {
  const node = nodeAt(root, segments);
  return node?.kind === "leaf" && typeof node.value === "string" ? node.value : undefined;
}
