import type { DeviceCapabilities, DeviceManner } from "../inventory/device-record.ts";
import type { DeviceSession } from "./device-session.ts";
import type { SessionScope } from "./session-scope.ts";
import { note, type Turn } from "./turn.ts";

/** What is known of the client of a session's device. */
export function knowledgeOf(scope: SessionScope, session: DeviceSession): DeviceCapabilities {
  return scope.inventory.device(session.deviceId)?.capabilities ?? {};
}

/** True when the client was seen to do this. */
export function hasManner(scope: SessionScope, session: DeviceSession, manner: DeviceManner): boolean {
  return knowledgeOf(scope, session).manners?.includes(manner) ?? false;
}

/** Keeps what was learnt of a client; nothing is written where it was known. Of devices that proved themselves only. */
export function learn(
  scope: SessionScope,
  session: DeviceSession,
  change: Partial<DeviceCapabilities>,
  turn: Turn,
): void {
  const known = knowledgeOf(scope, session);
  const names = Object.keys(change) as (keyof DeviceCapabilities)[];
  if (!session.authenticated || !scope.inventory.device(session.deviceId)) return;
  if (names.every((name) => known[name] === change[name])) return;
  scope.inventory.update(session.deviceId, { capabilities: { ...known, ...change } }, turn.sink);
}

const sentences: Readonly<Record<DeviceManner, string>> = {
  "next-message-refused": "The device refuses Alert 1222 and goes on all the same.",
  "chunk-taken-whole":
    "The device took the first chunk for the whole value; large objects are not sent to it in chunks any more.",
  "status-only-closes":
    "The device closes on a message of Status only; it is kept waiting with a Get from now on.",
  "nonce-undecoded": "The device digests the base64 text of the nonce and not its octets.",
};

/** Keeps that a client was seen to do something, and says so the first time. */
export function learnManner(
  scope: SessionScope,
  session: DeviceSession,
  manner: DeviceManner,
  turn: Turn,
): void {
  if (hasManner(scope, session, manner)) return;
  learn(scope, session, { manners: [...(knowledgeOf(scope, session).manners ?? []), manner] }, turn);
  note(turn, {
    code: "device-manner",
    severity: "warning",
    text: sentences[manner],
    conversation: session.conversation,
    data: { manner },
  });
}
