import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import {
  binaryText,
  bits,
  decodeBinary,
  encodeBinary,
  lengthOf,
  octets,
  reserved,
  type BinaryValue,
} from "../../schema/binary.ts";
import type { DecodedNode } from "../../schema/inspect.ts";

/** Octets of the digest at the start of the message; the trigger is everything after it. */
export const DIGEST_LENGTH = 16;

/** Media type of package 0. */
export const NOTIFICATION_TYPE = "application/vnd.syncml.notification";

const clause = spec("dm-not", "6 Package 0");

const versions: Readonly<Record<number, string>> = {
  10: "version 1.0",
  11: "version 1.1",
  12: "version 1.2",
};
const uiModes = ["not specified", "background", "informative", "user interaction"] as const;

/** Bit layout of package 0 (DM Notification 1.2, 6): one declaration for encoder, decoder and inspector. */
export const Package0 = {
  digest: octets(DIGEST_LENGTH, { label: "digest", spec: clause }),
  version: bits(10, { label: "version in tenths", meaning: (value) => versions[value], spec: clause }),
  uiMode: bits(2, { label: "user interaction mode", meaning: (value) => uiModes[value], spec: clause }),
  initiator: bits(1, {
    label: "initiator",
    meaning: (value) => (value === 1 ? "server" : "client"),
    spec: clause,
  }),
  futureUse: reserved(27, { label: "future use", spec: clause }),
  sessionId: bits(16, { label: "session number", spec: clause }),
  serverIdLength: lengthOf("serverId", 8, { label: "length of the server identifier", spec: clause }),
  serverId: binaryText({ label: "server identifier", spec: clause }),
  vendorBody: octets("rest", { label: "vendor specific body", spec: clause }),
} as const;

/** A notification as read. `uiMode` 0 not specified, 1 background, 2 informative, 3 user interaction; `initiator` 1 = server. */
export type Notification = BinaryValue<typeof Package0>;

/** What is said in a notification, without its digest. */
export interface Trigger {
  /** Version in tenths: 10, 11 or 12; 11 by default. */
  readonly version?: number | undefined;
  readonly uiMode?: number | undefined;
  /** 0 client, 1 server; server by default. */
  readonly initiator?: number | undefined;
  /** 1 to 65535. */
  readonly sessionId: number;
  /** 1 to 255 octets of UTF-8. */
  readonly serverId: string;
  readonly vendorBody?: Uint8Array | undefined;
}

/** Result of reading a notification. `trigger` holds the octets that the digest covers. */
export interface DecodedNotification {
  /** Present when every field could be read. */
  readonly value: Notification | undefined;
  readonly trigger: Uint8Array;
  readonly findings: readonly Finding[];
  readonly tree: DecodedNode;
}

/** Octets of the trigger: header, server identifier and vendor body. Throws `binary/out-of-range` for wrong values. */
export function encodeTrigger(trigger: Trigger): Uint8Array {
  const { digest: _digest, ...layout } = Package0;
  return encodeBinary(layout, {
    version: trigger.version ?? 11,
    uiMode: trigger.uiMode ?? 0,
    initiator: trigger.initiator ?? 1,
    sessionId: trigger.sessionId,
    serverId: trigger.serverId,
    vendorBody: trigger.vendorBody ?? new Uint8Array(0),
  });
}

/** Reads package 0. Never throws. */
export function decodeNotification(bytes: Uint8Array): DecodedNotification {
  const decoded = decodeBinary("Notification", Package0, bytes);
  const { tree } = decoded;
  const trigger = bytes.slice(Math.min(DIGEST_LENGTH, bytes.length));
  if (!decoded.complete) return { value: undefined, trigger, findings: decoded.findings, tree };
  const extra: Finding[] = [];
  const { sessionId, serverId } = decoded.value;
  if (sessionId === 0)
    extra.push(
      problem(
        "notification/session-id",
        "The session id is 0; allowed are 0x0001 to 0xFFFF.",
        tree,
        "sessionId",
      ),
    );
  if (serverId.length === 0)
    extra.push(problem("notification/server-id", "The server identifier is empty.", tree, "serverIdLength"));
  return {
    value: decoded.value,
    trigger,
    findings: [...decoded.findings, ...extra],
    tree: extra.length === 0 ? tree : { ...tree, findings: [...tree.findings, ...extra] },
  };
}

/** SessionID of Package 1 that answers a notification: upper-case hexadecimal without leading zeros. */
export function sessionIdText(sessionId: number): string {
  return sessionId.toString(16).toUpperCase();
}

function problem(code: string, text: string, tree: DecodedNode, field: string): Finding {
  const range = tree.children.find((child) => child.name === field)?.range;
  return { severity: "error", code, text, range, spec: clause };
}
