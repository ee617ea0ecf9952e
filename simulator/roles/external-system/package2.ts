import { toBase64 } from "../../core/bytes.ts";
import {
  writeDmMessage,
  type BodyCommandInput,
  type DmEncoding,
  type NestedCommandInput,
  type SimpleCommandInput,
} from "../../protocols/syncml/index.ts";
import type { CommandInput } from "../../protocols/wsi/index.ts";

/** What the header of a tunnelled package 2 says. The DM server replaces it by its own (contract, section 8). */
export interface Package2Header {
  readonly sessionId: string;
  readonly msgId: number;
  readonly deviceId: string;
  readonly from: string;
}

type Leaf = Exclude<CommandInput, { readonly kind: "atomic" | "sequence" }>;

/** A package 2 with these commands, numbered from 1 in document order. */
export function writePackage2(
  header: Package2Header,
  commands: readonly CommandInput[],
  encoding: DmEncoding,
): Uint8Array {
  let count = 0;
  const simple = (command: Leaf): SimpleCommandInput => simpleCommand(command, String(++count));
  const nested = (command: CommandInput): NestedCommandInput => {
    if (command.kind !== "atomic" && command.kind !== "sequence") return simple(command);
    const CmdID = String(++count);
    const kind = command.kind === "atomic" ? "Atomic" : "Sequence";
    return { kind, CmdID, commands: command.commands.map(nested) };
  };
  const body: readonly BodyCommandInput[] = commands.map(nested);
  return writeDmMessage(encoding, {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: header.sessionId,
      MsgID: String(header.msgId),
      Target: { LocURI: header.deviceId },
      Source: { LocURI: header.from },
    },
    SyncBody: { commands: body, Final: true },
  });
}

function simpleCommand(command: Leaf, CmdID: string): SimpleCommandInput {
  switch (command.kind) {
    case "get":
      return { kind: "Get", CmdID, Item: [{ Target: { LocURI: command.locUri } }] };
    case "delete":
      return { kind: "Delete", CmdID, Item: [{ Target: { LocURI: command.locUri } }] };
    case "copy":
      return {
        kind: "Copy",
        CmdID,
        Item: [{ Source: { LocURI: command.from }, Target: { LocURI: command.to } }],
      };
    case "exec":
      return {
        kind: "Exec",
        CmdID,
        Correlator: command.correlator,
        Item: [{ Target: { LocURI: command.locUri }, Data: command.data }],
      };
    case "add":
    case "replace": {
      const { locUri, type: Type, binaryData } = command;
      const Format = command.format ?? (binaryData && "b64");
      const Data = binaryData ? toBase64(binaryData) : command.data;
      const Meta = Format === undefined && Type === undefined ? undefined : { Format, Type };
      return {
        kind: command.kind === "add" ? "Add" : "Replace",
        CmdID,
        Item: [{ Target: { LocURI: locUri }, Meta, Data }],
      };
    }
  }
}
