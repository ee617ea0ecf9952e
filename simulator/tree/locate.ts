import type { InteriorNode, TreeNode } from "./node.ts";
import { childSpec, isPlaceholder } from "./node-spec.ts";
import { isUriProblem, parseLocUri, type TreePath, type UriLimits, type UriProblem } from "./path.ts";

/**
 * Reads a LocURI and gives the names their spelling in the tree: a node whose description says `CIS` is found in any
 * case (DM Tree and Description 1.2, 9.3 CaseSense).
 */
export function locate(root: InteriorNode, uri: string, limits?: UriLimits): TreePath | UriProblem {
  const path = parseLocUri(uri, limits);
  if (isUriProblem(path)) return path;
  const segments = spelled(root, path.segments);
  return segments === path.segments ? path : { ...path, segments };
}

function spelled(root: InteriorNode, segments: readonly string[]): readonly string[] {
  let node: TreeNode | undefined = root;
  let changed: string[] | undefined;
  for (const [index, segment] of segments.entries()) {
    if (node?.kind !== "interior") break;
    let name = segment;
    if (!node.children.has(segment) && node.description) {
      name = nameInAnyCase(node, segment);
      if (name !== segment) (changed ??= [...segments])[index] = name;
    }
    node = node.children.get(name);
  }
  return changed ?? segments;
}

function nameInAnyCase(parent: InteriorNode, segment: string): string {
  const wanted = segment.toLowerCase();
  for (const [name, child] of parent.children) {
    const format = child.kind === "leaf" ? child.format : "node";
    if (name.toLowerCase() !== wanted) continue;
    if (childSpec(parent.description, name, format)?.spec.caseSense === "CIS") return name;
  }
  for (const [name, child] of Object.entries(parent.description?.children ?? {}))
    if (child.caseSense === "CIS" && !isPlaceholder(name) && name.toLowerCase() === wanted) return name;
  return segment;
}
