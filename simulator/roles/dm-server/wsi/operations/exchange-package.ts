import type { ExchangePackage, ExchangePackageResponseInput } from "../../../../protocols/wsi/index.ts";
import { replyOf, type Answer, type Call } from "../call.ts";
import { startTimer } from "../deferred.ts";
import { toJson } from "../../json-value.ts";
import { ackOf } from "../operation-log.ts";
import { packageEncoding, packageTypes, readPackage } from "../package-codec.ts";
import { serviceRefusal } from "../refusal.ts";
import { ownTunnel } from "./terminate-session.ts";

/** F2.12: the commands of a package 2 for the device of a session; a package without commands closes it. */
export function exchangePackage(request: ExchangePackage, call: Call): Answer<ExchangePackageResponseInput> {
  const { room, turn, owner, registration } = call;
  const tunnel = ownTunnel(request.sessionId, call);
  if (tunnel.state !== "established") throw serviceRefusal("SVC0202", [tunnel.sessionId, tunnel.state]);
  const encoding = packageEncoding(request.contentType);
  if (!encoding)
    throw serviceRefusal("SVC0205", [request.contentType, Object.values(packageTypes).join(", ")]);
  const read = readPackage(request.package, encoding, room.limits.locUri);
  const refusal = room.policy.accesses(call.caller, read.accesses);
  if (refusal) throw refusal;
  const conversation = room.log.get(tunnel.operationId)?.conversation;
  const operation = room.log.accept(
    {
      operation: "ExchangePackage",
      owner,
      targeted: 1,
      deviceId: tunnel.deviceId,
      sessionId: tunnel.sessionId,
      conversation,
      reply: replyOf(call.addressing, registration?.endpoint),
      expiresAt: tunnel.expiresAt,
      commands: read.commands.map(toJson),
    },
    turn,
  );
  const { operationId } = operation;
  const closing = read.commands.length === 0;
  const exchange = { operationId, msgId: read.msgId, cmdIds: read.cmdIds };
  room.tunnels.put(
    tunnel.sessionId,
    closing ? { ...tunnel, state: "ending" } : { ...tunnel, state: "exchanging", exchange },
  );
  turn.emit({
    type: "note",
    code: "tunnel-package",
    severity: "info",
    text: `${read.commands.length} commands taken from the package; the rest is the DM server's`,
    conversation,
    exchange: call.exchange,
    findings: read.findings,
  });
  turn.emit({ type: "timer.arm", timer: startTimer(operationId), due: turn.moment.now });
  return { response: { ack: ackOf(operation) }, conversation };
}
