import type { NodeSpec } from "../node-spec.ts";
import type { Report } from "./describe-tree.ts";

/** A described node whose children are still being gathered. */
export interface DescribedNode extends NodeSpec {
  readonly children?: Record<string, DescribedNode> | undefined;
}

/** Properties of which two descriptions of one node may not differ. */
const compared = ["format", "access", "scope", "occurs", "type", "caseSense", "value"] as const;

/**
 * Puts a node below a path. Missing nodes on the way are permanent and readable; a node that is there already takes the
 * children of the other, and keeps its own properties.
 */
export function mergeInto(
  root: DescribedNode,
  path: readonly string[],
  name: string,
  node: DescribedNode,
  report: Report,
  around: readonly string[] = [],
): void {
  let place = root;
  for (const [index, step] of path.entries()) {
    const segments = [...around, ...path.slice(0, index + 1)];
    const next =
      childOf(place, step) ?? put(place, step, { access: "Get", scope: "permanent", children: {} });
    if (!next?.children) {
      report(
        "error",
        "conflict",
        segments,
        "is a leaf in another description; what is below it is left out.",
      );
      return;
    }
    place = next;
  }
  const segments = [...around, ...path, name];
  const known = childOf(place, name);
  if (!known) put(place, name, node);
  else if ((known.children === undefined) !== (node.children === undefined))
    report("error", "conflict", segments, "is a leaf in one description and has children in another.");
  else {
    const settled = merged(known, node, segments, report);
    put(place, name, settled);
    for (const [childName, child] of Object.entries(node.children ?? {}))
      mergeInto(settled, [], childName, child, report, segments);
  }
}

/** One node of two descriptions. A node that only stood on the way takes the properties of the other. */
function merged(
  known: DescribedNode,
  node: DescribedNode,
  segments: readonly string[],
  report: Report,
): DescribedNode {
  if (known.occurs === undefined) return { ...node, children: known.children };
  const differing = compared.filter((key) => known[key] !== node[key]);
  if (differing.length > 0) {
    const names = differing.join(", ");
    report("warning", "conflict", segments, `is described twice with another ${names}; the first one holds.`);
  }
  return { ...known, closed: known.closed === true || node.closed === true };
}

function childOf(place: DescribedNode, name: string): DescribedNode | undefined {
  return place.children && Object.hasOwn(place.children, name) ? place.children[name] : undefined;
}

/** Sets a child; names such as `__proto__` are names like others. */
function put(place: DescribedNode, name: string, node: DescribedNode): DescribedNode {
  const property = { value: node, enumerable: true, writable: true, configurable: true };
  Object.defineProperty(place.children ?? {}, name, property);
  return node;
}
