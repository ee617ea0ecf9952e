import { nodeAt, type InteriorNode } from "./node.ts";
import type { UriLimits } from "./path.ts";

/** The limits that a device states in `./DevDetail/URI`; a missing or unreadable leaf is no limit. */
export function uriLimitsOf(root: InteriorNode): UriLimits {
  const limit = (name: string): number => {
    const node = nodeAt(root, ["DevDetail", "URI", name]);
    const value = node?.kind === "leaf" && typeof node.value === "string" ? Number(node.value) : 0;
    return Number.isInteger(value) && value > 0 ? value : 0;
  };
  return { maxDepth: limit("MaxDepth"), maxTotLen: limit("MaxTotLen"), maxSegLen: limit("MaxSegLen") };
}
