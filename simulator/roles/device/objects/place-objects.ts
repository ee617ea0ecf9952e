import type { NodeSpec } from "../../../tree/index.ts";
import { objectNodes } from "./kinds.ts";
import type { ObjectSpec } from "./object-spec.ts";

/**
 * The nodes of a profile with those of its objects. Missing nodes on the way to an object are made; what the profile
 * says of a node itself comes before what the object says.
 */
export function placeObjects(
  nodes: Readonly<Record<string, NodeSpec>>,
  specs: readonly ObjectSpec[],
): Readonly<Record<string, NodeSpec>> {
  let placed = nodes;
  for (const spec of specs)
    placed = placeAt(placed, spec.uri.replace(/^\.\//, "").split("/"), objectNodes(spec));
  return placed;
}

function placeAt(
  nodes: Readonly<Record<string, NodeSpec>>,
  [name = "", ...below]: readonly string[],
  object: NodeSpec,
): Readonly<Record<string, NodeSpec>> {
  const present = nodes[name];
  if (below.length === 0) return { ...nodes, [name]: joined(object, present) };
  const children = placeAt(present?.children ?? {}, below, object);
  return { ...nodes, [name]: { access: "Get", ...present, children } };
}

function joined(object: NodeSpec, present: NodeSpec | undefined): NodeSpec {
  if (!present) return object;
  if (!object.children || !present.children) return { ...object, ...present };
  const children: Record<string, NodeSpec> = { ...object.children };
  for (const [name, child] of Object.entries(present.children)) {
    const own = children[name];
    children[name] = own ? joined(own, child) : child;
  }
  return { ...object, ...present, children };
}
