import { lookup } from "node:dns/promises";
import { BlockList, isIP, isIPv6 } from "node:net";
import { isLoopback, plainAddress } from "./host-name.ts";

/** Resolves a name to one address; handed in so that tests need no network. */
export type Resolve = (name: string) => Promise<string>;

export interface EgressOptions {
  /** Hosts, addresses or `host:port` that are let through although they are private. */
  readonly allow: readonly string[];
  /** True while every listener of this program is on loopback: then nobody else can use us to reach our own network. */
  readonly isLoopbackOnly: () => boolean;
  /** Ports of this computer that are never reached on a peer's word: the page's listener. */
  readonly forbiddenPorts: () => readonly number[];
  readonly resolve?: Resolve;
}

/** The address to connect to, or why not. The text is for our own user; a peer is told "unreachable". */
export type EgressDecision =
  { readonly kind: "allowed"; readonly address: string } | { readonly kind: "denied"; readonly text: string };

/** The gate that every connection passes which is made on a peer's word. */
export interface EgressGate {
  /** Looks the name up once; who connects must connect to the address that is given. */
  decide(url: string | URL): Promise<EgressDecision>;
}

/** Opens the gate of section 3 of the contract, Egress. */
export function createEgressGate(options: EgressOptions): EgressGate {
  const { resolve = firstAddress } = options;
  return {
    decide: async (asked) => {
      const url = typeof asked === "string" ? URL.parse(asked) : asked;
      if (!url) return denied("the address cannot be read");
      if (url.protocol !== "http:" && url.protocol !== "https:")
        return denied(`${url.protocol} is not http or https`);
      if (url.username !== "" || url.password !== "")
        return denied("the address carries a user name or password");
      const name = plainAddress(url.hostname).toLowerCase();
      const address = await addressOf(name, resolve);
      if (address === undefined) return denied(`the name ${name} is not known`);
      return judge(url, name, address, options);
    },
  };
}

function judge(url: URL, name: string, address: string, options: EgressOptions): EgressDecision {
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (isOwnComputer(address) && options.forbiddenPorts().includes(port))
    return denied(`port ${port} is that of the workbench's own page`);
  const isListed = [name, address, `${name}:${port}`, `${address}:${port}`].some((form) =>
    options.allow.includes(form),
  );
  if (isListed || options.isLoopbackOnly() || !isPrivate(address)) return { kind: "allowed", address };
  return denied(`${address} is a private address and not listed in egress.allow`);
}

function denied(text: string): EgressDecision {
  return { kind: "denied", text };
}

async function addressOf(name: string, resolve: Resolve): Promise<string | undefined> {
  if (isIP(name) !== 0) return name;
  try {
    return plainAddress(await resolve(name));
  } catch {
    return undefined; // whatever the resolver says, the name leads nowhere
  }
}

async function firstAddress(name: string): Promise<string> {
  const { address } = await lookup(name);
  return address;
}

function isOwnComputer(address: string): boolean {
  return isLoopback(address) || address === "0.0.0.0" || address === "::";
}

const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // shared address space of providers
  ["127.0.0.0", 8],
  ["169.254.0.0", 16], // link-local, and the metadata services of clouds
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
] as const)
  privateNetworks.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96], // unspecified, loopback, IPv4-compatible
  ["64:ff9b::", 96], // translated IPv4
  ["2002::", 16], // 6to4: wraps IPv4
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  privateNetworks.addSubnet(network, prefix, "ipv6");

/** True for loopback, private, link-local, multicast and reserved addresses, wrapped IPv4 included. */
export function isPrivate(address: string): boolean {
  const plain = plainAddress(address);
  return privateNetworks.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
}
