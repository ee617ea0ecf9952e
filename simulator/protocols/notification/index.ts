export {
  DIGEST_LENGTH,
  NOTIFICATION_TYPE,
  Package0,
  decodeNotification,
  encodeTrigger,
  sessionIdText,
  type DecodedNotification,
  type Notification,
  type Trigger,
} from "./package0.ts";
export {
  encodeNotification,
  notificationDigest,
  serverSecret,
  verifyDigest,
  type DigestVerdict,
  type MatchedNonce,
  type ServerSecret,
} from "./digest.ts";
export { PUSH_PORT, decodePush, encodePush, type DecodedPush, type PushUnit } from "./push-header.ts";
