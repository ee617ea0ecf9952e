import { decodeNotification, sessionIdText } from "../protocols/notification/index.ts";
import type { MessageSummary } from "./summary.ts";

const uiModes = ["not specified", "background", "informative", "user interaction"];

/** Title, badges and facts of a notification. */
export function summarisePush(body: Uint8Array): MessageSummary {
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
