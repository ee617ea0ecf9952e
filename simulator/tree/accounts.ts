import { withoutServer } from "./acl.ts";
import { withNode, type InteriorNode, type TreeNode } from "./node.ts";
import { DMAcc } from "./standard-objects/dm-acc.ts";

/**
 * Deletes a node, and with it the rights of the servers whose accounts were in it: their identifiers leave every ACL
 * (DM Tree and Description 1.2, 7.7.1). A server that has another account keeps its rights.
 */
export function withoutSubtree(
  root: InteriorNode,
  segments: readonly string[],
  removed: TreeNode,
): InteriorNode {
  return withoutLostServers(serverIdsOf(removed), withNode(root, segments, undefined));
}

/** The tree without rights of those servers that have no account in it (any more). */
export function withoutLostServers(servers: ReadonlySet<string>, root: InteriorNode): InteriorNode {
  if (servers.size === 0) return root;
  const left = serverIdsOf(root);
  let stripped: InteriorNode = root;
  for (const serverId of servers) if (!left.has(serverId)) stripped = strip(stripped, serverId, true);
  return stripped;
}

/** Server identifiers of the accounts in a subtree. */
export function serverIdsOf(node: TreeNode, found = new Set<string>()): Set<string> {
  if (node.kind === "leaf") return found;
  const serverId = node.type === DMAcc.type ? node.children.get("ServerID") : undefined;
  if (serverId?.kind === "leaf" && typeof serverId.value === "string") found.add(serverId.value);
  for (const child of node.children.values()) serverIdsOf(child, found);
  return found;
}

function strip<N extends TreeNode>(node: N, serverId: string, root: boolean): N {
  const acl = node.acl && withoutServer(node.acl, serverId, root);
  const own = acl?.text === node.acl?.text ? node : { ...node, acl };
  if (own.kind === "leaf") return own;
  let children: Map<string, TreeNode> | undefined;
  for (const [name, child] of own.children) {
    const stripped = strip(child, serverId, false);
    if (stripped === child) continue;
    children ??= new Map(own.children);
    children.set(name, stripped);
  }
  return children ? { ...own, children } : own;
}
