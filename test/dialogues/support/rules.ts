import { expect } from "vitest";
import {
  dmMediaTypes,
  type BodyCommand,
  type NestedCommand,
  type SyncML,
} from "../../../simulator/protocols/syncml/index.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Heard } from "./listening-tap.ts";

/**
 * What holds of every dialogue (DM Protocol 1.2, 8): identifiers, counting, the order of a body, one Status at least for
 * each command that was answered, the sizes that the peer has stated, the media type, and that no role has failed.
 */
export function expectRules(dialogue: Dialogue): void {
  expect(dialogue.failures).toEqual([]);
  if (dialogue.options.irregular) return;
  for (const session of sessionsOf(dialogue.heard)) expectSession(session);
}

function sessionsOf(heard: readonly Heard[]): Heard[][] {
  const sessions = new Map<string, Heard[]>();
  for (const each of heard) {
    const server = each.from === "device" ? each.receiver : each.sender;
    const key = `${server} ${each.message.SyncHdr.SessionID}`;
    sessions.set(key, [...(sessions.get(key) ?? []), each]);
  }
  return [...sessions.values()];
}

function expectSession(session: readonly Heard[]): void {
  const counts = { device: 0, server: 0 };
  /** Largest message that each side takes. */
  const sizes = { device: Infinity, server: Infinity };
  let last: Heard | undefined;
  for (const each of session) {
    const { from, message, headers, body, encoding } = each;
    const other = from === "device" ? "server" : "device";
    const { SyncHdr, SyncBody } = message;
    const place = `${from} message ${SyncHdr.MsgID}`;
    counts[from]++;
    expect(SyncHdr.MsgID, place).toBe(String(counts[from]));
    expect([SyncHdr.VerDTD, SyncHdr.VerProto], place).toEqual(["1.2", "DM/1.2"]);
    expect(headers["content-type"]?.split(";", 1)[0], place).toBe(dmMediaTypes[encoding]);
    expect(body.length, `${place}: within the peer's MaxMsgSize`).toBeLessThanOrEqual(sizes[other]);
    const ids = SyncBody.commands.flatMap(idsOf);
    expect(new Set(ids).size, `${place}: CmdIDs differ`).toBe(ids.length);
    expect(ids, place).not.toContain("0");
    expect(ids, place).not.toContain("");
    expectAnswers(message, last?.received, place);
    sizes[from] = SyncHdr.Meta?.MaxMsgSize ?? sizes[from];
    last = each;
  }
}

/** The first Status is the header's; every Status names a command of the peer; they come in the commands' order. */
function expectAnswers(message: SyncML, asked: SyncML | undefined, place: string): void {
  const statuses = message.SyncBody.commands.filter((command) => command.kind === "Status");
  if (!asked) {
    expect(statuses, place).toEqual([]);
    return;
  }
  const [first, ...others] = statuses;
  expect(message.SyncBody.commands[0]?.kind, `${place} begins with a Status`).toBe("Status");
  expect(first, place).toMatchObject({ MsgRef: asked.SyncHdr.MsgID, CmdRef: "0", Cmd: "SyncHdr" });
  expect(first?.TargetRef, place).toEqual([asked.SyncHdr.Target.LocURI]);
  expect(first?.SourceRef, place).toEqual([asked.SyncHdr.Source.LocURI]);
  const commands = asked.SyncBody.commands.flatMap(withMembers);
  const order: number[] = [];
  for (const status of others) {
    if (status.MsgRef !== asked.SyncHdr.MsgID) continue; // left over from an earlier message
    const index = commands.findIndex(({ CmdID }) => CmdID === status.CmdRef);
    if (index < 0) continue; // a command that is none of DM
    expect(commands[index]?.kind, `${place}: Status for ${status.CmdRef}`).toBe(status.Cmd);
    order.push(index);
  }
  expect(order, `${place}: Statuses in the order of the commands`).toEqual(order.toSorted((a, b) => a - b));
  for (const [index, command] of message.SyncBody.commands.entries())
    if (command.kind === "Results" && command.MsgRef === asked.SyncHdr.MsgID) {
      const before = message.SyncBody.commands.slice(0, index);
      const status = before.some((each) => each.kind === "Status" && each.CmdRef === command.CmdRef);
      expect(status || message.SyncBody.Final !== true, `${place}: Results after the Status`).toBe(true);
    }
}

function withMembers(command: BodyCommand | NestedCommand): readonly (BodyCommand | NestedCommand)[] {
  return command.kind === "Atomic" || command.kind === "Sequence"
    ? [command, ...command.commands.flatMap(withMembers)]
    : [command];
}

function idsOf(command: BodyCommand): string[] {
  return withMembers(command).map(({ CmdID }) => CmdID);
}
