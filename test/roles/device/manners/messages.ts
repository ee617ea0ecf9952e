import type { BodyCommandInput, SyncMLInput } from "../../../../simulator/protocols/syncml/index.ts";
import {
  goodManners,
  mannersOf,
  type ChosenManners,
  type DeviceManners,
} from "../../../../simulator/roles/device/manners/index.ts";

/** Manners with some bad ones. */
export const manners = (bad: ChosenManners): DeviceManners => mannersOf(bad, undefined);

export { goodManners };

const header = (msgId: string): SyncMLInput["SyncHdr"] => ({
  VerDTD: "1.2",
  VerProto: "DM/1.2",
  SessionID: "A7",
  MsgID: msgId,
  Target: { LocURI: "https://dm.example.com/oma" },
  Source: { LocURI: "IMEI:350000000000017", LocName: "dev17" },
  Meta: { MaxMsgSize: 16384, MaxObjSize: 1048576 },
});

const leaf = (name: string, value: string) => ({
  Source: { LocURI: `./DevInfo/${name}` },
  Meta: { Format: "chr", Type: "text/plain" },
  Data: value,
});

/** Package 1 with DevInfo and a Generic Alert. */
export const package1: SyncMLInput = {
  SyncHdr: {
    ...header("1"),
    Cred: { Meta: { Format: "b64", Type: "syncml:auth-md5" }, Data: "Zz6EivR3yeaaENcRN6lpAQ==" },
  },
  SyncBody: {
    commands: [
      { kind: "Alert", CmdID: "1", Data: 1201 },
      {
        kind: "Replace",
        CmdID: "2",
        Item: [
          leaf("Lang", "en-US"),
          leaf("DmV", "1.2"),
          leaf("Mod", "Bench-1"),
          leaf("Man", "A & B <Labs>"),
          leaf("DevId", "IMEI:35"),
        ],
      },
      {
        kind: "Alert",
        CmdID: "3",
        Data: 1226,
        Correlator: "job-1",
        Item: [
          {
            Source: { LocURI: "./FwUpdate/Pkg1" },
            Meta: { Format: "int", Type: "com.example:update", Mark: "informational" },
            Data: "200",
          },
        ],
      },
    ],
    Final: true,
  },
};

const chal = { Meta: { Format: "b64", Type: "syncml:auth-md5", NextNonce: new Uint8Array([1, 2, 3, 4]) } };

/** Package 3 with a challenge, statuses and results; one value is markup, another one nearly. */
export const package3: SyncMLInput = {
  SyncHdr: header("2"),
  SyncBody: {
    commands: [
      {
        kind: "Status",
        CmdID: "1",
        MsgRef: "1",
        CmdRef: "0",
        Cmd: "SyncHdr",
        TargetRef: ["IMEI:350000000000017"],
        SourceRef: ["https://dm.example.com/oma"],
        Chal: chal,
        Data: 407,
      },
      {
        kind: "Status",
        CmdID: "2",
        MsgRef: "1",
        CmdRef: "2",
        Cmd: "Get",
        TargetRef: ["./Settings"],
        Data: 200,
      },
      {
        kind: "Results",
        CmdID: "3",
        MsgRef: "1",
        CmdRef: "2",
        Item: [
          {
            Source: { LocURI: "./Settings/Url" },
            Meta: { Format: "chr", Type: "text/plain" },
            Data: "http://h/?a=1&b=2&lt;3",
          },
          {
            Source: { LocURI: "./Settings" },
            Meta: { Format: "xml", Type: "application/vnd.syncml.dmtnds+xml" },
            Data: {
              xml: '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Data>a<Data/></Data><![CDATA[</Data>]]></MgmtTree>',
            },
          },
        ],
      },
    ],
    Final: true,
  },
};

/** The commands of a message. */
export function commandsOf(message: SyncMLInput): readonly BodyCommandInput[] {
  return message.SyncBody.commands ?? [];
}
