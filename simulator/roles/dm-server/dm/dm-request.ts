import { utf8 } from "../../../core/bytes.ts";
import type { Finding } from "../../../core/finding.ts";
import { readSyncML, type SyncML } from "../../../protocols/syncml/index.ts";
import { isCoded, mediaType, type HttpRequest, type HttpResponse } from "../../../wire/http.ts";
import { DM_XML, TOKEN_PARAMETER } from "./response.ts";

/** Longest address of a device that is served, in characters (contract, 12). */
const LONGEST_LOCURI = 4096;
/** Longest SessionID or MsgID; the protocol has four characters and numbers. */
const LONGEST_ID = 32;

/** A request to the DM endpoint as far as HTTP and the message's form go. */
export type DmRequest =
  | { readonly kind: "message"; readonly message: SyncML; readonly token: string | undefined }
  | {
      readonly kind: "rejected";
      readonly response: HttpResponse;
      readonly code: string;
      readonly text: string;
      readonly findings: readonly Finding[];
    };

/** Reads a request (HTTP binding, DM Protocol 1.2): POST, the DM media type, one readable message. Never throws. */
export function readDmRequest(request: HttpRequest, messageSize: number): DmRequest {
  if (request.method !== "POST")
    return rejected(405, "dm-method", `A DM message is sent with POST, not ${request.method}.`, {
      allow: "POST",
    });
  const type = mediaType(request.headers);
  if (type !== DM_XML)
    return rejected(
      415,
      "dm-media-type",
      `The media type ${type || "(none)"} is not served here; ${DM_XML} is.`,
    );
  if (isCoded(request.headers))
    return rejected(415, "dm-coding", "A body with Content-Encoding is not read here.", {
      "accept-encoding": "identity",
    });
  if (request.body.length > messageSize)
    return rejected(413, "dm-message-size", `The message is larger than ${messageSize} octets.`);
  const { value, findings } = readSyncML(request.body, { bytes: messageSize });
  const broken = findings.find((finding) => finding.severity === "error" && finding.code.startsWith("xml/"));
  if (findings.some(({ code }) => code === "xml/reader-failed"))
    return rejected(500, "dm-unreadable", "The message could not be read by this DM server.", {}, findings);
  if (!value || broken)
    return rejected(400, "dm-unreadable", broken?.text ?? "The body is not a SyncML message.", {}, findings);
  const { SessionID, MsgID, Source } = value.SyncHdr;
  const lengths = [SessionID.length, MsgID.length, Source.LocURI.length];
  if (lengths.includes(0) || Math.max(SessionID.length, MsgID.length) > LONGEST_ID)
    return rejected(400, "dm-header", "The header names no session, message or source.", {}, findings);
  if (Source.LocURI.length > LONGEST_LOCURI)
    return rejected(400, "dm-header", "The address of the source is too long.", {}, findings);
  return { kind: "message", message: value, token: tokenOf(request.url) };
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
