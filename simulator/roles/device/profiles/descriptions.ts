import type { Finding } from "../../../core/finding.ts";
import { readMgmtTree, type MgmtTreeDocument } from "../../../protocols/dmddf/index.ts";
import { describeTree, type DescribedTree, type NodeSpec } from "../../../tree/index.ts";

/** A vendor's description of a device, or of a part of one (DDF). */
export interface DeviceDescription {
  /** Name of its file, for findings. */
  readonly file?: string | undefined;
  /** The document, XML. */
  readonly text: string;
}

type Nodes = Readonly<Record<string, NodeSpec>>;

/** The nodes that descriptions make together, and what is wrong with or unclear in them. Never throws. */
export function describedNodes(descriptions: readonly DeviceDescription[]): DescribedTree {
  const documents = descriptions.map(readDescription);
  const values = documents.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const { nodes, findings } = describeTree(values);
  return { nodes, findings: [...documents.flatMap((document) => document.findings), ...findings] };
}

/** One description as read, its findings with the name of its file. Never throws. */
export function readDescription({ file, text }: DeviceDescription): MgmtTreeDocument {
  const { value, findings } = readMgmtTree(text, "xml");
  const named = (finding: Finding): Finding =>
    file === undefined ? finding : { ...finding, text: `${file}: ${finding.text}` };
  return { value, findings: findings.map(named) };
}

/**
 * The nodes of a profile with those that descriptions add. What the profile says of a node itself holds: the description
 * gives what it leaves open, and what may be added below.
 */
export function withDescribed(own: Nodes, described: Nodes): Nodes {
  const nodes: Record<string, NodeSpec> = { ...own };
  for (const [name, node] of Object.entries(described)) {
    const present = Object.hasOwn(own, name) ? own[name] : undefined;
    nodes[name] = present ? joined(present, node) : node;
  }
  return nodes;
}

function joined(own: NodeSpec, described: NodeSpec): NodeSpec {
  const both = { ...described, ...own, absent: own.absent };
  if (!own.children) return { ...both, children: undefined };
  return { ...both, value: undefined, children: withDescribed(own.children, described.children ?? {}) };
}
