import { isContainer } from "../device-command.ts";
import type { BodyCommandInput, DmEncoding, NestedCommandInput } from "../../../protocols/syncml/index.ts";
import { carriedCommand } from "../encoding.ts";
import type { DeviceCommandInput, ReferencedCommand } from "../ports.ts";
import type { PackageCollector } from "./collector.ts";
import { sizeBound } from "./size-bound.ts";

/** Measures a message with these commands after its statuses, in octets. */
export type MeasureMessage = (commands: readonly BodyCommandInput[]) => number;

/** A command on its way to the device, whole or in parts that share its reference. */
export interface PendingCommand extends ReferencedCommand {
  /** Set on the second and later parts: its answers are added to those of the first. */
  readonly continues?: true | undefined;
}

/** What of the waiting commands goes into the next message. */
export interface Batch {
  /** How many of the waiting commands, from the first. */
  readonly count: number;
  /** The first command does not fit beside the statuses, but would fit in a message of its own. */
  readonly deferred: boolean;
  /** The first command fits in no message that the device takes. */
  readonly tooLarge: boolean;
}

export interface Room {
  /** MaxMsgSize of the device; undefined = any size. */
  readonly maxMsgSize: number | undefined;
  /** Octets that header and statuses take at most. */
  readonly overhead: () => number;
  /** Measures the message that is being composed. */
  readonly measure: MeasureMessage;
  /** Measures the leanest message of the session: no Cred and one Status. */
  readonly measureLean: MeasureMessage;
  readonly encoding: DmEncoding;
}

/** Room for the digits that larger CmdIDs take. */
const NUMBERS_SLACK = 16;

/**
 * Chooses how many commands the next message takes. Each message of ours is a whole package with Final: the device
 * answers it before the next commands go out, as a server must have the statuses of earlier commands first
 * (DM Protocol 1.2, 8). Nothing is measured where a bound already says that all fits.
 */
export function nextBatch(waiting: readonly PendingCommand[], room: Room): Batch {
  const { maxMsgSize, overhead, measure, measureLean } = room;
  if (maxMsgSize === undefined || waiting.length === 0) return whole(waiting.length);
  if (overhead() + waiting.reduce((sum, { command }) => sum + sizeBound(command), 0) <= maxMsgSize)
    return whole(waiting.length);
  const numbered = waiting.map(({ command }) =>
    carriedCommand(number(command, sequence(1000)), room.encoding),
  );
  if (measure(numbered) <= maxMsgSize) return whole(waiting.length);
  const base = measure([]);
  let size = base;
  let count = 0;
  for (const command of numbered) {
    size += measure([command]) - base + NUMBERS_SLACK;
    if (size > maxMsgSize) break;
    count++;
  }
  if (count > 0) return whole(count);
  const first = numbered[0];
  const fitsAlone = first !== undefined && measureLean([first]) + NUMBERS_SLACK <= maxMsgSize;
  return { count: 0, deferred: fitsAlone, tooLarge: !fitsAlone };
}

/** Numbers the commands of a message from `firstCmdId` and enters them with the collector. */
export function numberCommands(
  commands: readonly PendingCommand[],
  msgId: number,
  firstCmdId: number,
  collector: PackageCollector,
  encoding: DmEncoding,
): BodyCommandInput[] {
  const next = sequence(firstCmdId);
  return commands.map(({ reference, command, members, continues }) => {
    const numbered = carriedCommand(number(command, next), encoding);
    collector.sent({ reference, kind: numbered.kind, msgId, cmdId: Number(numbered.CmdID), continues });
    if (isContainer(numbered)) enterMembers(numbered.commands, reference, members ?? [], msgId, collector);
    return numbered;
  });
}

function enterMembers(
  commands: readonly NestedCommandInput[],
  reference: string,
  members: readonly string[],
  msgId: number,
  collector: PackageCollector,
): void {
  commands.forEach((command, index) => {
    const memberReference = members[index] ?? `${reference}.${index + 1}`;
    collector.sent({ reference, memberReference, kind: command.kind, msgId, cmdId: Number(command.CmdID) });
    if (isContainer(command)) enterMembers(command.commands, memberReference, [], msgId, collector);
  });
}

/** The command with fresh CmdIDs, its members too; a container's number precedes those of its members. */
function number(command: DeviceCommandInput, next: () => string): NestedCommandInput {
  const CmdID = next();
  if (!isContainer(command)) return { ...command, CmdID };
  return { ...command, CmdID, commands: command.commands.map((member) => number(member, next)) };
}

function sequence(first: number): () => string {
  let next = first;
  return () => String(next++);
}

function whole(count: number): Batch {
  return { count, deferred: false, tooLarge: false };
}
