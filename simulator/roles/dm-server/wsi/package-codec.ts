import { createXmlReader, createXmlWriter } from "../../../schema/xml/index.ts";
import {
  dmMediaTypes,
  metinfAliases,
  METINF,
  readDmMessage,
  syncmlAliases,
  SYNCML,
  SyncML,
  writeDmMessage,
  type BodyCommand,
  type BodyCommandInput,
  type DmEncoding,
  type NestedCommand,
  type NestedCommandInput,
  type SyncMLInput,
} from "../../../protocols/syncml/index.ts";
import type { Finding } from "../../../core/finding.ts";
import { carriedCommand, carriedItem } from "../encoding.ts";
import type { ReferencedCommand } from "../ports.ts";
import { isContainer } from "../device-command.ts";
import { accessesOfDeviceCommand } from "./device-accesses.ts";
import { fromJson, toJson } from "../json-value.ts";
import type { TreeAccess } from "./policy-port.ts";
import { serviceRefusal } from "./refusal.ts";

/** Media types of packages that are tunnelled, whatever the device speaks. */
export const packageTypes = dmMediaTypes;

/** Encoding of a package of this content type, parameters left out; undefined for one that is not tunnelled. */
export function packageEncoding(contentType: string): DmEncoding | undefined {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (type === packageTypes.xml) return "xml";
  return type === packageTypes.wbxml ? "wbxml" : undefined;
}

const aliases = Object.fromEntries([
  ...syncmlAliases.map((alias) => [alias, SYNCML]),
  ...metinfAliases.map((alias) => [alias, METINF]),
]) as Readonly<Record<string, string>>;
const readXml = createXmlReader(SyncML, { aliases });
const writeXml = createXmlWriter(SyncML, { declaration: true });

/** Writes a package; in XML, characters of the device that it cannot hold become U+FFFD. */
function write(message: SyncMLInput, encoding: DmEncoding): Uint8Array {
  const { SyncHdr, SyncBody } = message;
  const commands = (SyncBody.commands ?? []).map((command) => carriedAnswer(command, encoding));
  const carried = { SyncHdr, SyncBody: { ...SyncBody, commands } };
  if (encoding === "wbxml") return writeDmMessage("wbxml", carried);
  return writeXml(fromJson(toJson(carried)) as SyncMLInput); // a copy, see json-value.ts
}

/** Octets as the encoding carries them. */
function carriedAnswer(command: BodyCommandInput, encoding: DmEncoding): BodyCommandInput {
  if (command.kind === "Status") return command;
  if (command.kind !== "Results") return carriedCommand(command, encoding);
  return { ...command, Item: command.Item.map((item) => carriedItem(item, command.Meta, encoding)) };
}

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
 * business and are left out with a finding. Refuses what cannot be read, and LocURIs of more than `longestLocUri`
 * characters, with SVC0002.
 */
export function readPackage(bytes: Uint8Array, encoding: DmEncoding, longestLocUri: number): ReadPackage {
  const { value, findings } = encoding === "xml" ? readXml(bytes) : readDmMessage(encoding, bytes);
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
    enter(command, reference, cmdIds, longestLocUri);
    accesses.push(...accessesOfDeviceCommand(command));
    commands.push({ reference, command: withoutCred(command) });
  }
  return { commands, cmdIds, msgId: value.SyncHdr.MsgID, accesses, findings: left };
}

/** Alerts that steer the session, not the user interface: 1200 to 1226. */
function isSessionAlert(command: BodyCommand | NestedCommand): boolean {
  return command.kind === "Alert" && (command.Data ?? 0) >= 1200;
}

function enter(
  command: NestedCommand,
  reference: string,
  cmdIds: Record<string, string>,
  longest: number,
): void {
  const refuse = (what: string): never => {
    throw serviceRefusal("SVC0002", ["package"], `${command.kind} ${command.CmdID} ${what}`);
  };
  cmdIds[reference] = command.CmdID;
  if (isContainer(command)) {
    command.commands.forEach((member, index) => enter(member, `${reference}.${index + 1}`, cmdIds, longest));
    return;
  }
  if (command.kind === "Alert") {
    if (isSessionAlert(command)) refuse("steers the session, which is the DM server's");
    return;
  }
  for (const { Target, Source, MoreData } of command.Item) {
    if (!Target || (command.kind === "Copy" && !Source)) refuse("lacks an address");
    if (MoreData) refuse("is a chunk; large objects are given whole");
    if ([Target, Source].some((place) => (place?.LocURI.length ?? 0) > longest))
      refuse(`has a LocURI of more than ${longest} characters`);
  }
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
export function packageOne(message: SyncML, encoding: DmEncoding): Uint8Array {
  const whole: SyncMLInput = {
    SyncHdr: headerOf(message),
    SyncBody: { commands: message.SyncBody.commands.filter(isOfPackage).map(cleaned), Final: true },
  };
  return write(whole, encoding);
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
export function packageThree(
  messages: readonly SyncML[],
  numbers: PackageNumbers,
  encoding: DmEncoding,
): Uint8Array | undefined {
  const [first] = messages;
  if (!first) return undefined;
  const commands: BodyCommandInput[] = [];
  for (const message of messages)
    for (const command of message.SyncBody.commands) {
      if (!isOfPackage(command)) continue;
      const mapped = mapReference(cleaned(command), numbers);
      if (mapped) commands.push({ ...mapped, CmdID: String(commands.length + 1) });
    }
  return write({ SyncHdr: headerOf(first), SyncBody: { commands, Final: true } }, encoding);
}

/** False for Alerts that only carry a package over several messages: Next Message and No End of Data (1222, 1225). */
function isOfPackage(command: BodyCommand): boolean {
  return command.kind !== "Alert" || (command.Data !== 1222 && command.Data !== 1225);
}

const CHUNK_ACCEPTED = 213;

function mapReference(command: BodyCommandInput, numbers: PackageNumbers): BodyCommandInput | undefined {
  if (command.kind !== "Status" && command.kind !== "Results") return command;
  // large objects are told whole: the External System knows of no chunks
  if (command.kind === "Status" && command.Data === CHUNK_ACCEPTED) return undefined;
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
