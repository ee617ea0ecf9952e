import type { Item, Results, Status, SyncML } from "../../../protocols/syncml/index.ts";
import { readValue } from "../encoding.ts";
import type { CommandOutcome, OutcomeItem } from "../ports.ts";
import type { PendingCommand } from "./composer.ts";

/** Status that a command gets in an outcome when the device ended its package without one. */
const MISSING_STATUS = 506;
const IN_PROGRESS = 101;
const CHUNK_ACCEPTED = 213;

/** One command or member that is with the device. */
interface SentCommand {
  readonly reference: string;
  readonly memberReference: string | undefined;
  readonly kind: string;
  /** `<MsgID>/<CmdID>` under which it or its parts went out and that have no status yet. */
  readonly open: Set<string>;
  readonly statuses: number[];
  readonly items: OutcomeItem[];
}

/** What a message from the device brought for a package. */
export interface Collected {
  /** Statuses and Results that belong to a command of the package. */
  readonly matched: number;
  /** Statuses and Results that belong to nothing that was sent. */
  readonly strangers: readonly string[];
}

/** Puts together what the device answers to one package of the caller, over any number of messages and batches. */
export interface PackageCollector {
  /** Enters a command that goes out under these numbers; members of a container follow with their own. */
  sent(command: {
    reference: string;
    memberReference?: string | undefined;
    kind: string;
    msgId: number;
    cmdId: number;
    /** A later part of the command with this reference. */
    continues?: true | undefined;
  }): void;
  /** Takes commands back that the device did not execute because it challenged the server. */
  takeBack(msgId: number): void;
  /** The answer to the command with this `<MsgRef>/<CmdRef>` did not come whole: it counts as not answered. */
  reopen(number: string, ownMsgId: number): void;
  /** Takes back whatever has no status: its session broke off. What came of it is forgotten. */
  takeBackOpen(): void;
  /** True when the command with this reference, or a part or member of it, is with the device. */
  isOpen(reference: string): boolean;
  /** An outcome without sending. */
  notSent(command: PendingCommand, status: number): void;
  /** A status of our own for a command that is with the device, by its `<MsgRef>/<CmdRef>`. */
  decide(number: string, ownMsgId: number, status: number): void;
  /** Statuses of the part that went out under this number; empty while there is none. */
  answersTo(number: string): readonly number[];
  /** Matches Status and Results of a message. `ownMsgId` is the number of our message that it answers. */
  accept(message: SyncML, ownMsgId: number): Collected;
  /** True when every command that was sent has a status. */
  complete(): boolean;
  /** True when something was sent or decided since the last `finish`. */
  readonly begun: boolean;
  /** Outcomes so far, in the order of the commands; commands without a status are left out. */
  partial(): CommandOutcome[];
  /** All outcomes, with references of what got no status; then the collector is empty. */
  finish(): {
    readonly outcomes: readonly CommandOutcome[];
    readonly messages: readonly SyncML[];
    readonly references: ReadonlyMap<string, string>;
    readonly missing: readonly string[];
  };
}

