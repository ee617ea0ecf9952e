import type { IncomingMessage } from "node:http";
import { addressInUrl, plainAddress, type HostCheck } from "./host-name.ts";
import { isSecure } from "./tls-server.ts";

/** Where a request wants to go. */
export interface Destination {
  /** Host and port that it names; the address of the connection for HTTP/1.0, which need not name any. */
  readonly authority: string;
  /** Path and query; anything else that stood there as the target. */
  readonly target: string;
  /** The target named the host too (RFC 9112, 3.2.2), and stands for the Host header. */
  readonly isAbsolute: boolean;
}

/** Why a request is not let in. */
export interface Refusal {
  readonly status: number;
  /** Code of the note in the journal. */
  readonly code: "http/refused" | "http/too-large";
  readonly text: string;
}

/** Reads the target in each of the forms that a server takes (RFC 9112, 3.2). */
export function destinationOf(request: IncomingMessage): Destination {
  const target = request.url ?? "";
  if (target.startsWith("/"))
    return { authority: request.headers.host ?? ownAuthority(request), target, isAbsolute: false };
  const [, scheme, authority, rest] = /^(https?):\/\/([^/?#]*)(.*)$/i.exec(target) ?? [];
  const isOurScheme = scheme?.toLowerCase() === (isSecure(request.socket) ? "https" : "http");
  if (isOurScheme && authority !== undefined && rest !== undefined)
    return { authority, target: rest.startsWith("/") ? rest : `/${rest}`, isAbsolute: true };
  return { authority: request.headers.host ?? ownAuthority(request), target, isAbsolute: false };
}

/** Address and port at which a request came in. */
export function ownAuthority({ socket }: IncomingMessage): string {
  return `${addressInUrl(plainAddress(socket.localAddress ?? ""))}:${socket.localPort ?? 0}`;
}

/** Judges a request by its head. `bodyLimit` gives the octets that a target takes, or undefined where nothing listens. */
export function refusalOf(
  request: IncomingMessage,
  hosts: HostCheck,
  bodyLimit: (target: string) => number | undefined,
): Refusal | undefined {
  const { authority, target } = destinationOf(request);
  const named = countHosts(request.rawHeaders);
  if (named > 1) return refused(400, "The request has more than one Host.");
  // HTTP/1.0 knows no Host. A web page's request always has one, so this opens no door to DNS rebinding.
  if (named === 0 && request.httpVersion !== "1.0") return refused(400, "The request has no Host.");
  if (!hosts.isOurs(authority, request.socket.localAddress))
    return refused(421, "This host does not answer to that name.");
  if (request.headers.origin !== undefined)
    return refused(403, "Requests of web pages are not answered here.");
  if (!target.startsWith("/")) return refused(400, "The request target is not a path.");
  const limit = bodyLimit(target);
  if (limit === undefined) return refused(404, "Nothing listens at this path.");
  return Number(request.headers["content-length"] ?? 0) > limit ? tooLarge(limit) : undefined;
}

/** Host fields of a request; names and values alternate. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") count++;
  }
  return count;
}

/** Refuses a body that is longer than a number of octets. */
export function tooLarge(limit: number): Refusal {
  return { status: 413, code: "http/too-large", text: `The body is longer than ${limit} octets.` };
}

/** Refuses with a status of HTTP. */
export function refused(status: number, text: string): Refusal {
  return { status, code: "http/refused", text };
}
