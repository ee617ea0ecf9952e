import { fromBase64, utf8 } from "../core/bytes.ts";
import { hasError, type Finding } from "../core/finding.ts";
import { spec } from "../core/spec-ref.ts";
import {
  readMgmtTree,
  tndsEncodingOf,
  tndsMediaTypes,
  writeMgmtTree,
  type MgmtNodeInput,
  type MgmtTree,
  type MgmtTreeInput,
} from "../protocols/dmddf/index.ts";
import type { W7Account, W7Credentials } from "../protocols/provisioning/index.ts";
import { readDmMessage, writeDmMessage, type Item, type BodyCommand } from "../protocols/syncml/index.ts";

/*
 * A bootstrap message of the DM profile: a SyncML message in WBXML whose Adds bring management objects as TNDS documents
 * to the Inbox (DM Bootstrap 1.2, 5.4). No session follows it and nothing is answered.
 */

const clause = spec("dm-boot", "5.4 OMA DM profile");
const INBOX = "./Inbox";
const DMACC = "urn:oma:mo:oma-dm-dmacc:1.0";
const levels: Readonly<Record<string, string>> = { APPSRV: "CLCRED", CLIENT: "SRVCRED" };

/** What a bootstrap message is made of. */
export interface DmBootstrapInput {
  readonly serverId: string;
  readonly deviceId: string;
  readonly objects: readonly MgmtTreeInput[];
}

/** A bootstrap message as read. */
export interface DmBootstrap {
  /** Source of the header. */
  readonly serverId: string;
  /** The documents of its Adds, in their order. */
  readonly objects: readonly MgmtTree[];
}

type AddCommand = Extract<BodyCommand, { readonly kind: "Add" }>;

/** Octets of a bootstrap message. */
export function writeDmBootstrap({ serverId, deviceId, objects }: DmBootstrapInput): Uint8Array {
  return writeDmMessage("wbxml", {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "0",
      MsgID: "1",
      Target: { LocURI: deviceId },
      Source: { LocURI: serverId },
    },
    SyncBody: {
      commands: objects.map((object, index) => ({
        kind: "Add",
        CmdID: String(index + 1),
        Item: [
          {
            Target: { LocURI: INBOX },
            Meta: { Format: "bin", Type: tndsMediaTypes.wbxml },
            Data: writeMgmtTree(object, "wbxml"),
          },
        ],
      })),
      Final: true,
    },
  });
}

/** Reads a bootstrap message. Never throws; what is no document below the Inbox is left out with a finding. */
export function readDmBootstrap(body: Uint8Array): {
  readonly value: DmBootstrap | undefined;
  readonly findings: readonly Finding[];
} {
  const message = readDmMessage("wbxml", body);
  if (!message.value || hasError(message.findings)) return { value: undefined, findings: message.findings };
  const { SyncHdr, SyncBody } = message.value;
  const findings: Finding[] = [...message.findings];
  const leftOut = (text: string): void => {
    findings.push({ severity: "warning", code: "bootstrap/left-out", text, spec: clause });
  };
  const objects: MgmtTree[] = [];
  for (const command of SyncBody.commands)
    if (command.kind !== "Add") leftOut(`A bootstrap message has Adds only; ${command.kind} is left out.`);
    else
      for (const item of command.Item) {
        const read = documentOf(command, item);
        if (typeof read === "string") leftOut(read);
        else {
          findings.push(...read.findings);
          if (read.value) objects.push(read.value);
        }
      }
  return { value: { serverId: SyncHdr.Source.LocURI, objects }, findings };
}

