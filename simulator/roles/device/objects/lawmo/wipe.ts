import {
  isUriProblem,
  nodeAt,
  parseLocUri,
  type InteriorNode,
  type TreeNode,
} from "../../../../tree/index.ts";
import type { ValueChange } from "../management-object.ts";
import { textOf } from "../node-values.ts";
import type { LawmoSpec } from "../object-spec.ts";
import { lawmoResults } from "./lawmo-nodes.ts";

/** What a wipe does, and its result. */
export interface WipeOutcome {
  readonly result: number;
  readonly changes: readonly ValueChange[];
}

/**
 * Wipes the items of the list that are to be wiped: nodes that came after the factory are removed, other leaves get the
 * value of the factory, or none. Without such an item the wipe is not performed.
 */
export function wipe(
  root: InteriorNode,
  factory: InteriorNode | undefined,
  segments: readonly string[],
  spec: LawmoSpec,
): WipeOutcome {
  const changes: ValueChange[] = [];
  let result: number = lawmoResults.wipeNotPerformed;
  for (const item of spec.wipeList ?? []) {
    const entry = [...segments, "AvailableWipeList", item.name];
    if (textOf(root, [...entry, "ToBeWiped"]).trim() !== "true") continue;
    for (const uri of item.uris) {
      const path = parseLocUri(uri);
      const node = isUriProblem(path) ? undefined : nodeAt(root, path.segments);
      if (!node || isUriProblem(path)) continue;
      clear(node, factory && nodeAt(factory, path.segments), path.segments, changes);
    }
    if (item.vanishes) {
      changes.push({ segments: entry, value: undefined });
      result = lawmoResults.wipedWithItems;
    } else {
      changes.push({ segments: [...entry, "ToBeWiped"], value: "false" });
      if (result === lawmoResults.wipeNotPerformed) result = lawmoResults.wiped;
    }
  }
  return { result, changes };
}

function clear(
  node: TreeNode,
  factory: TreeNode | undefined,
  segments: readonly string[],
  changes: ValueChange[],
): void {
  if (node.kind === "leaf") {
    const value =
      factory?.kind === "leaf" ? factory.value : typeof node.value === "string" ? "" : new Uint8Array();
    changes.push({ segments, value });
    return;
  }
  for (const [name, child] of node.children) {
    const before = factory?.kind === "interior" ? factory.children.get(name) : undefined;
    if (child.scope === "dynamic" && !before)
      changes.push({ segments: [...segments, name], value: undefined });
    else clear(child, before, [...segments, name], changes);
  }
}
