import { toBase64, utf8 } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { Random } from "../../../core/random.ts";
import type { Alert, BodyCommand, SyncML, UnknownCommand } from "../../../protocols/syncml/index.ts";
import type { AlertReport } from "../ports.ts";
import { alertContent, judgeAlert, takeEarlier } from "./client-alerts.ts";
import type { DueStatus } from "./device-session.ts";

/** What the commands of a client ask of the server. */
export interface ClientCommands {
  /** One Status per command, in their order; Status and Results get none. */
  readonly statuses: readonly DueStatus[];
  /** Alerts to be stored, and the CmdIDs of the commands that brought them. */
  readonly alerts: readonly AlertReport[];
  readonly stored: readonly string[];
  /** Alerts that were stored when they came the first time, in another session. */
  readonly repeated: number;
  readonly aborted: boolean;
  /** Alert 1225: the device did not get the end of a chunked object. */
  readonly brokenObject: boolean;
}

/** Where a client's message comes from. */
export interface ClientOrigin {
  readonly deviceId: string;
  readonly receivedAt: number;
  readonly random: Random;
  readonly crypto: Crypto;
  readonly sessionId: string;
  /** Marks of the alerts of the session that were stored; new ones are added. */
  readonly marks: Set<string>;
  /** Alerts of before that the device may send again; those that it does are taken out. */
  readonly earlier: AlertReport[];
  /** Whether the update that an alert asks for is made in this session. */
  readonly updates: (alert: Alert) => boolean;
}

const noStatuses: readonly DueStatus[] = Object.freeze([]);

/** Judges the commands of an authenticated client's message (DM Protocol 1.2, 8.2 and 8.7). */
export function judgeClientCommands(
  message: SyncML,
  unknown: readonly UnknownCommand[],
  origin: ClientOrigin,
): ClientCommands {
  const statuses: DueStatus[] = [];
  const stored: string[] = [];
  const reports: AlertReport[] = [];
  const codes = new Set<number | undefined>();
  let alerts = 0;
  let repeated = 0;
  for (const [index, command] of message.SyncBody.commands.entries()) {
    statuses.push(...unknownStatuses(message, unknown, index));
    if (command.kind === "Status" || command.kind === "Results") continue;
    if (command.kind !== "Alert") {
      // a client sends no other management command than the Replace of its DevInfo
      statuses.push(statusOf(message, command, command.kind === "Replace" ? 200 : 405));
      continue;
    }
    codes.add(command.Data);
    const judged = judgeAlert(command, origin);
    statuses.push(statusOf(message, command, judged.status));
    if (judged.alerts.length === 0) continue;
    // a digest: a session may have many alerts, and large ones
    const content = judged.alerts.map(alertContent);
    const text = JSON.stringify([message.SyncHdr.MsgID, ++alerts, content]);
    const mark = toBase64(origin.crypto.sha256(utf8(text)));
    if (origin.marks.has(mark)) continue;
    origin.marks.add(mark);
    const fresh = judged.alerts.filter((_, index) => !takeEarlier(origin.earlier, content[index]));
    repeated += judged.alerts.length - fresh.length;
    if (fresh.length === 0) continue;
    stored.push(command.CmdID);
    reports.push(...fresh);
  }
  statuses.push(...unknownStatuses(message, unknown, message.SyncBody.commands.length, Infinity));
  return {
    statuses,
    alerts: reports,
    stored,
    repeated,
    aborted: codes.has(1223),
    brokenObject: codes.has(1225),
  };
}

/** The same code for every command of a message that is not served: challenges and refusals. */
export function sameStatus(message: SyncML, code: number): DueStatus[] {
  return message.SyncBody.commands
    .filter((command) => command.kind !== "Status" && command.kind !== "Results")
    .map((command) => statusOf(message, command, code));
}

/** How a Package 1 says that it was begun. */
export function managementAlert(message: SyncML): 1200 | 1201 | undefined {
  for (const command of message.SyncBody.commands)
    if (command.kind === "Alert" && (command.Data === 1200 || command.Data === 1201)) return command.Data;
  return undefined;
}

/** 501 for what stood before the commands from `index` to `last` and is no command of DM; chunks have left the message. */
function unknownStatuses(
  message: SyncML,
  unknown: readonly UnknownCommand[],
  index: number,
  last = index,
): readonly DueStatus[] {
  if (unknown.length === 0) return noStatuses; // nearly every message
  return unknown
    .filter(({ before, cmdId }) => before >= index && before <= last && cmdId !== "")
    .map(({ name, cmdId }) => ({ MsgRef: message.SyncHdr.MsgID, CmdRef: cmdId, Cmd: name, Data: 501 }));
}

function statusOf(
  message: SyncML,
  command: Exclude<BodyCommand, { kind: "Status" }>,
  code: number,
): DueStatus {
  return { MsgRef: message.SyncHdr.MsgID, CmdRef: command.CmdID, Cmd: command.kind, Data: code };
}
