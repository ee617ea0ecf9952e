import { tndsEncodingOf } from "../protocols/dmddf/index.ts";
import { forestFor, plant, withinCapacity } from "./documents/commands.ts";
import type { DocumentNode } from "./documents/forest.ts";
import { chainTo, type InteriorNode } from "./node.ts";
import { isUriProblem, parseLocUri, printLocUri } from "./path.ts";
import type { NodeData, Refusal, TreeContext, TreeOutcome } from "./request.ts";
import { refusedByAcl } from "./creation.ts";
import { mayDo } from "./rights.ts";

const INBOX = "Inbox";

/** True for an address at or below `./Inbox` of a device that has one. */
export function isInbox(root: InteriorNode, segments: readonly string[]): boolean {
  return segments[0] === INBOX && root.children.has(INBOX);
}

/**
 * Add at or below `./Inbox` (DM Standardized Objects 1.2, Inbox): the management object goes where the device keeps
 * objects of its identifier. The server needs its right on the Inbox only; the place is the device's choice.
 */
export function addToInbox(
  root: InteriorNode,
  segments: readonly string[],
  data: NodeData,
  context: TreeContext,
): TreeOutcome {
  const chain = chainTo(root, [INBOX]);
  if (!mayDo(chain, "Add", context.serverId)) return { ...refusedByAcl("Add"), root };
  if (chain[1]?.access.includes("Add") !== true)
    return { code: 405, root, text: "The access types of the Inbox lack Add." };
  if (segments.length > 2) return { code: 405, root, text: "The Inbox takes whole management objects." };
  const objects = objectsOf(data, context);
  if ("code" in objects) return { ...objects, root };
  let changed = root;
  let placed: string | undefined;
  for (const object of objects) {
    const name = object.name === undefined || object.name === "" ? segments[1] : object.name;
    const uri = context.placement?.({ type: object.data.type ?? "", name }, changed);
    const path = uri === undefined ? undefined : parseLocUri(uri, context.limits);
    if (path === undefined || isUriProblem(path) || path.segments.length === 0 || object.path.length > 0)
      return { code: 415, root, text: `The device keeps no objects of type ${object.data.type ?? "none"}.` };
    const planted = plant(changed, path.segments, object, { context, trusted: true });
    if ("code" in planted) return { ...planted, root };
    changed = planted;
    placed ??= printLocUri(path.segments);
  }
  return { ...withinCapacity(root, changed, context), placed };
}

function objectsOf(data: NodeData, context: TreeContext): readonly DocumentNode[] | Refusal {
  const encoding = tndsEncodingOf(data.type ?? "");
  if (encoding) return forestFor(encoding, data.data ?? "", [], context);
  if (data.format !== "node") return { code: 415, text: "The Inbox takes management objects." };
  return [{ name: undefined, path: [], data, acl: undefined, title: undefined, children: [] }];
}
