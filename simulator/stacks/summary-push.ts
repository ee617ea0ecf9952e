import {
  decodeNotification,
  decodePush,
  NOTIFICATION_TYPE,
  sessionIdText,
} from "../protocols/notification/index.ts";
import {
  decodeBootstrapPush,
  provisioningEncodingOf,
  provisioningTypes,
  readBootstrapType,
  readProvisioning,
  w7Accounts,
} from "../protocols/provisioning/index.ts";
import { dmEncodingOf } from "../protocols/syncml/index.ts";
import { mediaType, type Headers } from "../wire/http.ts";
import { readDmBootstrap } from "./bootstrap.ts";
import type { MessageSummary, SummaryBadge } from "./summary.ts";

const uiModes = ["not specified", "background", "informative", "user interaction"];
const PUSH_PDU = 0x06;

/** Title, badges and facts of a push: a notification or a bootstrap message, with or without its WSP header. */
export function summarisePush(headers: Headers, body: Uint8Array): MessageSummary {
  const media = mediaType(headers);
  if (isBootstrap(media)) return summariseBootstrap(headers["content-type"] ?? "", body);
  if (body[1] === PUSH_PDU) {
    const notification = decodePush(body).value;
    if (notification?.contentType === NOTIFICATION_TYPE) return summariseNotification(notification.body);
    const bootstrap = media === NOTIFICATION_TYPE ? undefined : decodeBootstrapPush(body).value;
    if (bootstrap && isBootstrap(readBootstrapType(bootstrap.contentType).mediaType))
      return summariseBootstrap(bootstrap.contentType, bootstrap.body);
  }
  return summariseNotification(body);
}

function isBootstrap(media: string): boolean {
  return (
    media === provisioningTypes.xml || media === provisioningTypes.wbxml || dmEncodingOf(media) === "wbxml"
  );
}

function summariseNotification(body: Uint8Array): MessageSummary {
  const { value, findings } = decodeNotification(body);
  const common = { title: "Package 0", codec: "Notification 1.2", ack: false, findings: findings.length };
  if (!value)
    return {
      ...common,
      summary: "cannot be read",
      badges: [{ text: "unreadable", tone: "fail" }],
      facts: { protocol: "notification", readable: false },
    };
  const session = sessionIdText(value.sessionId);
  return {
    ...common,
    summary: `session ${session} for ${value.serverId}, ${uiModes[value.uiMode] ?? "reserved mode"}`,
    badges: [
      { text: `session ${session}`, tone: "plain", title: "session that the device is asked to begin" },
    ],
    facts: {
      protocol: "notification",
      readable: true,
      sessionId: session,
      serverId: value.serverId,
      uiMode: value.uiMode,
    },
  };
}

/** A bootstrap message by the content type that it came with, SEC and MAC included. */
function summariseBootstrap(contentType: string, body: Uint8Array): MessageSummary {
  const { mediaType: media, sec, mac } = readBootstrapType(contentType);
  const kind = dmEncodingOf(media) === undefined ? "cp" : "dm";
  const { servers, readable, findings } = kind === "dm" ? dmProfile(body) : provisioning(body);
  const encoding = kind === "dm" || provisioningEncodingOf(body) === "wbxml" ? "wbxml" : "xml";
  const security = sec?.toUpperCase() ?? "none";
  const badges: SummaryBadge[] = [
    sec === undefined
      ? { text: "not secured", tone: "warn", title: "without a security method" }
      : { text: security, tone: "plain", title: "how the message is secured" },
  ];
  if (!readable) badges.push({ text: "unreadable", tone: "fail" });
  if (findings > 0) badges.push({ text: `${findings}`, tone: "warn", title: `${findings} findings` });
  const what = readable ? `account of ${servers.join(", ") || "no server"}` : "cannot be read";
  return {
    title: "Bootstrap",
    summary: `${what}, ${sec === undefined ? "not secured" : `secured by ${security}`}`,
    badges,
    codec: `${kind === "dm" ? "SyncML 1.2" : "Provisioning 1.1"} ${encoding.toUpperCase()}`,
    ack: false,
    facts: {
      protocol: "bootstrap",
      bootstrap: kind,
      readable,
      serverId: servers[0] ?? "",
      security: security.toLowerCase(),
      mac: mac !== undefined,
      encoding,
    },
    findings,
  };
}

interface Contents {
  readonly servers: readonly string[];
  readonly readable: boolean;
  /** Findings that weigh. */
  readonly findings: number;
}

function dmProfile(body: Uint8Array): Contents {
  const { value, findings } = readDmBootstrap(body);
  const serious = findings.filter(({ severity }) => severity !== "info").length;
  return { servers: value ? [value.serverId] : [], readable: value !== undefined, findings: serious };
}

function provisioning(body: Uint8Array): Contents {
  const { value, findings } = readProvisioning(body);
  const serious = findings.filter(({ severity }) => severity !== "info").length;
  const accounts = value ? w7Accounts(value).accounts : [];
  const servers = accounts.map(({ serverId, name }) => serverId ?? name ?? "?");
  return { servers, readable: value !== undefined, findings: serious };
}
