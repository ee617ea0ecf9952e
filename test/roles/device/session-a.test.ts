import { describe, expect, test } from "vitest";
import { actorSteppers } from "../../../simulator/workbench/actor-steppers.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import { toBase64 } from "../../../simulator/core/bytes.ts";
import { readSyncML, writeSyncML } from "../../../simulator/protocols/syncml/index.ts";
import {
  addOf,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  serverCred,
  serverUrl,
  target,
} from "./dialogue.ts";

/** Session A of the worked examples: challenge, Get, Replace, Atomic, Exec. */
describe("DMPRO 8 client-initiated session with challenge", () => {
  test.each([
    ["a step table", tableSteppers],
    ["a live actor", actorSteppers],
  ])("DMPRO 8.3 the whole dialogue, stepped by %s", (_name, steppers) => {
    const { device, command, answer, request, states, reports, written } = dialogue({ steppers });
    const a = { command, answer };

    const a1 = a.command({ name: "startSession", sessionId: "1F" });
    expect(a1?.SyncHdr.Cred).toBeUndefined();
    expect(a1?.SyncHdr).toMatchObject({
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: "1F",
      MsgID: "1",
      Target: { LocURI: serverUrl },
      Source: { LocURI: deviceId },
      Meta: { MaxMsgSize: 16384, MaxObjSize: 1048576 },
    });
    expect(lines(a1)).toEqual(["Alert 1201", "Replace", "Final"]);
    const [, devInfo] = a1?.SyncBody.commands ?? [];
    expect(devInfo).toMatchObject({
      kind: "Replace",
      CmdID: "2",
      Item: [
        { Source: { LocURI: "./DevInfo/Lang" }, Data: "en-US" },
        { Source: { LocURI: "./DevInfo/DmV" }, Data: "1.2" },
        { Source: { LocURI: "./DevInfo/Mod" }, Data: "Bench-1" },
        { Source: { LocURI: "./DevInfo/Man" }, Data: "Example Labs" },
        { Source: { LocURI: "./DevInfo/DevId" }, Data: deviceId },
      ],
    });
    expect(states()).toEqual(["idle session.requested awaitingPackage2"]);
    expect(request()).toMatchObject({
      channel: "dm",
      conversation: `dm-session:${deviceId}/1F`,
      http: { method: "POST", url: serverUrl, headers: { "content-type": "application/vnd.syncml.dm+xml" } },
    });

    const a3 = a.answer({}, [headerStatus(a1, 407, "clientNonce-0001")]);
    expect(states()).toEqual(["awaitingPackage2 challenge.received answeringChallenge"]);
    expect(a3?.SyncHdr).toMatchObject({
      MsgID: "2",
      Source: { LocURI: deviceId, LocName: "dev17" },
      Cred: { Meta: { Format: "b64", Type: "syncml:auth-md5" }, Data: "1ii8ColLXykeuRPUbfBbgg==" },
      Meta: { MaxMsgSize: 16384, MaxObjSize: 1048576 },
    });
    expect(lines(a3)).toEqual(["Status 1/0 SyncHdr 200", "Alert 1201", "Replace", "Final"]);
    expect(a3?.SyncBody.commands.map((each) => each.CmdID)).toEqual(["1", "2", "3"]);

    const a5 = a.answer({ Cred: serverCred("serverNonce-0000") }, [
      headerStatus(a3, 212, "clientNonce-0002"),
      { kind: "Status", CmdID: "2", MsgRef: "2", CmdRef: "2", Cmd: "Alert", Data: 200 },
      { kind: "Status", CmdID: "3", MsgRef: "2", CmdRef: "3", Cmd: "Replace", Data: 200 },
      getOf("./DevInfo/Man", "./DevInfo/Mod"),
      getOf("./DMAcc"),
      getOf("./Vendor/Missing"),
      replaceOf("./Settings/Ping/Interval", "60", { Format: "int", Type: "text/plain" }),
    ]);
    expect(states()).toEqual(["answeringChallenge package.answered awaitingPackage4"]);
    expect(a5?.SyncHdr.Cred).toBeUndefined();
    expect(lines(a5)).toEqual([
      "Status 2/0 SyncHdr 212",
      "Status 2/4 Get 200",
      "Results 2/4 ./DevInfo/Man=Example Labs ./DevInfo/Mod=Bench-1",
      "Status 2/5 Get 200 ./DMAcc",
      "Results 2/5 ./DMAcc=Main",
      "Status 2/6 Get 404 ./Vendor/Missing",
      "Status 2/7 Replace 200 ./Settings/Ping/Interval",
      "Final",
    ]);
    const [header, , , , list] = a5?.SyncBody.commands ?? [];
    expect(header).toMatchObject({
      TargetRef: [deviceId],
      SourceRef: [serverUrl],
      Chal: { Meta: { Type: "syncml:auth-md5" } },
    });
    expect(list).toMatchObject({ Item: [{ Meta: { Format: "node", Type: "text/plain" } }] });
    const nonces = written.get(`device:${deviceId} nonces/dm.example.com`);
    expect(nonces).toMatchObject({ client: "Y2xpZW50Tm9uY2UtMDAwMg==" });
    const chal = header?.kind === "Status" ? header.Chal?.Meta.NextNonce : undefined;
    expect(nonces).toMatchObject({ server: toBase64(chal ?? new Uint8Array(0)) });

    const a7 = a.answer({}, [
      headerStatus(a5, 200),
      {
        kind: "Atomic",
        CmdID: "2",
        commands: [
          { ...addOf("./Settings/Wifi/Home", undefined, { Format: "node" }), CmdID: "3" },
          {
            ...addOf("./Settings/Wifi/Home/SSID", "lab-net", { Format: "chr", Type: "text/plain" }),
            CmdID: "4",
          },
          { ...replaceOf("./DevInfo/Man", "Nope"), CmdID: "5" },
        ],
      },
      {
        kind: "Exec",
        CmdID: "6",
        Correlator: "job-7781",
        Item: [target("./FwUpdate/Pkg1/DownloadAndUpdate")],
      },
    ]);
    expect(lines(a7)).toEqual([
      "Status 3/0 SyncHdr 200",
      "Status 3/2 Atomic 507",
      "Status 3/3 Add 216 ./Settings/Wifi/Home",
      "Status 3/4 Add 216 ./Settings/Wifi/Home/SSID",
      "Status 3/5 Replace 405 ./DevInfo/Man",
      "Status 3/6 Exec 202 ./FwUpdate/Pkg1/DownloadAndUpdate",
      // there is no address to download from, which is reported at once
      "Alert 1226",
      "Final",
    ]);
    expect(reports()).toContain("exec.started");

    expect(a.answer({}, [headerStatus(a7, 200)])).toBeUndefined();
    expect(states()).toEqual(["awaitingPackage4 session.ended closed"]);
    expect(reports()).toEqual(["session.closed"]);
    expect(device.view().state).toBe("idle");
  });

  test("the messages are as compact as the worked examples", () => {
    const { command, request } = dialogue();
    command({ name: "startSession", sessionId: "1F" });
    const text = new TextDecoder().decode(request().http.body);
    expect(text).toContain("<Source><LocURI>./DevInfo/Lang</LocURI></Source><Data>en-US</Data>");
    expect(readSyncML(request().http.body).findings).toEqual([]);
    expect(
      writeSyncML(readSyncML(request().http.body).value ?? { SyncHdr: never(), SyncBody: { commands: [] } }),
    ).toEqual(request().http.body);
  });
});

function never(): never {
  throw new Error("the message cannot be read");
}
