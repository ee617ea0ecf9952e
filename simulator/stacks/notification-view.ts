import { decodeNotification, NOTIFICATION_TYPE, sessionIdText } from "../protocols/notification/index.ts";
import type { MessageView } from "./message-view.ts";

/** Package 0. Nothing in its octets marks it, so it is taken only by its media type or by name. */
export const notificationView: MessageView = {
  ids: ["notification"],
  matches: (contentType) => contentType === NOTIFICATION_TYPE,
  decode: (bytes) => {
    const { value, findings, tree } = decodeNotification(bytes);
    return {
      kind: "notification",
      summary: value
        ? `Package 0 for session ${sessionIdText(value.sessionId)} of ${value.serverId}`
        : "Package 0 that cannot be read",
      tree,
      findings,
      secrets: [],
      value,
    };
  },
};
