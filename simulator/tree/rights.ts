import { aclAllows, defaultRootAcl, type Acl, type AclCommand } from "./acl.ts";
import type { TreeNode } from "./node.ts";

/** The ACL that holds for the last node of a chain: its own, or that of the nearest ancestor which has one. */
export function effectiveAcl(chain: readonly TreeNode[]): Acl {
  for (let index = chain.length - 1; index >= 0; index--) {
    const acl = chain[index]?.acl;
    if (acl) return acl;
  }
  return defaultRootAcl;
}

/** True when the server has the right on the last node of the chain. */
export function mayDo(chain: readonly TreeNode[], command: AclCommand, serverId: string): boolean {
  return aclAllows(effectiveAcl(chain), command, serverId);
}

/**
 * True when the server may change the ACL of the last node of the chain: an interior node with the Replace right on it
 * or on its parent, a leaf with the Replace right on its parent only (DM Tree and Description 1.2, 7.7.1).
 */
export function mayChangeAcl(chain: readonly TreeNode[], serverId: string): boolean {
  const node = chain[chain.length - 1];
  const parent = chain.slice(0, -1);
  if (parent.length > 0 && mayDo(parent, "Replace", serverId)) return true;
  return node?.kind === "interior" && mayDo(chain, "Replace", serverId);
}
