import { equalBytes } from "../../../core/bytes.ts";
import type { SyncHdr, SyncML } from "../../../protocols/syncml/index.ts";
import { managementAlert } from "./client-commands.ts";
import { normalSessionId, sessionKey, type DeviceSession } from "./device-session.ts";
import type { SessionScope } from "./session-scope.ts";

/** Where a message belongs. */
export type Place =
  | { readonly kind: "session"; readonly session: DeviceSession }
  /** The same octets under the same MsgID: the stored response is due again. */
  | { readonly kind: "repetition"; readonly session: DeviceSession }
  | { readonly kind: "new" }
  /** The session is over; only statuses are left to say. */
  | { readonly kind: "over"; readonly session: DeviceSession }
  /** Somebody else's message under a session's address. */
  | { readonly kind: "impostor" }
  /** The address is none of a session. */
  | { readonly kind: "nowhere" };

/**
 * Finds the session of a message: by the token of its address, else by device and SessionID. Where sessions have
 * addresses, only a Package 1 may come without one.
 */
export function findPlace(
  scope: SessionScope,
  message: SyncML,
  body: Uint8Array,
  token: string | undefined,
  deviceId: string,
): Place {
  const header = message.SyncHdr;
  const begins = managementAlert(message) !== undefined;
  const byToken = token === undefined ? undefined : scope.table.byToken(token);
  const session = byToken ?? scope.table.byKey(sessionKey(deviceId, header.SessionID));
  if (!session) return token !== undefined && !begins ? { kind: "nowhere" } : { kind: "new" };
  if (session.received === 0 && !session.stepper.done) return { kind: "session", session }; // notified
  if (byToken && !sameParties(session, header, deviceId)) return { kind: "impostor" };
  // a device that begins again with the same octets after its session was over wants a new one
  const anew = session.stepper.done && begins && !byToken;
  if (!anew && repeats(session, header, body)) return { kind: "repetition", session };
  if (session.stepper.done) return begins ? { kind: "new" } : { kind: "over", session };
  if (byToken || !scope.settings.respUri) return { kind: "session", session };
  return begins ? { kind: "new" } : { kind: "nowhere" };
}

function sameParties(session: DeviceSession, header: SyncHdr, deviceId: string): boolean {
  return (
    session.deviceId === deviceId && normalSessionId(session.sessionId) === normalSessionId(header.SessionID)
  );
}

function repeats(session: DeviceSession, header: SyncHdr, body: Uint8Array): boolean {
  const last = session.lastRequest;
  return last !== undefined && last.msgId === header.MsgID && equalBytes(last.body, body);
}
