import { fromBase64 } from "../../../core/bytes.ts";
import { DMAcc, type InteriorNode, type TreeNode } from "../../../tree/index.ts";
import type { DmAccount } from "../options.ts";

/** An account as its DMAcc object holds it. */
export interface PlacedAccount {
  /** Path of the object from the root. */
  readonly segments: readonly string[];
  readonly account: DmAccount;
}

/** Depth at which accounts are looked for: `./DMAcc/<X>` and `./SyncML/DMAcc/<X>` are usual. */
const DEEPEST = 4;

/**
 * The DM accounts of a tree in the order of their nodes: every interior node of the type DMAcc, and what stands below a
 * node named DMAcc and has a ServerID. An account without a server identifier or an address is left out.
 */
export function accountsIn(root: InteriorNode): readonly PlacedAccount[] {
  return accountFinder()(root);
}

/** Finds the accounts of one tree after the other, as `accountsIn`; what has not changed since is not searched again. */
export function accountFinder(): (root: InteriorNode) => readonly PlacedAccount[] {
  const searched = new Map<string, Searched>();
  return (root) => {
    if (root.type === DMAcc.type) return search(root, [], false);
    const all: PlacedAccount[] = [];
    for (const name of searched.keys()) if (!root.children.has(name)) searched.delete(name);
    for (const [name, node] of root.children) {
      if (node.kind !== "interior") continue;
      let known = searched.get(name);
      if (known?.node !== node) {
        known = { node, found: search(node, [name], name === "DMAcc") };
        searched.set(name, known);
      }
      all.push(...known.found);
    }
    return all;
  };
}

/** A node below the root, and the accounts in it. */
interface Searched {
  readonly node: InteriorNode;
  readonly found: readonly PlacedAccount[];
}

function search(node: InteriorNode, segments: readonly string[], below: boolean): readonly PlacedAccount[] {
  const found: PlacedAccount[] = [];
  collect(node, segments, below, found);
  return found;
}

function collect(
  node: InteriorNode,
  segments: readonly string[],
  below: boolean,
  found: PlacedAccount[],
): void {
  if (node.type === DMAcc.type || (below && node.children.has("ServerID"))) {
    const account = accountOf(node);
    if (account) found.push({ segments, account });
    return;
  }
  if (segments.length === DEEPEST) return;
  const name = segments[segments.length - 1];
  for (const [child, inner] of node.children)
    if (inner.kind === "interior")
      collect(inner, [...segments, child], name === "DMAcc" || child === "DMAcc", found);
}

function accountOf(node: InteriorNode): DmAccount | undefined {
  const serverId = textOf(node.children.get("ServerID"));
  const address = firstOf(childOf(node, "AppAddr"));
  const serverUrl = address && addressOf(address);
  if (!serverId || !serverUrl) return undefined;
  const sides = [...(childOf(node, "AppAuth")?.children.values() ?? [])].filter(isInterior);
  const preferred = textOf(node.children.get("AAuthPref"));
  const client = sideOf(sides, "CLCRED", preferred);
  const server = sideOf(sides, "SRVCRED", undefined);
  return {
    serverId,
    serverUrl,
    username: client?.name ?? "",
    password: client?.secret ?? "",
    auth: client?.auth ?? "none",
    authPref: client?.nonce === undefined && client?.auth !== "basic" ? "challenge" : "unasked",
    clientNonce: client?.nonce,
    serverAuth: server?.auth ?? "none",
    serverPassword: server?.secret ?? "",
    serverNonce: server?.nonce,
  };
}

interface Side {
  readonly auth: "basic" | "md5" | "mac";
  readonly name: string;
  readonly secret: string;
  readonly nonce: Uint8Array | undefined;
}

const types: Readonly<Record<string, Side["auth"]>> = {
  BASIC: "basic",
  "HTTP-BASIC": "basic",
  DIGEST: "md5",
  "HTTP-DIGEST": "md5",
  HMAC: "mac",
};

/** Credentials of one direction: those of the preferred type when there are several. */
function sideOf(
  sides: readonly InteriorNode[],
  level: string,
  preferred: string | undefined,
): Side | undefined {
  const fitting = sides.filter((side) => textOf(side.children.get("AAuthLevel")) === level);
  const node =
    fitting.find((side) => preferred && textOf(side.children.get("AAuthType")) === preferred) ?? fitting[0];
  const auth = node && types[textOf(node.children.get("AAuthType")) ?? ""];
  if (!auth) return undefined;
  return {
    auth,
    name: textOf(node.children.get("AAuthName")) ?? "",
    secret: textOf(node.children.get("AAuthSecret")) ?? "",
    nonce: nonceOf(node.children.get("AAuthData")),
  };
}

/** Nonce octets of AAuthData: `bin` holds them, other formats hold their base64. Empty = none was received yet. */
function nonceOf(node: TreeNode | undefined): Uint8Array | undefined {
  if (node?.kind !== "leaf") return undefined;
  const octets = typeof node.value === "string" ? fromBase64(node.value) : node.value;
  return octets && octets.length > 0 ? octets : undefined;
}

/** Address with the port of `Port/<X>/PortNbr`, when it is a URI without one. */
function addressOf(node: InteriorNode): string | undefined {
  const address = textOf(node.children.get("Addr"));
  const port = textOf(firstOf(childOf(node, "Port"))?.children.get("PortNbr"));
  if (!address || !port || !URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.port !== "" || !/^\d{1,5}$/.test(port) || Number(port) > 0xffff) return address;
  url.port = port;
  return url.href;
}

function firstOf(node: InteriorNode | undefined): InteriorNode | undefined {
  return node && [...node.children.values()].find(isInterior);
}

function childOf(node: InteriorNode, name: string): InteriorNode | undefined {
  const child = node.children.get(name);
  return child?.kind === "interior" ? child : undefined;
}

function isInterior(node: TreeNode): node is InteriorNode {
  return node.kind === "interior";
}

function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === "leaf" && typeof node.value === "string" ? node.value : undefined;
}
