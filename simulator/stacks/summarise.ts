import { utf8TextLenient } from "../core/bytes.ts";
import { MAC_HEADER } from "../protocols/dm-auth/index.ts";
import { dmEncodingOf, readDmMessage, type DmEncoding } from "../protocols/syncml/index.ts";
import { mediaType, type Headers } from "../wire/http.ts";
import type { Party } from "../wire/party.ts";
import type { Channel } from "../wire/role.ts";
import { summariseDm } from "./summary-dm.ts";
import { summarisePush } from "./summary-push.ts";
import { summariseUddi } from "./summary-uddi.ts";
import { summariseWsi } from "./summary-wsi.ts";
import type { Fact, MessageSummary, SummaryBadge } from "./summary.ts";
import { looksLikeWbxml } from "./wbxml-document.ts";
import { looksLikeXml } from "./xml-view.ts";

/** A message as it crosses, without its place in a journal. */
export interface CrossingMessage {
  readonly channel: Channel;
  readonly direction: "request" | "response" | "push";
  readonly from: Party;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly status?: number | undefined;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Names a message and states its facts. Never throws; what cannot be decoded is named by its envelope. */
export function summariseMessage(message: CrossingMessage): MessageSummary {
  switch (message.channel) {
    case "dm":
      return message.body.length > 0 ? summariseDmBody(message) : summariseHttp(message);
    case "push":
      return message.direction === "response"
        ? summariseHttp(message)
        : summarisePush(message.headers, message.body);
    case "uddi":
      return message.body.length > 0 ? summariseUddi(message.body, message.status) : summariseHttp(message);
    case "wsi":
    case "wsi-callback":
      return message.body.length > 0 && message.method !== "GET" && !isDescription(message)
        ? withCredentials(summariseWsi(message.body, message.status), message)
        : summariseHttp(message);
    case "http":
      return summariseHttp(message);
  }
}

/** States how the sender shows who it is: `cred` (`none`, `basic`, `username-token`, `username-token-digest`) and `tls`. */
function withCredentials(summary: MessageSummary, message: CrossingMessage): MessageSummary {
  if (message.direction !== "request") return summary;
  const tls = message.url?.startsWith("https:") === true;
  return { ...summary, facts: { ...summary.facts, cred: credentialOf(message), tls } };
}

/** Security headers stand in front of the body: so many octets are looked through. */
const SECURITY_WITHIN = 8192;

function credentialOf({ headers, body }: CrossingMessage): string {
  if (/^basic /i.test(headers["authorization"] ?? "")) return "basic";
  const head = utf8TextLenient(body.subarray(0, SECURITY_WITHIN));
  if (head.includes("#PasswordDigest")) return "username-token-digest";
  return head.includes("UsernameToken>") ? "username-token" : "none";
}

function summariseDmBody(message: CrossingMessage): MessageSummary {
  if (message.status !== undefined && message.status !== 200) return summariseHttp(message);
  const encoding = encodingOf(message);
  const { value, findings } = readDmMessage(encoding, message.body);
  if (value)
    return summariseDm(value, {
      fromDevice: message.from.role === "device",
      encoding,
      mac: message.headers[MAC_HEADER] !== undefined,
      findings: findings.filter((finding) => finding.severity !== "info").length,
    });
  return {
    title: "unreadable message",
    summary: findings[0]?.text ?? "not SyncML",
    badges: [{ text: "unreadable", tone: "fail" }],
    codec: mediaType(message.headers) || "unknown",
    ack: false,
    facts: { protocol: "syncml", readable: false, encoding },
    findings: findings.length,
  };
}

/** What the octets are counts for more than what the header says. */
function encodingOf({ headers, body }: CrossingMessage): DmEncoding {
  if (looksLikeXml(body)) return "xml";
  return looksLikeWbxml(body) ? "wbxml" : (dmEncodingOf(mediaType(headers)) ?? "xml");
}

/** Documents that are fetched, and answers that hold no message of a protocol. */
function summariseHttp(message: CrossingMessage): MessageSummary {
  const { status, url, direction } = message;
  const facts: Record<string, Fact> = { protocol: "http" };
  const badges: SummaryBadge[] = [];
  if (status !== undefined) {
    facts["status"] = status;
    badges.push({ text: String(status), tone: status >= 400 ? "fail" : "plain" });
  }
  const document = documentOf(message);
  if (document) facts["document"] = document;
  if (document === "package" && direction === "response") facts["size"] = message.body.length;
  const path = url !== undefined && URL.canParse(url) ? `${new URL(url).pathname}${new URL(url).search}` : "";
  return {
    title: titleOf(message, document, path),
    summary: path,
    badges,
    codec: "HTTP",
    ack: status !== undefined && status < 300 && message.body.length === 0,
    facts,
    findings: 0,
  };
}

type FetchedDocument = "wsdl" | "xsd" | "package";

const titles: Readonly<Record<FetchedDocument, string>> = { wsdl: "WSDL", xsd: "schema", package: "package" };

function titleOf(
  { direction, method, status, body }: CrossingMessage,
  document: FetchedDocument | undefined,
  path: string,
): string {
  if (direction === "request")
    return document ? `Fetch ${titles[document]}` : `${method ?? ""} ${path}`.trim() || "request";
  if (document === "package") return `Package download, ${sizeText(body.length)}`;
  return document ? titles[document] : `HTTP ${status ?? ""}`.trim();
}

function sizeText(octets: number): string {
  if (octets < 1024) return `${octets} octets`;
  const kilo = octets / 1024;
  return kilo < 1024 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

function documentOf(message: CrossingMessage): FetchedDocument | undefined {
  const { channel, direction, status, url, body } = message;
  if (direction === "request") {
    if (url === undefined || !URL.canParse(url)) return undefined;
    const { search, pathname } = new URL(url);
    if (search.toLowerCase().startsWith("?wsdl")) return "wsdl";
    if (search.toLowerCase().startsWith("?xsd")) return "xsd";
    return channel === "http" && /(?:^|\/)packages\//.test(pathname) ? "package" : undefined;
  }
  const described = rootDocument(body);
  if (described || direction === "push") return described;
  // what a device fetches by plain HTTP is a package
  const came = status !== undefined && status >= 200 && status < 300 && body.length > 0;
  return channel === "http" && came ? "package" : undefined;
}

function isDescription(message: CrossingMessage): boolean {
  return message.direction === "response" && rootDocument(message.body) !== undefined;
}

/** Names of the two documents stand near their beginning; a WSDL may hold a schema, so it is looked for first. */
function rootDocument(body: Uint8Array): "wsdl" | "xsd" | undefined {
  let head = "";
  for (const byte of body.subarray(0, 400)) head += String.fromCharCode(byte);
  if (/<(?:[\w.-]+:)?definitions[\s>]/.test(head)) return "wsdl";
  return /<(?:[\w.-]+:)?schema[\s>]/.test(head) ? "xsd" : undefined;
}
