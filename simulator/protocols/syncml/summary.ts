import type { AnyElement } from "../../schema/element.ts";
import { alertText } from "./alert-codes.ts";
import type { NestedCommand } from "./commands.ts";
import type { BodyCommand, SyncML } from "./message.ts";
import { statusText } from "./status-codes.ts";

type Command = BodyCommand | NestedCommand;

interface Addressed {
  readonly Target?: { readonly LocURI: string } | undefined;
  readonly Source?: { readonly LocURI: string } | undefined;
}

/** One line for a command: "Status 212 SyncHdr: authenticated for the session", "Get ./DevInfo/DevId". */
export function summarizeCommand(command: Command): string {
  switch (command.kind) {
    case "Status": {
      const { Cmd, TargetRef, SourceRef, Data } = command;
      const target = Cmd === "SyncHdr" ? undefined : (TargetRef[0] ?? SourceRef[0]);
      const meaning = statusText(Data);
      return `Status ${Data} ${Cmd}${target === undefined ? "" : ` ${target}`}${meaning === undefined ? "" : `: ${meaning}`}`;
    }
    case "Alert":
      return summarizeAlert(command);
    case "Atomic":
    case "Sequence":
      return `${command.kind} of ${counted(command.commands.length, "command")}`;
    case "Copy": {
      const item = command.Item[0];
      return `Copy ${item?.Source?.LocURI ?? "?"} to ${item?.Target?.LocURI ?? "?"}${andMore(command.Item)}`;
    }
    case "Add":
    case "Delete":
    case "Exec":
    case "Get":
    case "Replace":
    case "Results": {
      const first = command.Item[0];
      const address = first && addressOf(first);
      const plain = `${command.kind}${address === undefined ? "" : ` ${address}`}${andMore(command.Item)}`;
      return first !== undefined && "MoreData" in first && first.MoreData === true
        ? `${plain}, more follows`
        : plain;
    }
  }
}

function summarizeAlert({ Data, Item }: Extract<Command, { kind: "Alert" }>): string {
  if (Data === undefined) return "Alert without a code";
  const meaning = alertText(Data);
  const type = Data === 1226 || Data === 1224 ? Item[0]?.Meta?.Type : undefined;
  return `Alert ${Data}${meaning === undefined ? "" : `: ${meaning}`}${type === undefined ? "" : `, ${type}`}`;
}

/** One line for a message: "Session 1F, message 3: Status 212, Get ./DevDetail/SwV, Final". */
export function summarizeSyncML({ SyncHdr, SyncBody }: SyncML): string {
  const shown = SyncBody.commands.slice(0, 6).map(shortName);
  const rest = SyncBody.commands.length - shown.length;
  const parts = [
    ...shown,
    ...(rest > 0 ? [`${rest} more`] : []),
    ...(SyncBody.Final === true ? ["Final"] : []),
  ];
  const contents = parts.length === 0 ? "empty" : parts.join(", ");
  return `Session ${SyncHdr.SessionID || "?"}, message ${SyncHdr.MsgID || "?"}: ${contents}`;
}

function shortName(command: BodyCommand): string {
  if (command.kind === "Status") return `Status ${command.Data}`;
  if (command.kind === "Alert") return `Alert ${command.Data ?? ""}`.trim();
  return command.kind;
}

/** One line for the element of a value that was read, for a folded tree; undefined where the children say enough. */
export function summarizeElement(element: AnyElement, value: unknown): string | undefined {
  switch (element.name) {
    case "SyncML":
      return summarizeSyncML(value as SyncML);
    case "SyncHdr": {
      const { SessionID, MsgID, Source, Target } = value as SyncML["SyncHdr"];
      return `session ${SessionID || "?"}, message ${MsgID || "?"}, from ${Source.LocURI || "?"} to ${Target.LocURI || "?"}`;
    }
    case "SyncBody":
      return counted((value as SyncML["SyncBody"]).commands.length, "command");
    case "Item":
      return addressOf(value as Addressed);
    case "Source":
    case "Target":
      return (value as { readonly LocURI: string }).LocURI;
    case "Meta": {
      const { Format, Type } = value as { readonly Format?: string; readonly Type?: string };
      return [Format, Type].filter((part) => part !== undefined).join(", ") || undefined;
    }
    case "Cred":
    case "Chal":
      return (value as { readonly Meta?: { readonly Type?: string } }).Meta?.Type;
    default:
      return commandNames.has(element.name)
        ? summarizeCommand({ ...(value as Command), kind: element.name } as Command)
        : undefined;
  }
}

const commandNames: ReadonlySet<string> = new Set<Command["kind"]>([
  "Add",
  "Alert",
  "Atomic",
  "Copy",
  "Delete",
  "Exec",
  "Get",
  "Replace",
  "Results",
  "Sequence",
  "Status",
]);

function addressOf({ Target, Source }: Addressed): string | undefined {
  return Target?.LocURI ?? Source?.LocURI;
}

function andMore(items: readonly unknown[]): string {
  return items.length > 1 ? ` and ${items.length - 1} more` : "";
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
