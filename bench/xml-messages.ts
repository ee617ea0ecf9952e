import type { SyncMLInput } from "../simulator/protocols/syncml/index.ts";

/**
 * Messages as a busy session has them: statuses, results and commands, about ninety elements and two kilobytes. They
 * differ in ids and values, so that no cache of a whole message helps.
 */
export function sampleMessages(count: number): SyncMLInput[] {
  return Array.from({ length: count }, (_, number) => sampleMessage(number));
}

function sampleMessage(number: number): SyncMLInput {
  const session = (0x100 + number).toString(16).toUpperCase();
  const status = (id: number, ref: number, command: string, target: string, code: number) =>
    ({
      kind: "Status",
      CmdID: `${id}`,
      MsgRef: "2",
      CmdRef: `${ref}`,
      Cmd: command,
      TargetRef: [target],
      Data: code,
    }) as const;
  return {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: session,
      MsgID: "3",
      Target: { LocURI: "https://dm.example.com/oma" },
      Source: { LocURI: `IMEI:35000000000${number + 1000}`, LocName: `dev${number}` },
      Meta: { MaxMsgSize: 16384, MaxObjSize: 1048576 },
    },
    SyncBody: {
      commands: [
        status(1, 0, "SyncHdr", "IMEI:350000000000017", 212),
        status(2, 2, "Get", "./DevDetail/SwV", 200),
        status(3, 3, "Get", "./DevDetail/FwV", 200),
        status(4, 4, "Replace", `./Settings/Ring${number}`, 405),
        {
          kind: "Results",
          CmdID: "5",
          MsgRef: "2",
          CmdRef: "2",
          Item: [
            {
              Source: { LocURI: "./DevDetail/SwV" },
              Meta: { Format: "chr", Type: "text/plain" },
              Data: `build ${number}.4 <rc & final>`,
            },
          ],
        },
        {
          kind: "Results",
          CmdID: "6",
          MsgRef: "2",
          CmdRef: "3",
          Item: [{ Source: { LocURI: "./DevDetail/FwV" }, Data: `7.${number}.1` }],
        },
        {
          kind: "Alert",
          CmdID: "7",
          Data: 1226,
          Correlator: `job-${number}`,
          Item: [
            {
              Source: { LocURI: "./FwUpdate/Pkg1" },
              Meta: { Format: "int", Type: "urn:oma:at:fumo:1.0:downloadandupdate", Mark: "informational" },
              Data: "200",
            },
          ],
        },
        {
          kind: "Replace",
          CmdID: "8",
          Item: ["Lang", "DmV", "Mod", "Man", "DevId"].map((leaf) => ({
            Source: { LocURI: `./DevInfo/${leaf}` },
            Data: `${leaf} ${number}`,
          })),
        },
      ],
      Final: true,
    },
  };
}
