import type { TerminateSession, TerminateSessionResponseInput } from "../../../../protocols/wsi/index.ts";
import type { Answer, Call } from "../call.ts";
import { endTimer } from "../deferred.ts";
import { ackOf } from "../operation-log.ts";
import type { TunnelRecord } from "../records.ts";
import { serviceRefusal } from "../refusal.ts";
import { isSessionOver } from "../tunnel.ts";

/** F2.16: closes or aborts a session. The acknowledgement names the operation that opened it. */
export function terminateSession(
  request: TerminateSession,
  call: Call,
): Answer<TerminateSessionResponseInput> {
  const { room, turn } = call;
  const tunnel = ownTunnel(request.sessionId, call);
  const operation = room.log.get(tunnel.operationId);
  if (!operation) throw serviceRefusal("SVC0201", [request.sessionId]);
  const { conversation } = operation;
  const ack = ackOf(operation);
  if (isSessionOver(tunnel.state))
    return {
      response: { ack: { ...ack, state: "rejected", reason: `the session is ${tunnel.state}` } },
      conversation,
    };
  room.tunnels.put(tunnel.sessionId, {
    ...tunnel,
    state: "ending",
    ...(request.abort ? { abort: true } : {}),
  });
  turn.emit({ type: "timer.arm", timer: endTimer(tunnel.operationId), due: turn.moment.now });
  return { response: { ack }, conversation };
}

/** The caller's session; somebody else's is as unknown as one that never was (SVC0201). */
export function ownTunnel(sessionId: string, { room, owner }: Call): TunnelRecord {
  const tunnel = room.tunnels.get(sessionId);
  if (tunnel?.owner !== owner) throw serviceRefusal("SVC0201", [sessionId]);
  return tunnel;
}
