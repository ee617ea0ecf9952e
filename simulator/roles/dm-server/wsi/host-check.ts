import type { HttpRequest } from "../../../wire/http.ts";
import type { Peer } from "../../../wire/role.ts";

/** Where the listener may be reached. */
export interface KnownHosts {
  /** Host names with port of the bound listeners. */
  readonly hosts: readonly string[];
  readonly publicUrl?: string | undefined;
}

/**
 * The base URL under which a request reached us, without a trailing slash and without the path of the endpoint; undefined
 * when its Host is none of ours. That stops DNS rebinding, and addresses in the WSDL that somebody else chose.
 */
export function verifiedBaseUrl(
  request: HttpRequest,
  peer: Peer,
  endpoint: string,
  { hosts, publicUrl }: KnownHosts,
): string | undefined {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const host = (request.headers["host"] ?? url?.host ?? "").toLowerCase();
  if (!url || !(peer.hostVerified === true || isOurs(host, hosts, publicUrl))) return undefined;
  if (publicUrl !== undefined) return publicUrl.replace(/\/$/, "");
  const place = url.pathname.lastIndexOf(endpoint);
  return `${peer.secure ? "https" : "http"}://${host}${place < 0 ? "" : url.pathname.slice(0, place)}`;
}

function isOurs(host: string, hosts: readonly string[], publicUrl: string | undefined): boolean {
  if (hosts.includes(host)) return true;
  if (publicUrl !== undefined && URL.canParse(publicUrl) && new URL(publicUrl).host === host) return true;
  return /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/.test(host);
}
