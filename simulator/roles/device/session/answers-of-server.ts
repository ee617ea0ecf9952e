import type { BodyCommand, SyncML } from "../../../protocols/syncml/index.ts";
import { alertFacts } from "../alerts/alert-queue.ts";
import type { DeviceHost } from "../core.ts";
import { fitsOneMessage, sendsChunks, type Composed } from "./compose.ts";
import type { OutgoingAlert } from "./outgoing.ts";
import { note, report } from "./session-effects.ts";
import type { Session, Turn } from "./session.ts";

type Status = Extract<BodyCommand, { readonly kind: "Status" }>;

/*
 * What the server's statuses mean for what the device has sent: event reports are answered, a large object goes on or is
 * given up.
 */

/** Gives up the large object on its way out when the server cannot take it, or says so with Alert 1225. */
export function takeObjectStatuses(host: DeviceHost, session: Session, { SyncBody }: SyncML): void {
  if (!session.unfinished) return;
  for (const command of SyncBody.commands)
    if (command.kind === "Status" && command.Data >= 300 && isOfUnfinished(session, command))
      giveUp(host, session, `the server answered ${command.Data}`);
    else if (command.kind === "Alert" && command.Data === 1225)
      giveUp(host, session, "the server says that its end did not come (alert 1225)");
}

/** Event reports that a message of the server answers are done. */
export function takeAlertStatuses(host: DeviceHost, session: Session, { SyncBody }: SyncML): void {
  if (session.reported.sent.size === 0) return;
  for (const command of SyncBody.commands)
    if (command.kind === "Status") takeAlertStatus(host, session, command);
}

/**
 * Reports that wait go into the next message of the session. One that fits no message, on a device that sends no large
 * objects, waits for the first message of another session. `turn` is what the message answers, if anything.
 */
export function putAlertsIntoOutbox(host: DeviceHost, session: Session, turn?: Turn): void {
  // nothing stands between the chunks of an object
  if (session.unfinished) return;
  const { account, reported, manners } = session;
  for (const alert of host.alerts.messages(account.serverId, reported.ids, manners.events === "together")) {
    for (const id of alert.reports ?? []) reported.ids.add(id);
    const fits = ({ Item = [] }: OutgoingAlert): boolean =>
      Item.every((item) => !turn || fitsOneMessage(host.core, session, turn, [{ ...alert, Item: [item] }]));
    if (sendsChunks(session) || fits(alert)) session.outbox.push(alert);
    else {
      const text =
        "An event report is larger than the server's messages, and the device sends no large objects.";
      note(host, session, "alert-too-large", text, "warning");
    }
  }
}

/** Remembers which reports went out with which numbers, so that their statuses are understood. */
export function recordSentAlerts(host: DeviceHost, session: Session, composed: Composed): void {
  const { reported, msgId } = session;
  let index = 0;
  for (const command of composed.body) {
    if (command.kind !== "Alert") continue;
    const cmdId = composed.alertIds[index++];
    const { reports: ids, Item = [] } = command;
    if (!ids || cmdId === undefined) continue;
    reported.sent.set(`${msgId}/${cmdId}`, ids);
    if (Item.at(-1)?.MoreData) continue;
    for (const { alert } of host.alerts.waiting.filter((each) => ids.includes(each.id)))
      report(host, session, "alert.sent", alertFacts(alert));
  }
}

function takeAlertStatus(host: DeviceHost, session: Session, status: Status): void {
  if (status.Cmd !== "Alert") return;
  const key = keyOf(session, status);
  const ids = session.reported.sent.get(key);
  // a server that asks for credentials has not looked at it, and a chunk is not yet the report
  if (!ids || asksForCredentials(status) || status.Data === 213) return;
  session.reported.sent.delete(key);
  for (const { alert } of host.answerAlerts(ids))
    report(host, session, "alert.answered", { ...alertFacts(alert), status: status.Data });
}

/** The Status is of the object that is on its way out. */
function isOfUnfinished(session: Session, status: Status): boolean {
  const { unfinished, reported } = session;
  if (status.Cmd !== unfinished?.kind || asksForCredentials(status)) return false;
  if (unfinished.kind !== "Alert") return true;
  const [id] = unfinished.reports ?? [];
  return id !== undefined && reported.sent.get(keyOf(session, status))?.includes(id) === true;
}

function asksForCredentials({ Data }: Status): boolean {
  return Data === 401 || Data === 407;
}

/** Which command a Status answers, by `MsgID/CmdID`. */
function keyOf(session: Session, { MsgRef, CmdRef }: Status): string {
  return `${MsgRef || String(session.msgId)}/${CmdRef}`;
}

function giveUp(host: DeviceHost, session: Session, why: string): void {
  if (!session.unfinished) return;
  session.outbox = session.outbox.filter((command) => command !== session.unfinished);
  session.unfinished = undefined;
  note(host, session, "large-object-given-up", `A large object is given up: ${why}.`, "warning");
}
