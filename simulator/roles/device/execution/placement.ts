import {
  DMAcc,
  isUriProblem,
  nodeAt,
  parseLocUri,
  printLocUri,
  type InteriorNode,
  type Placement,
} from "../../../tree/index.ts";
import type { ObjectSpec } from "../objects/object-spec.ts";

/**
 * Where a management object goes that comes by the Inbox: to the place that the profile's Inbox names for its identifier,
 * accounts below ./DMAcc, others below the root. Without a name of its own it gets the first free number.
 */
export function placementOf(objects: readonly ObjectSpec[]): Placement {
  const inbox = objects.find((spec) => spec.kind === "inbox");
  return ({ type, name }, root) => {
    const parent = inbox?.places?.[type] ?? (type === DMAcc.type ? "./DMAcc" : ".");
    const path = parseLocUri(parent);
    if (isUriProblem(path)) return undefined;
    const node = nodeAt(root, path.segments);
    if (node?.kind !== "interior") return undefined;
    return printLocUri([...path.segments, name === undefined || name === "" ? freeNumber(node) : name]);
  };
}

function freeNumber(node: InteriorNode): string {
  let number = 1;
  while (node.children.has(String(number))) number++;
  return String(number);
}
