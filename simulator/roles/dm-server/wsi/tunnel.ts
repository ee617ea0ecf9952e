import type { DmEncoding } from "../../../protocols/syncml/index.ts";
import type { ReferencedCommand, SessionReport } from "../ports.ts";
import { fromJson, toJson } from "../json-value.ts";
import { callerOf } from "./delegation/via.ts";
import { accessesOfDeviceCommand } from "./device-accesses.ts";
import { noTotals } from "./operation-log.ts";
import { packageEncoding, packageOne, packageThree } from "./package-codec.ts";
import type { OperationRecord, TunnelRecord, TunnelState } from "./records.ts";
import { deviceResult } from "./results.ts";
import type { Room } from "./room.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";

/*
 * Sessions whose packages are tunnelled (contract, section 8). What an External System asked for is first committed and
 * acknowledged, and handed to the device's side in an event of its own (a timer that is due at once): a request whose
 * commit fails has then touched no session.
 */

const over: ReadonlySet<TunnelState> = new Set(["closed", "refused", "aborted", "timed-out"]);

/** True when the session is over. */
export function isSessionOver(state: TunnelState): boolean {
  return over.has(state);
}

/** Opens the session of an acknowledged InitiateSession. */
export function startTunnel(tunnel: TunnelRecord, room: Room, turn: Turn): void {
  if (tunnel.state === "requested") openTunnel(tunnel, room, turn);
}

function openTunnel(tunnel: TunnelRecord, room: Room, turn: Turn): void {
  const revoked = revokedRight(tunnel, [], room);
  if (revoked !== undefined) {
    finish(tunnel, "refused", { refusedBy: "dms", reason: revoked }, room, turn);
    return;
  }
  room.sessions.open(
    {
      work: tunnel.sessionId,
      deviceId: tunnel.deviceId,
      uiMode: tunnel.uiMode,
      notify: true,
      expires: runTimeOf(tunnel.expiresAt, turn.moment),
      mode: { kind: "tunnel" },
    },
    turn.moment,
    turn.emit,
  );
}

/** Why the External System may not go on; rights are asked again whenever something goes to the device. */
function revokedRight(
  { operationId, deviceId, owner }: TunnelRecord,
  commands: readonly ReferencedCommand[],
  room: Room,
  asked: "InitiateSession" | "ExchangePackage" = "InitiateSession",
): string | undefined {
  const operation = room.log.get(operationId);
  const caller = operation ? callerOf(operation) : { externalSystem: owner };
  const device = room.inventory.device(deviceId);
  if (!device) return "the device is not known any more";
  const refusal =
    room.policy.operation(caller, asked) ??
    room.policy.device(caller, device) ??
    room.policy.accesses(
      caller,
      commands.flatMap(({ command }) => accessesOfDeviceCommand(command)),
    );
  return refusal?.reason;
}

function refuseTunnel(tunnel: TunnelRecord, reason: string, room: Room, turn: Turn): void {
  finish(tunnel, "refused", { refusedBy: "dms", reason }, room, turn);
  room.sessions.end(tunnel.sessionId, true, turn.moment, turn.emit);
}

/** Hands the commands of an acknowledged ExchangePackage to the session. */
export function supplyTunnel(exchange: OperationRecord, room: Room, turn: Turn): void {
  const tunnel = room.tunnels.get(exchange.sessionId ?? "");
  if (!tunnel || exchange.state !== "pending") return;
  if (isSessionOver(tunnel.state)) {
    room.log.step(exchange.operationId, "outcome.failed", turn, { reason: `the session is ${tunnel.state}` });
    return;
  }
  const commands = (exchange.commands ?? []).map((command) => fromJson(command) as ReferencedCommand); // see exchange-package.ts
  const revoked = revokedRight(tunnel, [], room) ?? revokedRight(tunnel, commands, room, "ExchangePackage");
  if (revoked !== undefined) {
    refuseTunnel(tunnel, revoked, room, turn);
    return;
  }
  if (commands.length === 0) room.log.step(exchange.operationId, "outcome.succeeded", turn);
  else room.log.step(exchange.operationId, "execution.begun", turn);
  room.sessions.supply(tunnel.sessionId, commands, turn.moment, turn.emit);
}

