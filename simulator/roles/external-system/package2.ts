import { writeDmMessage, type BodyCommandInput, type DmEncoding } from "../../protocols/syncml/index.ts";
import type { PlainCommand } from "./command.ts";

/** What the header of a tunnelled package 2 says. The DM server replaces it by its own (contract, section 8). */
export interface Package2Header {
  readonly sessionId: string;
  readonly msgId: number;
  readonly deviceId: string;
  readonly from: string;
}

/** A package 2 with these commands, numbered from 1. */
export function writePackage2(
  header: Package2Header,
  commands: readonly PlainCommand[],
  encoding: DmEncoding,
): Uint8Array {
  return writeDmMessage(encoding, {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: header.sessionId,
      MsgID: String(header.msgId),
      Target: { LocURI: header.deviceId },
      Source: { LocURI: header.from },
    },
    SyncBody: {
      commands: commands.map((command, index) => bodyCommand(command, String(index + 1))),
      Final: true,
    },
  });
}

function bodyCommand(command: PlainCommand, CmdID: string): BodyCommandInput {
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
      const { locUri, format: Format, type: Type, data } = command;
      const Meta = Format === undefined && Type === undefined ? undefined : { Format, Type };
      return {
        kind: command.kind === "add" ? "Add" : "Replace",
        CmdID,
        Item: [{ Target: { LocURI: locUri }, Meta, Data: data }],
      };
    }
  }
}
