import { DevDetail, DevInfo, DMAcc, type NodeShape, type TreeNode } from "../../../tree/index.ts";
import { childSpec, type NodeSpec } from "../../../tree/node-spec.ts";
import { objectDescriptions, type DescribedNode } from "./object-descriptions.ts";

/** What the description of a node says of it. */
export interface NodeDescription {
  readonly doc?: string | undefined;
  readonly occurs?: string | undefined;
}

const standardRoots: Readonly<Record<string, NodeShape>> = { DevInfo, DevDetail };

/**
 * What is known of a node: what the device's own description (DDF) says, else the description of the management object
 * that it belongs to. `chain` are the nodes from the root to it, `segments` their names.
 */
export function describeNode(chain: readonly TreeNode[], segments: readonly string[]): NodeDescription {
  const own = specOf(chain, segments);
  const standard = standardOf(chain, segments);
  return { doc: own?.doc ?? standard?.doc, occurs: own?.occurs ?? standard?.occurs };
}

/** The device's own description. A node without one of its own is described by its parent's. */
function specOf(chain: readonly TreeNode[], segments: readonly string[]): NodeSpec | undefined {
  let spec: NodeSpec | undefined;
  for (const [index, segment] of segments.entries()) {
    const parent = chain[index];
    const node = chain[index + 1];
    const describing =
      parent?.kind === "interior" ? (parent.description ?? spec?.describedBy ?? spec) : undefined;
    spec = childSpec(describing, segment, node?.kind === "leaf" ? node.format : "node")?.spec;
  }
  return spec;
}

/** The description of the management object whose root lies nearest above the node. */
function standardOf(chain: readonly TreeNode[], segments: readonly string[]): DescribedNode | undefined {
  let found: DescribedNode | undefined;
  for (const [index, segment] of segments.entries()) {
    const node = chain[index + 1];
    const object = node?.kind === "interior" ? objectWith(node.type) : undefined;
    if (object) found = object;
    else if (index === 0) found = standardRoots[segment];
    else found = found?.children?.[segment] ?? found?.children?.["<X>"];
  }
  return found;
}

/** The description of a management object; those of one family share theirs. */
function objectWith(type: string): DescribedNode | undefined {
  if (type === DMAcc.type) return DMAcc;
  const known = objectDescriptions.find(({ types }) => types.some((start) => type.startsWith(start)));
  return known?.node;
}
