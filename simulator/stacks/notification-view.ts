import type { Range } from "../core/finding.ts";
import {
  decodeNotification,
  decodePush,
  DIGEST_LENGTH,
  NOTIFICATION_TYPE,
  sessionIdText,
  type DecodedNotification,
} from "../protocols/notification/index.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";

const PUSH_PDU = 0x06;
/** The trigger without its server identifier. */
const HEADER_LENGTH = 8;

/** Package 0, alone or in a WSP push. */
export const notificationView: MessageView = {
  ids: ["notification"],
  matches: (contentType, bytes) => contentType === NOTIFICATION_TYPE || looksLikeNotification(bytes),
  decode: (bytes) => {
    const push = bytes[1] === PUSH_PDU ? decodePush(bytes) : undefined;
    if (!push?.value || push.value.contentType !== NOTIFICATION_TYPE) {
      const decoded = decodeNotification(bytes);
      return viewed(decoded, decoded.tree, "");
    }
    const decoded = decodeNotification(push.value.body);
    const { tree } = push;
    const offset = (bytes.length - push.value.body.length) * 8;
    const inside = moved(decoded.tree, offset);
    const whole: DecodedNode = {
      ...tree,
      children: [...tree.children.filter(({ name }) => name !== "body"), { ...inside, label: "package 0" }],
    };
    const findings = [...push.findings, ...decoded.findings.map((finding) => movedFinding(finding, offset))];
    return { ...viewed(decoded, whole, " in a WSP push"), findings };
  },
};

function viewed({ value, findings }: DecodedNotification, tree: DecodedNode, where: string): ViewedMessage {
  return {
    kind: "notification",
    summary: value
      ? `Package 0${where} for session ${sessionIdText(value.sessionId)} of ${value.serverId}`
      : `Package 0${where} that cannot be read`,
    tree,
    findings,
    secrets: [],
    value,
  };
}

/**
 * True for octets that can hardly be anything else: a push of the media type, or a header with a version that is met, 27
 * bits of zero and the length of a server identifier that is text.
 */
function looksLikeNotification(bytes: Uint8Array): boolean {
  if (bytes[1] === PUSH_PDU && decodePush(bytes).value?.contentType === NOTIFICATION_TYPE) return true;
  if (bytes.length < DIGEST_LENGTH + HEADER_LENGTH + 1) return false;
  const { value } = decodeNotification(bytes.subarray(0, DIGEST_LENGTH + HEADER_LENGTH + 255));
  if (!value || value.version < 10 || value.version > 12 || value.sessionId === 0) return false;
  const zeros = [18, 19, 20].every((at) => bytes[at] === 0) && ((bytes[17] ?? 0) & 0x07) === 0;
  return zeros && /^[\x21-\x7e]+$/.test(value.serverId);
}

/** A node and what is in it, further on in the message. */
function moved(node: DecodedNode, offset: number): DecodedNode {
  return {
    ...node,
    range: movedRange(node.range, offset),
    ...(node.valueRange ? { valueRange: movedRange(node.valueRange, offset) } : {}),
    findings: node.findings.map((finding) => movedFinding(finding, offset)),
    children: node.children.map((child) => moved(child, offset)),
  };
}

function movedFinding<F extends { readonly range?: Range | undefined }>(finding: F, offset: number): F {
  return finding.range ? { ...finding, range: movedRange(finding.range, offset) } : finding;
}

function movedRange({ unit, start, end }: Range, offset: number): Range {
  return { unit, start: start + offset, end: end + offset };
}