function documentOf(command: AddCommand, item: Item): ReturnType<typeof readMgmtTree> | string {
  const target = item.Target?.LocURI ?? "";
  if (target !== INBOX && !target.startsWith(`${INBOX}/`))
    return `The Add to ${target.slice(0, 80) || "nowhere"} is left out: it is not below the Inbox.`;
  const meta = { ...command.Meta, ...definedOf(item.Meta) };
  const encoding = tndsEncodingOf(meta.Type ?? "");
  if (!encoding)
    return `The Add of the type ${meta.Type?.slice(0, 80) ?? "none"} is left out: it is no TNDS document.`;
  const { Data } = item;
  if (Data === undefined) return "An Add without a document is left out.";
  if (Data instanceof Uint8Array) return readMgmtTree(Data, encoding);
  const text = typeof Data === "string" ? Data : Data.xml;
  return readMgmtTree(meta.Format === "b64" ? (fromBase64(text) ?? utf8(text)) : utf8(text), encoding);
}

function definedOf(meta: Item["Meta"]): Partial<NonNullable<Item["Meta"]>> {
  return {
    ...(meta?.Type === undefined ? {} : { Type: meta.Type }),
    ...(meta?.Format === undefined ? {} : { Format: meta.Format }),
  };
}

/** The DMAcc of an account as a TNDS document, with the ACL that lets the server get, replace and delete it. */
export function accountDocument(account: W7Account): MgmtTreeInput {
  const { serverId = "" } = account;
  const links = [...account.toProxy, ...account.toNapId];
  const acl = `Delete=${serverId}&Get=${serverId}&Replace=${serverId}`;
  return {
    VerDTD: "1.2",
    Node: [
      {
        NodeName: serverId,
        RTProperties: { ACL: acl, Format: { kind: "node", value: true }, Type: { DDFName: DMACC } },
        Node: [
          leaf("AppID", "w7"),
          leaf("ServerID", serverId),
          ...(account.name === undefined ? [] : [leaf("Name", account.name)]),
          ...(links[0] === undefined ? [] : [leaf("PrefConRef", links[0])]),
          ...(links.length === 0
            ? []
            : [node("ToConRef", numbered(links.map((link) => [leaf("ConRef", link)])))]),
          node(
            "AppAddr",
            numbered(
              account.addresses.map(({ address, type, ports }) => [
                leaf("Addr", address),
                leaf("AddrType", type ?? "URI"),
                ...(ports.length === 0
                  ? []
                  : [node("Port", numbered(ports.map((port) => [leaf("PortNbr", port)])))]),
              ]),
            ),
          ),
          ...(account.credentials.length === 0
            ? []
            : [node("AppAuth", numbered(account.credentials.map(credentialNodes)))]),
        ],
      },
    ],
  };
}

function credentialNodes({ level, type, name, secret, data }: W7Credentials): readonly MgmtNodeInput[] {
  const nonce = data === undefined ? undefined : fromBase64(data);
  return [
    leaf("AAuthLevel", levels[level] ?? level),
    ...(type === undefined ? [] : [leaf("AAuthType", type)]),
    ...(name === undefined ? [] : [leaf("AAuthName", name)]),
    ...(secret === undefined ? [] : [leaf("AAuthSecret", secret)]),
    ...(nonce === undefined ? [] : [octets("AAuthData", nonce)]),
  ];
}

function numbered(groups: readonly (readonly MgmtNodeInput[])[]): readonly MgmtNodeInput[] {
  return groups.map((group, index) => node(String(index + 1), group));
}

function node(NodeName: string, children: readonly MgmtNodeInput[]): MgmtNodeInput {
  return { NodeName, RTProperties: { Format: { kind: "node", value: true }, Type: {} }, Node: children };
}

function leaf(NodeName: string, Value: string): MgmtNodeInput {
  return {
    NodeName,
    RTProperties: { Format: { kind: "chr", value: true }, Type: { MIME: "text/plain" } },
    Value,
  };
}

function octets(NodeName: string, Value: Uint8Array): MgmtNodeInput {
  return {
    NodeName,
    RTProperties: { Format: { kind: "bin", value: true }, Type: { MIME: "application/octet-stream" } },
    Value,
  };
}
