import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { utf8 } from "../core/bytes.ts";
import { versionOfMediaType } from "../protocols/soap/index.ts";
import { faultResponse } from "../stacks/wsi-faults.ts";
import { mediaType, type HttpRequest, type HttpResponse } from "../wire/http.ts";
import type { Channel } from "../wire/role.ts";
import { plainAddress } from "./host-name.ts";
import type { Refusal } from "./http-door.ts";

/** Channels whose peers read SOAP. */
const soapChannels: ReadonlySet<Channel> = new Set<Channel>(["wsi", "wsi-callback", "uddi"]);

/** The answer to a request that is not let in: a fault where a SOAP message was too long, else a line of text. */
export function refusalResponse(
  { status, text }: Refusal,
  channel: Channel,
  { headers, method }: HttpRequest,
): HttpResponse {
  const close = { connection: "close" };
  if (status === 413 && method === "POST" && soapChannels.has(channel)) {
    const version = versionOfMediaType(mediaType(headers)) ?? "1.1";
    const fault = faultResponse(version, { code: "Client", text });
    return { ...fault, status, headers: { ...fault.headers, ...close } };
  }
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...close },
    body: utf8(`${text}\n`),
  };
}

/** What came over a connection and is no HTTP. */
export interface MalformedRequest {
  readonly address: string;
  /** Status of the answer. */
  readonly status: number;
  readonly text: string;
  /** The first octets of what was read last, up to {@link SAMPLE}. */
  readonly octets: Uint8Array;
}

/** Octets of malformed input that are kept. */
export const SAMPLE = 1024;

const malformedStatus: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Answers what is no HTTP and ends the connection; undefined when nobody is there any more. */
export function answerMalformed(
  error: NodeJS.ErrnoException & { readonly rawPacket?: Uint8Array },
  socket: Duplex & { readonly remoteAddress?: string },
): MalformedRequest | undefined {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const status = malformedStatus[error.code ?? ""] ?? 400;
  endWith(socket, { status, headers: { connection: "close" }, body: new Uint8Array(0) });
  return {
    address: plainAddress(socket.remoteAddress ?? ""),
    status,
    text: error.message,
    octets: Uint8Array.from(error.rawPacket?.subarray(0, SAMPLE) ?? []),
  };
}

/** Writes an answer to a connection that has left the HTTP server's hands, and ends it. */
export function endWith(socket: Duplex, { status, headers, body }: HttpResponse): void {
  const fields = Object.entries({ ...headers, "content-length": String(body.length) });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines}\r\n`);
  socket.end(body);
}

/** Octets as text: printable ASCII as it is, everything else as `\xNN`. */
export function escapedOctets(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) {
    const isPlain = octet >= 0x20 && octet < 0x7f && octet !== 0x5c;
    text += isPlain ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, "0")}`;
  }
  return text;
}
