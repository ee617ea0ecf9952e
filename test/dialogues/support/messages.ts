import type {
  BodyCommandInput,
  NestedCommandInput,
  StatusInput,
  SyncML,
  SyncMLInput,
} from "../../../simulator/protocols/syncml/index.ts";
import type { Dialogue } from "./dialogue.ts";

/** State of the device's session machine. */
export function deviceState(dialogue: Dialogue): string {
  return dialogue.role.summary().state;
}

/** The same message with further commands behind its own, numbered from 900. */
export function withCommands(
  message: SyncML,
  commands: readonly (NestedCommandInput | StatusInput)[],
): SyncMLInput {
  return withBody(message, [...message.SyncBody.commands, ...numbered(commands)]);
}

/** The same message with other commands behind its statuses. */
export function insteadOf(message: SyncML, commands: readonly NestedCommandInput[]): SyncMLInput {
  const statuses = message.SyncBody.commands.filter((command) => command.kind === "Status");
  return withBody(message, [...statuses, ...numbered(commands)]);
}

/** The same header over another body. */
export function withBody(
  message: SyncML,
  commands: readonly BodyCommandInput[],
  final = message.SyncBody.Final === true,
): SyncMLInput {
  return { ...message, SyncBody: { commands, ...(final ? { Final: true as const } : {}) } };
}

/** The same message under another header. */
export function withHeader(message: SyncML, header: Partial<SyncML["SyncHdr"]>): SyncMLInput {
  return { ...message, SyncHdr: { ...message.SyncHdr, ...header } };
}

/** Commands with CmdIDs from `first`; members of containers have theirs too. */
export function numbered(
  commands: readonly (NestedCommandInput | StatusInput)[],
  first = 900,
): BodyCommandInput[] {
  let next = first;
  const number = (command: NestedCommandInput): NestedCommandInput => {
    const CmdID = String(next++);
    return command.kind === "Atomic" || command.kind === "Sequence"
      ? { ...command, CmdID, commands: command.commands.map(number) }
      : { ...command, CmdID };
  };
  return commands.map((command) =>
    "MsgRef" in command ? { kind: "Status", ...command, CmdID: String(next++) } : number(command),
  );
}
