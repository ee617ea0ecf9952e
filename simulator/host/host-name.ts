import { isIPv6 } from "node:net";

/** An address without the wrapping that IPv4 gets on a socket for both families, and without brackets. */
export function plainAddress(address: string): string {
  const bare = address.startsWith("[") && address.endsWith("]") ? address.slice(1, -1) : address;
  return bare.toLowerCase().startsWith("::ffff:") && bare.includes(".") ? bare.slice(7) : bare;
}

/** True for the addresses and names of this very computer that nobody else can answer for. */
export function isLoopback(host: string): boolean {
  const plain = plainAddress(host).toLowerCase();
  return plain === "localhost" || plain === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** The host part of a Host header in lower case, without port and brackets; undefined when it is none. */
export function hostOfHeader(header: string): string | undefined {
  if (!/^[^\s/?#@\\]+$/.test(header) || !URL.canParse(`http://${header}`)) return undefined;
  return plainAddress(new URL(`http://${header}`).hostname).toLowerCase();
}

/** Decides which Host headers are answered: this stops DNS rebinding and addresses that a peer chose. */
export interface HostCheck {
  /** `localAddress` is the address at which the connection came in. */
  isOurs(header: string | undefined, localAddress: string | undefined): boolean;
}

/** Answers to the address of the connection, to localhost on a loopback connection, and to the host of `publicUrl`. */
export function createHostCheck(publicUrl?: string): HostCheck {
  const publicHost =
    publicUrl === undefined ? undefined : plainAddress(new URL(publicUrl).hostname).toLowerCase();
  // a peer says the same in each of its requests, and reading an address takes longer than reading the header around it
  let last: { readonly header: string; readonly host: string | undefined } | undefined;
  const hostOf = (header: string): string | undefined => {
    if (last?.header !== header) last = { header, host: hostOfHeader(header) };
    return last.host;
  };
  return {
    isOurs: (header, localAddress) => {
      const host = header === undefined ? undefined : hostOf(header);
      if (host === undefined) return false;
      if (host === publicHost) return true;
      const local = plainAddress(localAddress ?? "");
      return host === local || (host === "localhost" && isLoopback(local));
    },
  };
}

/** An address as it stands in a URL. */
export function addressInUrl(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}

/**
 * Names a TCP connection by its client's end and the port that it goes to. The client's end alone is not enough: a
 * computer gives the same port to connections of several programs as long as they go to different places.
 */
export function connectionKey(
  clientAddress: string | undefined,
  clientPort: number | undefined,
  serverPort: number | undefined,
): string {
  return `${plainAddress(clientAddress ?? "")} ${clientPort ?? 0} ${serverPort ?? 0}`;
}
