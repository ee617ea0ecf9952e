import { utf8 } from "../../../core/bytes.ts";
import type { Finding } from "../../../core/finding.ts";
import { MAC_HEADER } from "../../../protocols/dm-auth/index.ts";
import {
  dmEncodingOf,
  dmMediaTypes,
  readDmMessage,
  type DmEncoding,
  type SyncML,
  type UnknownCommand,
} from "../../../protocols/syncml/index.ts";
import { isCoded, mediaType, type HttpRequest, type HttpResponse } from "../../../wire/http.ts";
import { TOKEN_PARAMETER } from "./response.ts";

/** Longest address of a device that is served, in characters (contract, 12). */
const LONGEST_LOCURI = 4096;
/** Longest SessionID or MsgID; the protocol has four characters and numbers. */
const LONGEST_ID = 32;

/** A message as it came: what it says, its octets, and how it travelled. */
export interface ReceivedMessage {
  readonly message: SyncML;
  /** The body exactly as transmitted, for the MAC and for recognising a repetition. */
  readonly body: Uint8Array;
  readonly encoding: DmEncoding;
  /** Media type under which it came; the response goes out under the same. */
  readonly mediaType: string;
  /** Value of `x-syncml-hmac`. */
  readonly mac: string | undefined;
  /** What stood among its commands and is none of DM. */
  readonly unknownCommands: readonly UnknownCommand[];
  /** Address at which it came over HTTPS, without its query. */
  readonly secureUrl?: string | undefined;
  readonly findings: readonly Finding[];
}

/** A request to the DM endpoint as far as HTTP and the message's form go. */
export type DmRequest =
  | { readonly kind: "message"; readonly received: ReceivedMessage; readonly token: string | undefined }
  | {
      readonly kind: "rejected";
      readonly response: HttpResponse;
      readonly code: string;
      readonly text: string;
      readonly findings: readonly Finding[];
    };

/** Reads a request (HTTP binding, DM Protocol 1.2): POST, a SyncML media type, one readable message. Never throws. */
export function readDmRequest(request: HttpRequest, messageSize: number): DmRequest {
  const { method, headers, body } = request;
  if (method !== "POST")
    return rejected(405, "dm-method", `A DM message is sent with POST, not ${method}.`, {
      allow: "POST",
    });
  const type = mediaType(headers);
  const encoding = type === "" ? sniffed(body) : dmEncodingOf(type);
  if (!encoding)
    return rejected(
      415,
      "dm-media-type",
      `The media type ${type || "(none)"} is not served here; ${Object.values(dmMediaTypes).join(" and ")} are.`,
      { accept: Object.values(dmMediaTypes).join(", ") },
    );
  if (isCoded(headers))
    return rejected(415, "dm-coding", "A body with Content-Encoding is not read here.", {
      "accept-encoding": "identity",
    });
  if (body.length > messageSize)
    return rejected(413, "dm-message-size", `The message is larger than ${messageSize} octets.`);
  const { value, findings, unknownCommands } = readDmMessage(encoding, body);
  const broken = findings.find(
    ({ severity, code }) => severity === "error" && (code.startsWith("xml/") || code.startsWith("wbxml/")),
  );
  if (findings.some(({ code }) => code.endsWith("/reader-failed")))
    return rejected(500, "dm-unreadable", "The message could not be read by this DM server.", {}, findings);
  if (!value || broken)
    return rejected(400, "dm-unreadable", broken?.text ?? "The body is not a SyncML message.", {}, findings);
  const { SessionID, MsgID, Source } = value.SyncHdr;
  const lengths = [SessionID.length, MsgID.length, Source.LocURI.length];
  if (lengths.includes(0) || Math.max(SessionID.length, MsgID.length) > LONGEST_ID)
    return rejected(400, "dm-header", "The header names no session, message or source.", {}, findings);
  if (Source.LocURI.length > LONGEST_LOCURI)
    return rejected(400, "dm-header", "The address of the source is too long.", {}, findings);
  return {
    kind: "message",
    token: tokenOf(request.url),
    received: {
      message: value,
      body,
      encoding,
      mediaType: type === "" ? dmMediaTypes[encoding] : type,
      mac: headers[MAC_HEADER],
      unknownCommands,
      findings,
    },
  };
}

/** Encoding of a body that came without a media type: WBXML begins with its version, 1.0 to 1.3. */
function sniffed(body: Uint8Array): DmEncoding | undefined {
  const [first] = body;
  if (first === undefined) return undefined;
  return first <= 3 ? "wbxml" : "xml";
}

/** Plain answer of the transport; protocol outcomes travel with 200. */
export function plainResponse(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
    body: utf8(`${text}\n`),
  };
}

function rejected(
  status: number,
  code: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
  findings: readonly Finding[] = [],
): DmRequest {
  return { kind: "rejected", response: plainResponse(status, text, headers), code, text, findings };
}

function tokenOf(url: string): string | undefined {
  const query = url.indexOf("?");
  if (query < 0) return undefined;
  return new URLSearchParams(url.slice(query + 1)).get(TOKEN_PARAMETER) ?? undefined;
}
