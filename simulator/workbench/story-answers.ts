import type { CrossingRecord } from "../journal/record.ts";
import { listed } from "./story-material.ts";
import { isSecretValue } from "../stacks/secret-nodes.ts";
import { readSyncML, statusText, type BodyCommand, type NestedCommand } from "../protocols/syncml/index.ts";

/** Longest value that a sentence quotes, in characters. */
const LONGEST_VALUE = 40;
/** Commands that a sentence names; the rest is counted. */
const MOST_NAMED = 4;

interface Asked {
  readonly name: string;
  readonly target: string;
  answer: string | undefined;
}

/** What the device answered to the commands of the DM server: "… answered Get ./A with 1 and accepted Replace ./B." */
export function deviceAnswersIn(messages: readonly CrossingRecord[]): string | undefined {
  const asked = new Map<string, Asked>();
  for (const message of messages) {
    if (message.channel !== "dm") continue;
    const { value } = readSyncML(message.body);
    if (!value) continue;
    const { SessionID, MsgID } = value.SyncHdr;
    const device = message.from.role === "device" ? message.from.name : message.to.name;
    const keyOf = (message: string, command: string): string =>
      `${device}/${SessionID}/${message}/${command}`;
    for (const command of flat(value.SyncBody.commands))
      if (message.from.role === "dm-server") {
        const target = targetOf(command);
        if (target !== undefined)
          asked.set(keyOf(MsgID, command.CmdID), { name: command.kind, target, answer: undefined });
      } else if (command.kind === "Status") {
        const entry = asked.get(keyOf(command.MsgRef, command.CmdRef));
        if (entry) entry.answer ??= answerOf(entry, command.Data);
      } else if (command.kind === "Results") {
        const entry = asked.get(keyOf(command.MsgRef ?? "", command.CmdRef));
        const data = command.Item[0]?.Data;
        if (entry && typeof data === "string")
          entry.answer = `answered Get ${entry.target} with ${isSecretValue(entry.target, data) ? "a secret" : shortened(data)}`;
      }
  }
  const answers = [...asked.values()].flatMap(({ answer }) => answer ?? []);
  if (answers.length === 0) return undefined;
  const named = answers.slice(0, MOST_NAMED);
  if (answers.length > MOST_NAMED) named.push(`answered ${answers.length - MOST_NAMED} more commands`);
  return `The device ${listed(named)}.`;
}

/** Commands with the members of Atomic and Sequence. */
function flat(commands: readonly (BodyCommand | NestedCommand)[]): (BodyCommand | NestedCommand)[] {
  return commands.flatMap((command) =>
    command.kind === "Atomic" || command.kind === "Sequence"
      ? [command, ...flat(command.commands)]
      : [command],
  );
}

function targetOf(command: BodyCommand | NestedCommand): string | undefined {
  switch (command.kind) {
    case "Add":
    case "Copy":
    case "Delete":
    case "Exec":
    case "Get":
    case "Replace":
      return command.Item[0]?.Target?.LocURI;
    default:
      return undefined;
  }
}

function answerOf({ name, target }: Asked, status: number): string {
  if (status < 300) return `accepted ${name} ${target}`;
  return `answered ${name} ${target} with ${status} ${statusText(status) ?? ""}`.trim();
}

function shortened(value: string): string {
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
}
