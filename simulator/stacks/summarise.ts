import { readSyncML } from "../protocols/syncml/index.ts";
import { mediaType, type Headers } from "../wire/http.ts";
import type { Party } from "../wire/party.ts";
import type { Channel } from "../wire/role.ts";
import { summariseDm } from "./summary-dm.ts";
import { summarisePush } from "./summary-push.ts";
import { summariseUddi } from "./summary-uddi.ts";
import { summariseWsi } from "./summary-wsi.ts";
import type { Fact, MessageSummary, SummaryBadge } from "./summary.ts";

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
      return summarisePush(message.body);
    case "uddi":
      return message.body.length > 0 ? summariseUddi(message.body, message.status) : summariseHttp(message);
    case "wsi":
    case "wsi-callback":
      return message.body.length > 0 && message.method !== "GET" && !isDescription(message)
        ? summariseWsi(message.body, message.status)
        : summariseHttp(message);
    case "http":
      return summariseHttp(message);
  }
}

function summariseDmBody(message: CrossingMessage): MessageSummary {
  if (message.status !== undefined && message.status !== 200) return summariseHttp(message);
  const { value, findings } = readSyncML(message.body);
  const serious = findings.filter((finding) => finding.severity !== "info").length;
  if (value) {
    const codec = `SyncML ${value.SyncHdr.VerDTD} ${mediaType(message.headers).endsWith("wbxml") ? "WBXML" : "XML"}`;
    return summariseDm(value, message.from.role === "device", codec, serious);
  }
  return {
    title: "unreadable message",
    summary: findings[0]?.text ?? "not SyncML",
    badges: [{ text: "unreadable", tone: "fail" }],
    codec: mediaType(message.headers) || "unknown",
    ack: false,
    facts: { protocol: "syncml", readable: false },
    findings: findings.length,
  };
}

/** Documents that are fetched, and answers that hold no message of a protocol. */
function summariseHttp(message: CrossingMessage): MessageSummary {
  const { status, url, method, direction } = message;
  const facts: Record<string, Fact> = { protocol: "http" };
  const badges: SummaryBadge[] = [];
  if (status !== undefined) {
    facts["status"] = status;
    badges.push({ text: String(status), tone: status >= 400 ? "fail" : "plain" });
  }
  const document = documentOf(message);
  if (document) facts["document"] = document;
  const path = url !== undefined && URL.canParse(url) ? `${new URL(url).pathname}${new URL(url).search}` : "";
  return {
    title:
      direction === "request"
        ? document
          ? `Fetch ${titles[document]}`
          : `${method ?? ""} ${path}`.trim() || "request"
        : document
          ? titles[document]
          : `HTTP ${status ?? ""}`.trim(),
    summary: path,
    badges,
    codec: "HTTP",
    ack: status !== undefined && status < 300 && message.body.length === 0,
    facts,
    findings: 0,
  };
}

const titles = { wsdl: "WSDL", xsd: "schema" } as const;

function documentOf(message: CrossingMessage): "wsdl" | "xsd" | undefined {
  if (message.direction === "request") {
    const search =
      message.url !== undefined && URL.canParse(message.url) ? new URL(message.url).search.toLowerCase() : "";
    return search.startsWith("?wsdl") ? "wsdl" : search.startsWith("?xsd") ? "xsd" : undefined;
  }
  return isDescription(message) ? rootDocument(message.body) : undefined;
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
