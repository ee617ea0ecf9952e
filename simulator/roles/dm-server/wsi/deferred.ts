import { endTunnel, expireTunnel, RESTARTED, resumeTunnel, startTunnel, supplyTunnel } from "./tunnel.ts";
import { expiryTimer, isTerminal } from "./operation-log.ts";
import type { Room } from "./room.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";

/*
 * What follows an acknowledgement, each in an event of its own: the work is handed to the device's side only after it
 * was committed.
 */

const START = "wsi/start/";
const END = "wsi/end/";
const EXPIRE = expiryTimer("");

/** Name of the timer, due at once, that begins an acknowledged operation. */
export function startTimer(operationId: string): string {
  return `${START}${operationId}`;
}

/** Name of the timer, due at once, that ends what the operation has begun. */
export function endTimer(operationId: string): string {
  return `${END}${operationId}`;
}

/** Carries out a timer of an operation; false when it is none. */
export function runOperationTimer(timer: string, room: Room, turn: Turn): boolean {
  if (timer.startsWith(START)) start(timer.slice(START.length), room, turn);
  else if (timer.startsWith(END)) end(timer.slice(END.length), room, turn);
  else if (timer.startsWith(EXPIRE)) expire(timer.slice(EXPIRE.length), room, turn);
  else return false;
  return true;
}

/** Takes up what was not finished when the DM server stopped, in the order of acceptance: that of each device's queue. */
export function resumeOperations(room: Room, turn: Turn): void {
  for (const operation of room.log.values()) {
    if (isTerminal(operation.state)) continue;
    if (operation.expiresAt !== undefined) {
      const due = runTimeOf(operation.expiresAt, turn.moment);
      turn.emit({ type: "timer.arm", timer: expiryTimer(operation.operationId), due });
    }
    const tunnel = room.tunnels.get(operation.sessionId ?? "");
    if (operation.work) room.work.resume(operation, turn);
    else if (operation.operation === "ExchangePackage")
      // its session was cut off, also where it was to close it
      room.log.step(operation.operationId, "outcome.failed", turn, { reason: RESTARTED });
    else if (tunnel) resumeTunnel(tunnel, room, turn);
  }
}

function start(operationId: string, room: Room, turn: Turn): void {
  const operation = room.log.get(operationId);
  if (!operation) return;
  const tunnel = room.tunnels.get(operation.sessionId ?? "");
  if (operation.operation === "ExchangePackage") supplyTunnel(operation, room, turn);
  else if (tunnel) startTunnel(tunnel, room, turn);
  else room.work.start(operation, turn);
}

function end(operationId: string, room: Room, turn: Turn): void {
  const operation = room.log.get(operationId);
  const tunnel = room.tunnels.get(operation?.sessionId ?? "");
  if (tunnel) endTunnel(tunnel, room, turn);
  else if (operation) room.work.cancel(operation, turn);
}

function expire(operationId: string, room: Room, turn: Turn): void {
  const operation = room.log.get(operationId);
  if (!operation || isTerminal(operation.state)) return;
  const tunnel = room.tunnels.get(operation.sessionId ?? "");
  if (operation.work) room.work.expire(operation, turn);
  else if (!tunnel) room.log.step(operationId, "operation.expired", turn, { reason: "not finished in time" });
  // an exchange ends with its session
  else if (operation.operation === "InitiateSession") expireTunnel(tunnel, room, turn);
}