/** Ends a session as its External System asked. */
export function endTunnel(tunnel: TunnelRecord, room: Room, turn: Turn): void {
  if (isSessionOver(tunnel.state)) return;
  room.sessions.end(tunnel.sessionId, tunnel.abort === true, turn.moment, turn.emit);
  const current = room.tunnels.get(tunnel.sessionId);
  const established = current?.dmSessionId !== undefined;
  // a session that the device never joined has nobody to report its end
  if (current && !isSessionOver(current.state) && !established)
    finish(
      current,
      tunnel.abort ? "aborted" : "closed",
      { reason: "ended before the device came" },
      room,
      turn,
    );
}

/** What the device's side reports of a session. */
export function reportToTunnel(report: SessionReport, tunnel: TunnelRecord, room: Room, turn: Turn): void {
  if (isSessionOver(tunnel.state)) return;
  switch (report.type) {
    case "unreached":
      return; // told of work that others would wait for
    case "notified":
      if (tunnel.state !== "requested") return;
      room.tunnels.put(tunnel.sessionId, { ...tunnel, state: "notified" });
      tellStatus(tunnel, "notified", {}, room, turn);
      return;
    case "established":
      establish(report, tunnel, room, turn);
      return;
    case "package3":
      deliverPackage(report, tunnel, room, turn);
      return;
    case "refused":
      finish(tunnel, "refused", { refusedBy: report.by, reason: report.reason }, room, turn);
      return;
    case "closed":
      finish(tunnel, tunnel.abort ? "aborted" : "closed", {}, room, turn);
      return;
    case "aborted":
      finish(tunnel, "aborted", { reason: `aborted by the ${report.by}: ${report.reason}` }, room, turn);
      return;
    case "timed-out":
      finish(tunnel, "timed-out", { reason: report.reason }, room, turn);
      return;
  }
}

/** The session's time is over. */
export function expireTunnel(tunnel: TunnelRecord, room: Room, turn: Turn): void {
  if (isSessionOver(tunnel.state)) return;
  finish(tunnel, "timed-out", { reason: "not finished in time" }, room, turn);
  room.sessions.end(tunnel.sessionId, true, turn.moment, turn.emit);
}

/** Why a session, and what was to be done in it, is over after a restart. */
export const RESTARTED = "the DM server was restarted";

/** After a restart: a session whose device has not come is opened again, one that was cut off is over. */
export function resumeTunnel(tunnel: TunnelRecord, room: Room, turn: Turn): void {
  if (isSessionOver(tunnel.state)) return;
  if (tunnel.state === "requested" || tunnel.state === "notified") {
    openTunnel(tunnel, room, turn);
    return;
  }
  finish(tunnel, "aborted", { reason: RESTARTED }, room, turn);
}

function establish(
  report: Extract<SessionReport, { type: "established" }>,
  tunnel: TunnelRecord,
  room: Room,
  turn: Turn,
): void {
  const revoked = revokedRight(tunnel, [], room);
  if (revoked !== undefined) {
    refuseTunnel(tunnel, revoked, room, turn);
    return;
  }
  const established: TunnelRecord = {
    ...tunnel,
    state: tunnel.state === "ending" ? "ending" : "established",
    dmSessionId: report.sessionId,
  };
  room.tunnels.put(tunnel.sessionId, established);
  room.log.step(tunnel.operationId, "execution.begun", turn);
  tellStatus(established, "established", {}, room, turn);
  tellPackage(
    established,
    tunnel.operationId,
    1,
    packageOne(report.package1, encodingOf(tunnel)),
    room,
    turn,
  );
  news("session.established", established, { dmSessionId: report.sessionId }, room, turn);
}

