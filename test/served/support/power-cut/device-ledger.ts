import type { JournalRecord } from "../../../../simulator/journal/record.ts";

/*
 * What devices did and what they were promised, read from the messages on their side: the DM server that is cut off has
 * no part in it.
 */

/** Marks in commands and alerts by which they are counted. */
const MARK = /tok-[a-z0-9-]+/;

/** A command that a device has answered with success. */
export interface Execution {
  readonly deviceId: string;
  readonly mark: string;
  readonly command: string;
  /** Order of all executions. */
  readonly order: number;
}

/** An alert that the server has answered with Status 200. */
export interface AcknowledgedAlert {
  readonly deviceId: string;
  readonly mark: string;
}

export interface DeviceLedger {
  readonly executions: readonly Execution[];
  readonly acknowledged: readonly AcknowledgedAlert[];
  /** Alerts in messages that were never answered, once for each, and the dates of these. */
  readonly unanswered: readonly (AcknowledgedAlert & { readonly at: number })[];
  /** Messages of devices so far. */
  readonly messages: number;
  note(record: JournalRecord): void;
}

/** One session of one device. */
interface Session {
  /** Marked commands of the server, under MsgID and CmdID. */
  readonly commands: Map<string, { readonly name: string; readonly mark: string }>;
  /** Marked alerts of the device, under MsgID and CmdID. */
  readonly alerts: Map<string, readonly string[]>;
}

/** Creates an empty ledger. */
export function createDeviceLedger(): DeviceLedger {
  const executions: Execution[] = [];
  const acknowledged: AcknowledgedAlert[] = [];
  const unanswered: (AcknowledgedAlert & { readonly at: number })[] = [];
  const sessions = new Map<string, Session>();
  /** Alerts in the last message of a device, until it is answered. */
  const underWay = new Map<string, { readonly at: number; readonly marks: string[] }>();
  let messages = 0;

  const fromDevice = (deviceId: string, text: string): void => {
    const msgId = /<MsgID>(\d+)</.exec(text)?.[1] ?? "";
    messages++;
    const before = underWay.get(deviceId);
    for (const mark of before?.marks ?? []) unanswered.push({ deviceId, mark, at: before?.at ?? 0 });
    underWay.delete(deviceId);
    if (msgId === "1") sessions.set(deviceId, { commands: new Map(), alerts: new Map() });
    const session = sessions.get(deviceId);
    if (!session) return;
    for (const { reference, code } of statusesOf(text)) {
      const command = session.commands.get(reference);
      if (!command || code < 200 || code > 299) continue;
      session.commands.delete(reference); // a repeated Status is the same execution
      const { name, mark } = command;
      executions.push({ deviceId, mark, command: name, order: executions.length });
    }
    for (const [, cmdId = "", rest = ""] of text.matchAll(/<Alert><CmdID>(\d+)<\/CmdID>(.*?)<\/Alert>/gs)) {
      const marks = rest.match(new RegExp(MARK, "g"));
      if (!marks) continue;
      session.alerts.set(`${msgId}/${cmdId}`, marks);
      const sent = underWay.get(deviceId) ?? { at: Date.now(), marks: [] };
      sent.marks.push(...marks);
      underWay.set(deviceId, sent);
    }
  };

  const toDevice = (deviceId: string, text: string): void => {
    underWay.delete(deviceId);
    const session = sessions.get(deviceId);
    if (!session) return;
    const msgId = /<MsgID>(\d+)</.exec(text)?.[1] ?? "";
    for (const { reference, code } of statusesOf(text)) {
      const marks = session.alerts.get(reference);
      if (!marks || code !== 200) continue;
      session.alerts.delete(reference);
      for (const mark of marks) acknowledged.push({ deviceId, mark });
    }
    const commands = text.matchAll(/<(Add|Replace|Exec|Delete|Copy)><CmdID>(\d+)<\/CmdID>(.*?)<\/\1>/gs);
    for (const [, name = "", cmdId = "", rest = ""] of commands) {
      const mark = MARK.exec(rest)?.[0];
      if (mark !== undefined) session.commands.set(`${msgId}/${cmdId}`, { name, mark });
    }
  };

  return {
    executions,
    acknowledged,
    unanswered,
    get messages() {
      return messages;
    },
    note: (record) => {
      if (record.kind !== "crossing" || record.channel !== "dm" || record.body.length === 0) return;
      const text = Buffer.from(record.body).toString();
      if (record.direction === "request" && record.from.role === "device") fromDevice(record.from.name, text);
      else if (record.direction === "response" && record.to.role === "device") toDevice(record.to.name, text);
    },
  };
}

function statusesOf(text: string): readonly { readonly reference: string; readonly code: number }[] {
  return [...text.matchAll(/<Status>(.*?)<\/Status>/gs)].map(([, status = ""]) => ({
    reference: `${numberIn(status, "MsgRef")}/${numberIn(status, "CmdRef")}`,
    // the last Data is the code's: Items and a Chal have their own before it
    code: Number([...status.matchAll(/<Data>(\d+)<\/Data>/g)].at(0)?.[1] ?? 0),
  }));
}

function numberIn(text: string, name: string): string {
  return new RegExp(`<${name}>(\\d+)<`).exec(text)?.[1] ?? "";
}
