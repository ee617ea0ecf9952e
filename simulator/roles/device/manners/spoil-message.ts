import type { Random } from "../../../core/random.ts";
import type { BodyCommandInput, ItemInput, SyncMLInput } from "../../../protocols/syncml/index.ts";
import { nodeAt, type InteriorNode, type TreeNode } from "../../../tree/index.ts";
import { goodManners, type DeviceManners } from "./manners.ts";

/**
 * A message of the device with its manners: numbers of commands, DevInfo, challenges, references and the spelling of the
 * SessionID. Statuses of the server refer to the CmdIDs of what this returns. `root` is the tree that DevInfo's other
 * nodes come from. With good manners it is the same object.
 */
export function spoilMessage(
  message: SyncMLInput,
  manners: DeviceManners,
  random: Random,
  root: InteriorNode,
): SyncMLInput {
  if (manners === goodManners) return message;
  const { SyncHdr, SyncBody } = message;
  let commands = SyncBody.commands ?? [];
  if (manners.devInfo !== "sent") commands = withDevInfo(commands, manners.devInfo, root);
  if (manners.challenge === "every-status") commands = withChallenges(commands);
  if (manners.refs === "omitted") commands = commands.map(withoutRefs);
  if (manners.cmdIds !== "counted") {
    const number = numbering(manners.cmdIds, random);
    commands = commands.map((command, index) => ({ ...command, CmdID: number(index) }));
  }
  return {
    SyncHdr: { ...SyncHdr, SessionID: spellSessionId(SyncHdr.SessionID, manners) },
    SyncBody: { ...SyncBody, commands },
  };
}

/** The SessionID as the device writes it, and as it expects it back. The identifier is upper-case hexadecimal. */
export function spellSessionId(sessionId: string, manners: DeviceManners): string {
  if (manners.sessionId === "leading-zeros") return sessionId.padStart(4, "0");
  return manners.sessionId === "lower-case" ? sessionId.toLowerCase() : sessionId;
}

function numbering(manner: DeviceManners["cmdIds"], random: Random): (index: number) => string {
  switch (manner) {
    case "counted":
      return (index) => String(index + 1);
    case "from-two":
      return (index) => String(index + 2);
    case "repeated":
      return (index) => String((index >> 1) + 1); // two commands in a row share each number
    case "uuid":
      return () => uuid(random);
  }
}

/** A random UUID (RFC 9562, version 4). */
function uuid(random: Random): string {
  const bytes = random.bytes(16);
  const digits = Array.from(bytes, (byte, index) => {
    const octet = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return octet.toString(16).padStart(2, "0");
  }).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function isDevInfo(command: BodyCommandInput): boolean {
  return (
    command.kind === "Replace" &&
    command.Item.some((item) => item.Source?.LocURI?.startsWith("./DevInfo") === true)
  );
}

function withDevInfo(
  commands: readonly BodyCommandInput[],
  manner: DeviceManners["devInfo"],
  root: InteriorNode,
): readonly BodyCommandInput[] {
  if (manner === "missing") return commands.filter((command) => !isDevInfo(command));
  return commands.map((command) => {
    if (command.kind !== "Replace" || !isDevInfo(command)) return command;
    return { ...command, ...devInfoItems(command, manner, root) };
  });
}

function devInfoItems(
  command: Extract<BodyCommandInput, { readonly kind: "Replace" }>,
  manner: DeviceManners["devInfo"],
  root: InteriorNode,
): Partial<Extract<BodyCommandInput, { readonly kind: "Replace" }>> {
  switch (manner) {
    case "without-meta":
      return { Meta: undefined, Item: command.Item.map((item) => ({ ...item, Meta: undefined })) };
    case "with-interior":
      return { Item: [...interiorItems(root), ...command.Item] };
    case "with-vendor-nodes":
      return { Item: [...command.Item, ...vendorItems(root)] };
    case "missing":
    case "sent":
      return {};
  }
}

/** DevInfo and its interior children, each with the names below it, as a Get of them gives. */
function interiorItems(root: InteriorNode): ItemInput[] {
  const devInfo = nodeAt(root, ["DevInfo"]);
  if (devInfo?.kind !== "interior") return [];
  const inner = [...devInfo.children].filter(([, node]) => node.kind === "interior");
  return [
    ["./DevInfo", devInfo] as const,
    ...inner.map(([name, node]) => [`./DevInfo/${name}`, node] as const),
  ].map(([uri, node]) => ({
    Source: { LocURI: uri },
    Meta: { Format: "node" },
    Data: node.kind === "interior" ? [...node.children.keys()].join("/") : "",
  }));
}

/** The leaves below DevInfo's Bearer and Ext. */
function vendorItems(root: InteriorNode): ItemInput[] {
  const devInfo = nodeAt(root, ["DevInfo"]);
  if (devInfo?.kind !== "interior") return [];
  return [...devInfo.children].flatMap(([name, node]) =>
    node.kind === "interior" ? leafItems(`./DevInfo/${name}`, node) : [],
  );
}

function leafItems(uri: string, node: TreeNode): ItemInput[] {
  if (node.kind === "interior")
    return [...node.children].flatMap(([name, child]) => leafItems(`${uri}/${name}`, child));
  if (typeof node.value !== "string") return [];
  return [{ Source: { LocURI: uri }, Meta: { Format: node.format, Type: node.type }, Data: node.value }];
}

/** The challenge of the header's Status in every Status. */
function withChallenges(commands: readonly BodyCommandInput[]): readonly BodyCommandInput[] {
  const head = commands.find((command) => command.kind === "Status");
  const chal = head?.kind === "Status" && head.Cmd === "SyncHdr" ? head.Chal : undefined;
  if (!chal) return commands;
  return commands.map((command) => (command.kind === "Status" ? { ...command, Chal: chal } : command));
}

function withoutRefs(command: BodyCommandInput): BodyCommandInput {
  return command.kind === "Status" ? { ...command, TargetRef: [], SourceRef: [] } : command;
}
