import type { MgmtTreeInput } from "../../simulator/protocols/dmddf/index.ts";
import type { DecodedNode } from "../../simulator/schema/inspect.ts";
import type { SyncMLInput } from "../../simulator/protocols/syncml/index.ts";

const type = { Format: { kind: "chr", value: true }, Type: { MIME: "text/plain" } } as const;

/** A document whose one leaf is a password: "open-sesame". */
export const secretTree: MgmtTreeInput = {
  VerDTD: "1.2",
  Node: [
    {
      NodeName: "AppAuth",
      RTProperties: { Format: { kind: "node", value: true }, Type: {} },
      Node: [{ NodeName: "AAuthSecret", RTProperties: type, Value: "open-sesame" }],
    },
  ],
};

/** A message that sets a password by its address. */
export const secretCommand: SyncMLInput = {
  SyncHdr: {
    VerDTD: "1.2",
    VerProto: "DM/1.2",
    SessionID: "1",
    MsgID: "1",
    Target: { LocURI: "IMEI:1" },
    Source: { LocURI: "dms.example" },
    Cred: { Meta: { Type: "syncml:auth-md5", Format: "b64" }, Data: "Y3JlZGVudGlhbHM=" },
  },
  SyncBody: {
    commands: [
      {
        kind: "Replace",
        CmdID: "1",
        Item: [
          { Target: { LocURI: "./DMAcc/1/AppAuth/1/AAuthName" }, Data: "open-name" },
          { Target: { LocURI: "./DMAcc/1/AppAuth/1/AAuthSecret" }, Data: "open-sesame" },
        ],
      },
    ],
    Final: true,
  },
};

/** All that a tree shows, as text. */
export function shownIn(node: DecodedNode | undefined): string {
  if (!node) return "";
  const { name, value, meaning, summary, children } = node;
  return [name, value, meaning, summary, ...children.map(shownIn)].join("\n");
}
