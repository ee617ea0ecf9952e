import { createXmlReader, createXmlWriter } from "../../../schema/xml/index.ts";
import {
  metinfAliases,
  METINF,
  syncmlAliases,
  SYNCML,
  SyncML,
  type BodyCommand,
  type BodyCommandInput,
  type NestedCommand,
  type NestedCommandInput,
} from "../../../protocols/syncml/index.ts";
import type { Finding } from "../../../core/finding.ts";
import type { ReferencedCommand } from "../ports.ts";
import type { TreeAccess } from "./policy-port.ts";
import { serviceRefusal } from "./refusal.ts";

/** Media type of packages that this version tunnels. */
export const PACKAGE_XML = "application/vnd.syncml.dm+xml";
/** The other media type of the contract. */
export const PACKAGE_WBXML = "application/vnd.syncml.dm+wbxml";

const aliases = Object.fromEntries([
  ...syncmlAliases.map((alias) => [alias, SYNCML]),
  ...metinfAliases.map((alias) => [alias, METINF]),
]) as Readonly<Record<string, string>>;
const read = createXmlReader(SyncML, { aliases });
const write = createXmlWriter(SyncML, { declaration: true });

/** The commands of an External System's package 2. */
export interface ReadPackage {
  readonly commands: readonly ReferencedCommand[];
  /** Reference that the session uses → CmdID in the External System's package. */
  readonly cmdIds: Readonly<Record<string, string>>;
  readonly msgId: string;
  readonly accesses: readonly TreeAccess[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a package 2 (contract, section 8): the commands in order. SyncHdr, Status, Cred and Final are the DM server's own
 * business and are left out with a finding. Refuses what cannot be read with SVC0002.
 */
export function readPackage(bytes: Uint8Array): ReadPackage {
  const { value, findings } = read(bytes);
  const broken = findings.find(({ severity }) => severity === "error");
  if (!value || broken)
    throw serviceRefusal("SVC0002", ["package"], broken?.text ?? "the package is no SyncML message");
  const left: Finding[] = [...findings];
  const ignore = (what: string): void => {
    left.push({
      severity: "info",
      code: "tunnel/ignored",
      text: `${what} is ignored: the DM server owns the session.`,
    });
  };
  ignore("SyncHdr");
  if (value.SyncHdr.Cred) ignore("Cred");
  if (value.SyncBody.Final) ignore("Final");
  const commands: ReferencedCommand[] = [];
  const cmdIds: Record<string, string> = {};
  const accesses: TreeAccess[] = [];
  for (const command of value.SyncBody.commands) {
    if (command.kind === "Status" || command.kind === "Results" || isSessionAlert(command)) {
      ignore(command.kind);
      continue;
    }
    const reference = String(commands.length + 1);
    enter(command, reference, cmdIds, accesses);
    commands.push({ reference, command: withoutCred(command) });
  }
  return { commands, cmdIds, msgId: value.SyncHdr.MsgID, accesses, findings: left };
}

/** Alerts that steer the session, not the user interface: 1200 to 1226. */
function isSessionAlert(command: BodyCommand): boolean {
  return command.kind === "Alert" && (command.Data ?? 0) >= 1200;
}

function enter(
  command: NestedCommand,
  reference: string,
  cmdIds: Record<string, string>,
  accesses: TreeAccess[],
): void {
  cmdIds[reference] = command.CmdID;
  if (isContainer(command)) {
    command.commands.forEach((member, index) => enter(member, `${reference}.${index + 1}`, cmdIds, accesses));
    return;
  }
  if (command.kind === "Alert") return;
  for (const item of command.Item) {
    const target = item.Target?.LocURI;
    const source = item.Source?.LocURI;
    if (target === undefined || (command.kind === "Copy" && source === undefined) || item.MoreData)
      throw serviceRefusal(
        "SVC0002",
        ["package"],
        `${command.kind} ${command.CmdID} ${item.MoreData ? "is a chunk; large objects are given whole" : "lacks an address"}`,
      );
    const type = item.Meta?.Type ?? command.Meta?.Type ?? "";
    const kind = command.kind.toLowerCase() as TreeAccess["kind"]; // Add, Replace, Delete, Copy, Exec, Get
    const wholeSubtree =
      kind === "delete" || kind === "copy" || /^application\/vnd\.syncml\.dmtnds\+/i.test(type);
    accesses.push({ kind, locUri: target, wholeSubtree });
    if (kind === "copy" && source !== undefined) accesses.push({ kind, locUri: source, wholeSubtree });
  }
}

function isContainer(
  command: NestedCommand,
): command is Extract<NestedCommand, { kind: "Atomic" | "Sequence" }> {
  return command.kind === "Atomic" || command.kind === "Sequence";
}

function withoutCred(command: NestedCommand): NestedCommandInput {
  if (isContainer(command)) {
    const { NoResp: _noResp, ...rest } = command;
    return { ...rest, CmdID: "", commands: command.commands.map(withoutCred) };
  }
  // the External System gets a status for each of its commands
  const { Cred: _cred, NoResp: _noResp, ...rest } = command;
  return { ...rest, CmdID: "" };
}

/** Package 1 as the External System gets it: one message, without credentials and nonces. */
export function packageOne(message: SyncML): Uint8Array {
  return write({
    SyncHdr: headerOf(message),
    SyncBody: { commands: message.SyncBody.commands.map(cleaned), Final: true },
  });
}

/** What the numbers in a package 3 stand for on the External System's side. */
export interface PackageNumbers {
  /** MsgID of its package 2. */
  readonly msgId: string;
  /** `<MsgID>/<CmdID>` on the device's side → the reference of the command. */
  readonly references: ReadonlyMap<string, string>;
  readonly cmdIds: Readonly<Record<string, string>>;
}

/**
 * Package 3 as the External System gets it: its messages as one, MsgRef and CmdRef mapped to its own numbers, what
 * answers the DM server's own commands left out. Undefined when there are no messages.
 */
export function packageThree(messages: readonly SyncML[], numbers: PackageNumbers): Uint8Array | undefined {
  const [first] = messages;
  if (!first) return undefined;
  const commands: BodyCommandInput[] = [];
  for (const message of messages)
    for (const command of message.SyncBody.commands) {
      const mapped = mapReference(cleaned(command), numbers);
      if (mapped) commands.push({ ...mapped, CmdID: String(commands.length + 1) });
    }
  return write({ SyncHdr: headerOf(first), SyncBody: { commands, Final: true } });
}

function mapReference(command: BodyCommandInput, numbers: PackageNumbers): BodyCommandInput | undefined {
  if (command.kind !== "Status" && command.kind !== "Results") return command;
  if (command.kind === "Status" && command.CmdRef === "0") return { ...command, MsgRef: numbers.msgId };
  const reference = numbers.references.get(`${command.MsgRef ?? "1"}/${command.CmdRef}`);
  const cmdId = reference === undefined ? undefined : numbers.cmdIds[reference];
  return cmdId === undefined ? undefined : { ...command, MsgRef: numbers.msgId, CmdRef: cmdId };
}

function headerOf({ SyncHdr }: SyncML) {
  const { Cred: _cred, RespURI: _respUri, ...header } = SyncHdr;
  const meta = header.Meta && { ...header.Meta, NextNonce: undefined };
  return { ...header, Source: { LocURI: header.Source.LocURI }, Meta: meta };
}

function cleaned(command: BodyCommand): BodyCommandInput {
  if (command.kind === "Status") {
    const { Cred: _cred, Chal: _chal, ...rest } = command;
    return rest;
  }
  if (command.kind === "Results" || command.kind === "Atomic" || command.kind === "Sequence") return command;
  const { Cred: _cred, ...rest } = command;
  return rest;
}