function deliverPackage(
  report: Extract<SessionReport, { type: "package3" }>,
  tunnel: TunnelRecord,
  room: Room,
  turn: Turn,
): void {
  const { exchange } = tunnel;
  if (!exchange) return;
  const { exchange: _answered, ...rest } = tunnel;
  room.tunnels.put(tunnel.sessionId, {
    ...rest,
    state: tunnel.state === "exchanging" ? "established" : tunnel.state,
  });
  const { msgId, cmdIds } = exchange;
  const content = packageThree(
    report.messages,
    { msgId, cmdIds, references: report.references },
    encodingOf(tunnel),
  );
  const result = deviceResult(tunnel.deviceId, report.outcomes, turn.moment.date);
  room.log.step(
    exchange.operationId,
    result.state === "succeeded" ? "outcome.succeeded" : "outcome.failed",
    turn,
    {
      totals: { ...noTotals(1), [result.state]: 1 },
      deviceResults: [toJson(result)],
    },
  );
  if (content) tellPackage(tunnel, exchange.operationId, 3, content, room, turn);
}

interface Ending {
  readonly reason?: string;
  readonly refusedBy?: "dms" | "device" | "user";
}

function finish(
  tunnel: TunnelRecord,
  state: "closed" | "refused" | "aborted" | "timed-out",
  ending: Ending,
  room: Room,
  turn: Turn,
): void {
  const { exchange, ...rest } = tunnel;
  const ended: TunnelRecord = { ...rest, state };
  room.tunnels.put(tunnel.sessionId, ended);
  const reason = ending.reason ?? `the session is ${state}`;
  if (exchange) room.log.step(exchange.operationId, "outcome.failed", turn, { reason });
  const closed = state === "closed";
  const totals = { ...noTotals(1), [closed ? "succeeded" : "failed"]: 1 };
  const change = closed && ending.reason === undefined ? { totals } : { totals, reason };
  room.log.step(tunnel.operationId, closed ? "outcome.succeeded" : "outcome.failed", turn, change);
  tellStatus(ended, state, { ...ending, totals }, room, turn);
  news(`session.${state}`, ended, { ...ending }, room, turn);
}

function tellStatus(
  tunnel: TunnelRecord,
  state: TunnelState,
  more: Readonly<Record<string, unknown>>,
  room: Room,
  turn: Turn,
): void {
  const { operationId, sessionId } = tunnel;
  const registrationId = room.registrations.active(tunnel.owner)?.registrationId;
  room.outcomes.tell(
    operationId,
    registrationId,
    "SessionStatus",
    { sessionId, state, ...more },
    turn,
    streamOf(tunnel),
  );
}

function tellPackage(
  tunnel: TunnelRecord,
  operationId: string,
  number: 1 | 3,
  content: Uint8Array,
  room: Room,
  turn: Turn,
): void {
  const { sessionId, contentType } = tunnel;
  const registrationId = room.registrations.active(tunnel.owner)?.registrationId;
  const body = { sessionId, number, contentType, package: content };
  room.outcomes.tell(operationId, registrationId, "PackageDelivery", body, turn, streamOf(tunnel));
}

function encodingOf({ contentType }: TunnelRecord): DmEncoding {
  return packageEncoding(contentType) ?? "xml";
}

function streamOf(tunnel: TunnelRecord): string {
  return tunnel.sessionId;
}

function news(
  name: string,
  tunnel: TunnelRecord,
  data: Readonly<Record<string, unknown>>,
  room: Room,
  turn: Turn,
): void {
  const { sessionId, deviceId, operationId } = tunnel;
  const conversation = room.log.get(operationId)?.conversation;
  turn.emit({
    type: "report",
    report: { name, conversation, data: { sessionId, operationId, deviceId, ...data } },
  });
}