/** Creates an empty collector. */
export function createCollector(): PackageCollector {
  let commands: SentCommand[] = [];
  let byNumber = new Map<string, SentCommand>();
  let messages: SyncML[] = [];

  /** Statuses by the number of the part that they answer. */
  let answers = new Map<string, number[]>();

  const enter = (reference: string, memberReference: string | undefined, kind: string): SentCommand => {
    const command: SentCommand = {
      reference,
      memberReference,
      kind,
      open: new Set(),
      statuses: [],
      items: [],
    };
    commands.push(command);
    return command;
  };

  const find = (reference: string): SentCommand | undefined =>
    commands.find((command) => command.reference === reference && command.memberReference === undefined);

  const match = (
    msgRef: string,
    cmdRef: string,
    kind: string | undefined,
    ownMsgId: number,
  ): readonly [number: string, command: SentCommand] | undefined => {
    // a missing CmdRef of Results is read as 1 (DM 1.2), a wrong or missing MsgRef as the message that is answered
    const number = cmdRef.trim() === "" ? "1" : trimNumber(cmdRef);
    const exact = `${trimNumber(msgRef)}/${number}`;
    const command = byNumber.get(exact);
    if (command) return [exact, command];
    const nearby = `${ownMsgId}/${number}`;
    const near = byNumber.get(nearby);
    return near && (kind === undefined || kind === "" || near.kind === kind) ? [nearby, near] : undefined;
  };

  return {
    sent: ({ reference, memberReference, kind, msgId, cmdId, continues }) => {
      const number = `${msgId}/${cmdId}`;
      const command = (continues && find(reference)) ?? enter(reference, memberReference, kind);
      command.open.add(number);
      byNumber.set(number, command);
    },
    takeBack: (msgId) => {
      const prefix = `${msgId}/`;
      const back = new Set<SentCommand>();
      for (const [number, command] of byNumber) {
        if (!number.startsWith(prefix)) continue;
        byNumber.delete(number);
        command.open.delete(number);
        back.add(command);
      }
      const left = new Set(byNumber.values());
      commands = commands.filter((command) => left.has(command) || !back.has(command));
    },
    reopen: (reference, ownMsgId) => {
      const [msgRef = "", cmdRef = ""] = reference.split("/");
      const found = match(msgRef, cmdRef, undefined, ownMsgId);
      if (found) found[1].open.add(found[0]);
    },
    takeBackOpen: () => {
      const open = new Set(commands.filter(isUnanswered).map(({ reference }) => reference));
      commands = commands.filter(({ reference }) => !open.has(reference));
      byNumber = new Map([...byNumber].filter(([, { reference }]) => !open.has(reference)));
    },
    isOpen: (reference) =>
      commands.some((command) => command.reference === reference && isUnanswered(command)),
    notSent: (command, status) => {
      const { kind } = command.command;
      const known = command.continues && find(command.reference);
      (known ?? enter(command.reference, undefined, kind)).statuses.push(status);
      for (const member of command.members ?? [])
        enter(command.reference, member, kind).statuses.push(status);
    },
    decide: (reference, ownMsgId, status) => {
      const [msgRef = "", cmdRef = ""] = reference.split("/");
      const found = match(msgRef, cmdRef, undefined, ownMsgId);
      if (!found) return;
      const [number, command] = found;
      command.open.delete(number);
      command.statuses.push(status);
    },
    answersTo: (number) => answers.get(number) ?? [],
    accept: (message, ownMsgId) => {
      messages.push(message);
      let matched = 0;
      const strangers: string[] = [];
      for (const command of message.SyncBody.commands) {
        if (command.kind !== "Status" && command.kind !== "Results") continue;
        if (command.kind === "Status" && isHeaderStatus(command)) continue;
        const kind = command.kind === "Status" ? command.Cmd : undefined;
        const found = match(command.MsgRef ?? "1", command.CmdRef, kind, ownMsgId);
        if (!found) {
          if (command.kind === "Results" || command.Cmd !== "Alert")
            strangers.push(`${command.kind} for ${command.MsgRef ?? "?"}/${command.CmdRef}`);
          continue;
        }
        matched++;
        const [number, sent] = found;
        if (command.kind === "Results") acceptResults(sent, command);
        else {
          acceptStatus(sent, command);
          answers.set(number, [...(answers.get(number) ?? []), command.Data]);
          if (isFinalStatus(command.Data) || command.Data === CHUNK_ACCEPTED) sent.open.delete(number);
        }
      }
      return { matched, strangers };
    },
    complete: () =>
      commands.every((command) => command.open.size === 0 && command.statuses.some(isFinalStatus)),
    get begun() {
      return commands.length > 0;
    },
    partial: () => commands.filter(isAnswered).map(outcomeOf),
    finish: () => {
      const missing: string[] = [];
      for (const command of commands) {
        if (command.open.size === 0 && isAnswered(command)) continue;
        missing.push(command.memberReference ?? command.reference);
        if (command.statuses.every(isSuccess)) command.statuses.push(MISSING_STATUS);
      }
      const references = new Map<string, string>();
      for (const [number, command] of byNumber)
        references.set(number, command.memberReference ?? command.reference);
      const result = { outcomes: commands.map(outcomeOf), messages, references, missing };
      commands = [];
      byNumber = new Map();
      answers = new Map();
      messages = [];
      return result;
    },
  };
}

/** The Status of the header: CmdRef 0, or none together with Cmd SyncHdr. */
export function headerStatusOf(message: SyncML): Status | undefined {
  for (const command of message.SyncBody.commands)
    if (command.kind === "Status" && isHeaderStatus(command)) return command;
  return undefined;
}

function isHeaderStatus(status: Status): boolean {
  const cmdRef = status.CmdRef.trim();
  return cmdRef === "0" || (cmdRef === "" && status.Cmd === "SyncHdr");
}

function acceptStatus(sent: SentCommand, status: Status): void {
  sent.statuses.push(status.Data);
  for (const item of status.Item) {
    // an Item that only names the operand says nothing that the caller does not know
    if (item.Data !== undefined) sent.items.push(outcomeItem(item, undefined));
  }
}

function acceptResults(sent: SentCommand, results: Results): void {
  for (const item of results.Item) sent.items.push(outcomeItem(item, results.Meta));
}

function outcomeItem(item: Item, meta: Results["Meta"]): OutcomeItem {
  const { data, binaryData, format } = readValue(item.Data, item.Meta?.Format ?? meta?.Format);
  return {
    source: item.Source?.LocURI,
    target: item.Target?.LocURI,
    format,
    type: item.Meta?.Type ?? meta?.Type,
    mark: item.Meta?.Mark ?? meta?.Mark,
    data,
    binaryData,
  };
}

function outcomeOf(command: SentCommand): CommandOutcome {
  const { reference, memberReference, items } = command;
  return { reference, memberReference, status: overallStatus(command.statuses), items };
}

function isUnanswered(command: SentCommand): boolean {
  return command.open.size > 0 || !isAnswered(command);
}

/** True when it has more than the 213 of a chunk. */
function isAnswered({ statuses }: SentCommand): boolean {
  return statuses.some((status) => status !== CHUNK_ACCEPTED);
}

/** One code for a command whose Items were answered one by one: the first that is not a success, else the last. */
function overallStatus(statuses: readonly number[]): number {
  const final = statuses.filter(isFinalStatus);
  return final.find((status) => !isSuccess(status)) ?? final.at(-1) ?? statuses.at(-1) ?? MISSING_STATUS;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isFinalStatus(status: number): boolean {
  return status !== IN_PROGRESS && status !== CHUNK_ACCEPTED;
}

function trimNumber(text: string): string {
  return text.trim().replace(/^0+(?=\d)/, "");
}
