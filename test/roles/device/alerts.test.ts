import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { phone, type GenericAlert } from "../../../simulator/roles/device/index.ts";
import { deviceId, dialogue, getOf, headerStatus, lines, storeOf, type Dialogue } from "./dialogue.ts";

const free = { auth: "none", serverAuth: "none" } as const;
const battery: GenericAlert = {
  type: "urn:oma:at:diag:1.0:battery",
  format: "int",
  data: "7",
  source: "./DiagMon",
};
const status = (message: SyncML | undefined, cmdRef: string, code: number): BodyCommandInput => ({
  kind: "Status",
  CmdID: "",
  MsgRef: message?.SyncHdr.MsgID ?? "",
  CmdRef: cmdRef,
  Cmd: "Alert",
  Data: code,
});
const alertsOf = (message: SyncML | undefined) =>
  (message?.SyncBody.commands ?? []).flatMap((command) =>
    command.kind === "Alert" && command.Data !== undefined && command.Data >= 1224 ? [command] : [],
  );
const waiting = (each: Dialogue) => each.device.view().alerts.map(({ alert, sent }) => [alert.data, sent]);

describe("DMPRO 8.7 event reports", () => {
  test("DM12-C-54 a raised alert begins a session, is in Package 1, and is gone when the server has answered", () => {
    const each = dialogue({ account: free });
    const first = each.command({
      name: "raiseAlert",
      alert: { ...battery, mark: "critical", correlator: "c1" },
    });
    expect(each.reports()).toEqual(["alert.queued", "session.started", "alert.sent"]);
    expect(lines(first)).toEqual(["Alert 1201", "Replace", "Alert 1226", "Final"]);
    expect(alertsOf(first)[0]).toMatchObject({
      Correlator: "c1",
      Item: [
        {
          Source: { LocURI: "./DiagMon" },
          Meta: { Format: "int", Type: battery.type, Mark: "critical" },
          Data: "7",
        },
      ],
    });
    // durable before the message goes out
    const order = each.effects.flatMap(({ type }) => (type === "commit" || type === "request" ? [type] : []));
    expect(order).toEqual(["commit", "request"]);
    expect(waiting(each)).toEqual([["7", true]]);
    each.answer({}, [headerStatus(first, 200), status(first, "3", 200)]);
    expect(each.report("alert.answered")).toMatchObject({ alert: battery.type, status: 200 });
    expect(waiting(each)).toEqual([]);
    expect(each.written.get(`device:${deviceId} alerts`)).toBeUndefined();
  });

  test("DM12-C-55 client event 1224, prefixed and bare types as they are", () => {
    const each = dialogue({ account: free });
    each.command({ name: "raiseAlert", hold: true, alert: { code: 1224, type: "text/x-event", data: "x" } });
    expect(each.reports()).toEqual(["alert.queued"]);
    each.command({
      name: "raiseAlert",
      hold: true,
      alert: { type: "Reversed-Domain-Name: com.example.event", data: "1" },
    });
    const first = each.command({
      name: "raiseAlert",
      hold: false,
      alert: { type: "com.example.event", data: "2" },
    });
    expect(lines(first).slice(2)).toEqual(["Alert 1224", "Alert 1226", "Alert 1226", "Final"]);
    expect(alertsOf(first).map((alert) => alert.Item[0]?.Meta?.Type)).toEqual([
      "text/x-event",
      "Reversed-Domain-Name: com.example.event",
      "com.example.event",
    ]);
    expect(alertsOf(first)[0]?.Item[0]?.Meta?.Format).toBe("chr");
  });

  test("reports of one type are items of one alert; one Status answers them", () => {
    const each = dialogue({ account: free });
    each.command({ name: "raiseAlert", hold: true, alert: battery });
    const first = each.command({ name: "raiseAlert", alert: { ...battery, data: "8" } });
    expect(alertsOf(first).map((alert) => alert.Item.map((item) => item.Data))).toEqual([["7", "8"]]);
    each.answer({}, [headerStatus(first, 200), status(first, "3", 202)]);
    expect(waiting(each)).toEqual([]);
  });

  test("a report that is raised in a session goes into its next message", () => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.command({ name: "raiseAlert", alert: battery });
    expect(each.effects.some((effect) => effect.type === "request")).toBe(false);
    const second = each.answer({}, [headerStatus(first, 200), getOf("./DevInfo/Man")]);
    expect(lines(second)).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/2 Get 200 ./DevInfo/Man",
      "Results 1/2 ./DevInfo/Man=Example Labs",
      "Alert 1226",
      "Final",
    ]);
    each.answer({}, [headerStatus(second, 200), status(second, "4", 200)]);
    expect(each.reports()).toEqual(["alert.answered", "session.closed"]);
  });

  test("a session that ends before: another begins for the report", () => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.command({ name: "raiseAlert", alert: battery });
    const next = each.answer({}, [headerStatus(first, 200)]);
    expect(each.reports()).toEqual(["session.closed", "session.started", "alert.sent"]);
    expect(alertsOf(next)).toHaveLength(1);
  });

  test("a report is sent again after a session that failed, and after a restart", () => {
    const each = dialogue({ account: free });
    each.command({ name: "raiseAlert", alert: battery });
    each.fail();
    expect(each.reports()).toEqual(["session.aborted"]);
    expect(waiting(each)).toEqual([["7", false]]);
    expect(alertsOf(each.command({ name: "startSession" }))).toHaveLength(1);
    const again = dialogue({ account: free, stored: storeOf(each) });
    expect(alertsOf(again.command({ name: "start" }))).toHaveLength(1);
  });

  test("a challenge answers no report: it is in the repeated package, and its answer counts there", () => {
    const each = dialogue({ account: { serverAuth: "none" } });
    const first = each.command({ name: "raiseAlert", alert: battery });
    const second = each.answer({}, [headerStatus(first, 407, "n1"), status(first, "3", 407)]);
    expect(lines(second)).toEqual(["Status 1/0 SyncHdr 200", "Alert 1201", "Replace", "Alert 1226", "Final"]);
    expect(waiting(each)).toEqual([["7", true]]);
    each.answer({}, [headerStatus(second, 212), status(second, "4", 415)]);
    expect(each.report("alert.answered")).toMatchObject({ status: 415 });
    expect(waiting(each)).toEqual([]);
  });

  test("the answer of a server that did not prove who it is does not count", () => {
    const each = dialogue({ account: { auth: "none" } });
    const first = each.command({ name: "raiseAlert", alert: battery });
    each.answer({}, [headerStatus(first, 200), status(first, "3", 200), getOf(".")]);
    expect(each.reports()).toEqual([]);
    expect(waiting(each)).toEqual([["7", true]]);
  });

  test("of more than 500 waiting reports the oldest is dropped, and noted", () => {
    const each = dialogue({ account: free });
    for (let index = 0; index <= 500; index++)
      each.command({ name: "raiseAlert", hold: true, alert: { ...battery, data: String(index) } });
    expect(each.device.view().alerts).toHaveLength(500);
    expect(waiting(each)[0]).toEqual(["1", false]);
    const notes = each.effects.flatMap((effect) => (effect.type === "note" ? [effect.code] : []));
    expect(notes).toEqual(["alert-dropped"]);
  });

  test("a report for one server does not go to another", () => {
    const other = { ...phone };
    const each = dialogue({ account: free, options: { profile: other } });
    each.command({ name: "raiseAlert", hold: true, alert: { ...battery, serverId: "other.example.com" } });
    expect(alertsOf(each.command({ name: "startSession" }))).toEqual([]);
  });

  test("alerts of the profile are in every Package 1, and are not kept", () => {
    const profile = { ...phone, sessionAlerts: [{ type: "com.example.hello", data: "hi" }] };
    const each = dialogue({ account: free, options: { profile } });
    expect(lines(each.command({ name: "startSession" }))).toEqual([
      "Alert 1201",
      "Replace",
      "Alert 1226",
      "Final",
    ]);
    expect(waiting(each)).toEqual([]);
  });

  test("uuids and repeated numbers as CmdIDs: the server's statuses are understood", () => {
    for (const cmdIds of ["uuid", "from-two"] as const) {
      const each = dialogue({ account: free, options: { manners: { cmdIds } } });
      const first = each.command({ name: "raiseAlert", alert: battery });
      each.answer({}, [headerStatus(first, 200), status(first, alertsOf(first)[0]?.CmdID ?? "", 200)]);
      expect(waiting(each)).toEqual([]);
    }
  });
});
