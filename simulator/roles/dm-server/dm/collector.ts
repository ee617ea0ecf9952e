import type { Item, Results, Status, SyncML } from "../../../protocols/syncml/index.ts";
import type { CommandOutcome, OutcomeItem, ReferencedCommand } from "../ports.ts";

/** Status that a command gets in an outcome when the device ended its package without one. */
const MISSING_STATUS = 506;
/** Status of a command that is larger than the device takes and was therefore not sent. */
export const TOO_LARGE = 413;
const IN_PROGRESS = 101;
const CHUNK_ACCEPTED = 213;

/** One command or member that is with the device. */
interface SentCommand {
  readonly reference: string;
  readonly memberReference: string | undefined;
  readonly kind: string;
  readonly msgId: string;
  readonly cmdId: string;
  readonly statuses: number[];
  readonly items: OutcomeItem[];
  /** True while the last of the items has more chunks to come. */
  chunked: boolean;
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
  }): void;
  /** Takes commands back that the device did not execute because it challenged the server. */
  takeBack(msgId: number): void;
  /** An outcome without sending. */
  notSent(command: ReferencedCommand, status: number): void;
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

  const find = (
    msgRef: string,
    cmdRef: string,
    kind: string | undefined,
    ownMsgId: number,
  ): SentCommand | undefined => {
    // a missing CmdRef of Results is read as 1 (DM 1.2), a wrong or missing MsgRef as the message that is answered
    const number = cmdRef.trim() === "" ? "1" : trimNumber(cmdRef);
    const exact = byNumber.get(`${trimNumber(msgRef)}/${number}`);
    if (exact) return exact;
    const near = byNumber.get(`${ownMsgId}/${number}`);
    return near && (kind === undefined || kind === "" || near.kind === kind) ? near : undefined;
  };

  return {
    sent: ({ reference, memberReference, kind, msgId, cmdId }) => {
      const command: SentCommand = {
        reference,
        memberReference,
        kind,
        msgId: String(msgId),
        cmdId: String(cmdId),
        statuses: [],
        items: [],
        chunked: false,
      };
      commands.push(command);
      byNumber.set(`${msgId}/${cmdId}`, command);
    },
    takeBack: (msgId) => {
      const number = String(msgId);
      commands = commands.filter((command) => command.msgId !== number);
      byNumber = new Map([...byNumber].filter(([, command]) => command.msgId !== number));
    },
    notSent: (command, status) => {
      const add = (memberReference: string | undefined): void => {
        const { kind } = command.command;
        const { reference } = command;
        const statuses = [status];
        commands.push({
          reference,
          memberReference,
          kind,
          msgId: "",
          cmdId: "",
          statuses,
          items: [],
          chunked: false,
        });
      };
      add(undefined);
      for (const member of command.members ?? []) add(member);
    },
    accept: (message, ownMsgId) => {
      messages.push(message);
      let matched = 0;
      const strangers: string[] = [];
      for (const command of message.SyncBody.commands) {
        if (command.kind !== "Status" && command.kind !== "Results") continue;
        if (command.kind === "Status" && isHeaderStatus(command)) continue;
        const kind = command.kind === "Status" ? command.Cmd : undefined;
        const sent = find(command.MsgRef ?? "1", command.CmdRef, kind, ownMsgId);
        if (!sent) {
          if (command.kind === "Results" || command.Cmd !== "Alert")
            strangers.push(`${command.kind} for ${command.MsgRef ?? "?"}/${command.CmdRef}`);
          continue;
        }
        matched++;
        if (command.kind === "Status") acceptStatus(sent, command);
        else acceptResults(sent, command);
      }
      return { matched, strangers };
    },
    complete: () => commands.every((command) => command.statuses.some(isFinalStatus)),
    get begun() {
      return commands.length > 0;
    },
    partial: () => commands.filter((command) => command.statuses.length > 0).map(outcomeOf),
    finish: () => {
      const missing = commands
        .filter((command) => command.statuses.length === 0)
        .map((command) => command.memberReference ?? command.reference);
      const references = new Map<string, string>();
      for (const [number, command] of byNumber)
        references.set(number, command.memberReference ?? command.reference);
      const result = { outcomes: commands.map(outcomeOf), messages, references, missing };
      commands = [];
      byNumber = new Map();
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
  for (const item of results.Item) {
    const next = outcomeItem(item, results.Meta);
    const last = sent.items.at(-1);
    if (last && sent.chunked) sent.items[sent.items.length - 1] = joined(last, next);
    else sent.items.push(next);
    sent.chunked = item.MoreData === true;
  }
}

function joined(first: OutcomeItem, next: OutcomeItem): OutcomeItem {
  return { ...first, data: (first.data ?? "") + (next.data ?? "") };
}

function outcomeItem(item: Item, meta: Results["Meta"]): OutcomeItem {
  const { Data } = item;
  return {
    source: item.Source?.LocURI,
    target: item.Target?.LocURI,
    format: item.Meta?.Format ?? meta?.Format,
    type: item.Meta?.Type ?? meta?.Type,
    mark: item.Meta?.Mark ?? meta?.Mark,
    data:
      Data === undefined || Data instanceof Uint8Array
        ? undefined
        : typeof Data === "string"
          ? Data
          : Data.xml,
    binaryData: Data instanceof Uint8Array ? Data : undefined,
  };
}

function outcomeOf(command: SentCommand): CommandOutcome {
  const { reference, memberReference, items } = command;
  return { reference, memberReference, status: overallStatus(command.statuses), items };
}

/** One code for a command whose Items were answered one by one: the first that is not a success, else the last. */
function overallStatus(statuses: readonly number[]): number {
  const final = statuses.filter(isFinalStatus);
  return (
    final.find((status) => status >= 300 || status < 200) ?? final.at(-1) ?? statuses.at(-1) ?? MISSING_STATUS
  );
}

function isFinalStatus(status: number): boolean {
  return status !== IN_PROGRESS && status !== CHUNK_ACCEPTED;
}

function trimNumber(text: string): string {
  return text.trim().replace(/^0+(?=\d)/, "");
}
