import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { phone, type GenericAlert } from "../../../simulator/roles/device/index.ts";
import {
  dialogue,
  getOf,
  headerStatus,
  lines,
  md5Chal,
  serverCred,
  storeOf,
  type Dialogue,
} from "./dialogue.ts";

const free = { auth: "none", serverAuth: "none" } as const;
const MINUTE = 60_000;
const next: BodyCommandInput = { kind: "Alert", CmdID: "", Data: 1222 };
const event: GenericAlert = { type: "urn:oma:at:diag:1.0:battery", data: "7", source: "./DiagMon" };
const alertsOf = (message: SyncML | undefined) =>
  (message?.SyncBody.commands ?? []).flatMap((command) =>
    command.kind === "Alert" && (command.Data ?? 0) >= 1224 ? [command] : [],
  );
const statusOf = (message: SyncML | undefined, code: number): BodyCommandInput[] =>
  alertsOf(message).map(({ CmdID }) => ({
    kind: "Status",
    CmdID: "",
    MsgRef: message?.SyncHdr.MsgID ?? "",
    CmdRef: CmdID,
    Cmd: "Alert",
    Data: code,
  }));
const waiting = (each: Dialogue) => each.device.view().alerts.length;
/** The pause until reports are tried again, milliseconds; undefined when none is planned. */
const pause = (each: Dialogue) => {
  const arm = each.effects.find((effect) => effect.type === "timer.arm" && effect.timer === "alerts");
  return arm?.type === "timer.arm" ? arm.due : undefined;
};
const expire = (each: Dialogue, later: number) =>
  each.event({ type: "timer.expired", timer: "alerts" }, later);

describe("DMPRO 8.7 reports that no server has answered", () => {
  test("another session after 1, 5 and 15 minutes, then with the next session", () => {
    const each = dialogue({ account: free });
    each.command({ name: "raiseAlert", alert: event });
    for (const minutes of [1, 5, 15]) {
      const before = each.request().request;
      each.fail();
      const due = pause(each) ?? 0;
      expect(due).toBeGreaterThan(minutes * MINUTE);
      expect(due).toBeLessThan((minutes + 22) * MINUTE);
      expect(alertsOf(expire(each, minutes * MINUTE))).toHaveLength(1);
      expect(each.request().request).not.toBe(before);
    }
    each.fail();
    expect(pause(each)).toBeUndefined();
    expect(waiting(each)).toBe(1);
    expect(alertsOf(each.command({ name: "startSession" }))).toHaveLength(1);
  });

  test("a session that ends well without a Status for it counts too; an answer ends it", () => {
    const each = dialogue({ account: free, options: { alertRetries: [1000] } });
    const first = each.command({ name: "raiseAlert", alert: event });
    each.answer({}, [headerStatus(first, 200)]);
    expect(each.reports()).toContain("session.closed");
    expect(pause(each)).toBeDefined();
    const again = expire(each, 1000);
    each.answer({}, [headerStatus(again, 200), ...statusOf(again, 200)]);
    expect(waiting(each)).toBe(0);
    expect(pause(each)).toBeUndefined();
    expect(expire(each, 1000)).toBeUndefined();
    // the next report has all its tries
    each.command({ name: "raiseAlert", alert: event });
    each.fail();
    expect(pause(each)).toBeDefined();
  });

  test("no session for reports that are to wait, none for another server's, none without pauses", () => {
    const held = dialogue({ account: free });
    held.command({ name: "raiseAlert", alert: event, hold: true });
    held.command({ name: "startSession" });
    held.fail();
    expect(pause(held)).toBeUndefined();
    const others = dialogue({ account: free });
    others.command({ name: "raiseAlert", alert: { ...event, serverId: "other.example.com" } });
    others.command({ name: "startSession" });
    others.fail();
    expect(pause(others)).toBeUndefined();
    const never = dialogue({ account: free, options: { alertRetries: [] } });
    never.command({ name: "raiseAlert", alert: event });
    never.fail();
    expect(pause(never)).toBeUndefined();
  });

  test("a timer that expires in a session asks for no other; a device that starts again tries at once", () => {
    const each = dialogue({ account: free });
    each.command({ name: "raiseAlert", alert: event });
    each.fail();
    const first = each.command({ name: "startSession" });
    expect(expire(each, MINUTE)).toBeUndefined();
    each.answer({}, [headerStatus(first, 200), ...statusOf(first, 200)]);
    expect(each.reports()).not.toContain("session.started");
    const failed = dialogue({ account: free });
    failed.command({ name: "raiseAlert", alert: event });
    failed.fail();
    const again = dialogue({ account: free, stored: storeOf(failed) });
    expect(alertsOf(again.command({ name: "start" }))).toHaveLength(1);
  });
});

describe("DMSEC 5.3 a Status of a server that has not proven itself", () => {
  const challenged = (each: Dialogue): SyncML | undefined => {
    const first = each.command({ name: "raiseAlert", alert: event });
    const second = each.answer({ Cred: serverCred("wrong") }, [
      headerStatus(first, 200),
      ...statusOf(first, 200),
      getOf("./DevInfo/Man"),
    ]);
    expect(lines(second)).toEqual(["Status 1/0 SyncHdr 401", "Status 1/3 Get 401 ./DevInfo/Man", "Final"]);
    expect(waiting(each)).toBe(1);
    return second;
  };
  const proof = (message: SyncML | undefined) => {
    const [status] = message?.SyncBody.commands ?? [];
    const nonce = status?.kind === "Status" ? status.Chal?.Meta.NextNonce : undefined;
    return { Cred: serverCred(nonce ?? "") };
  };
  const first = (code: number): BodyCommandInput => ({
    kind: "Status",
    CmdID: "",
    MsgRef: "1",
    CmdRef: "3",
    Cmd: "Alert",
    Data: code,
  });

  test("the report waits; the same Status in the repeated package answers it, and it is not sent again", () => {
    const each = dialogue({ account: { auth: "none" } });
    const second = challenged(each);
    const third = each.answer(proof(second), [headerStatus(second, 200), first(200), getOf("./DevInfo/Man")]);
    expect(alertsOf(third)).toEqual([]);
    expect(each.report("alert.answered")).toMatchObject({ status: 200 });
    expect(waiting(each)).toBe(0);
    expect(pause(each)).toBeUndefined();
  });

  test("without it the report comes again in another session, not in this one", () => {
    const each = dialogue({ account: { auth: "none" } });
    const second = challenged(each);
    const third = each.answer(proof(second), [headerStatus(second, 200), getOf("./DevInfo/Man")]);
    expect(alertsOf(third)).toEqual([]);
    each.answer({}, [headerStatus(third, 200)]);
    expect(waiting(each)).toBe(1);
    expect(alertsOf(expire(each, MINUTE))).toHaveLength(1);
  });
});

describe("DMPRO 8.7 items of reports", () => {
  test.each(["xml", "wbxml"] as const)("Target names what came of it: %s", (encoding) => {
    const each = dialogue({ account: free, options: { encoding } });
    const alert = { ...event, target: "./SCOMO/Inventory/Deployed/notes" };
    expect(alertsOf(each.command({ name: "raiseAlert", alert }))[0]?.Item[0]).toMatchObject({
      Target: { LocURI: alert.target },
      Source: { LocURI: "./DiagMon" },
    });
  });
});

describe("DMPRO 8.9 reports larger than a message", () => {
  const large = Array.from({ length: 900 }, (_, index) => `<${index}>&`).join("");

  test.each(["xml", "wbxml"] as const)("in chunks, with Size in the first: %s", (encoding) => {
    const each = dialogue({ account: free, options: { encoding } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.command({ name: "raiseAlert", alert: { ...event, data: large, correlator: "c1" } });
    let message = each.answer({ Meta: { MaxMsgSize: 1500 } }, [
      headerStatus(first, 200),
      getOf("./DevInfo/Man"),
    ]);
    const chunks: ReturnType<typeof alertsOf> = [];
    for (let turn = 0; message && !message.SyncBody.Final && turn < 40; turn++) {
      expect(each.request().http.body.length).toBeLessThanOrEqual(1500);
      chunks.push(...alertsOf(message));
      const more = alertsOf(message).some(({ Item }) => Item[0]?.MoreData);
      expect(each.reports().includes("alert.sent")).toBe(!more && alertsOf(message).length > 0);
      message = each.answer({}, [headerStatus(message, 200), ...statusOf(message, 213), next], false);
      expect(waiting(each)).toBe(1);
    }
    chunks.push(...alertsOf(message));
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every(({ Correlator, Data }) => Correlator === "c1" && Data === 1226)).toBe(true);
    const parts = chunks.map(({ Item }) => (typeof Item[0]?.Data === "string" ? Item[0].Data : ""));
    expect(parts.join("")).toBe(large);
    expect(chunks[0]?.Item[0]).toMatchObject({
      Source: { LocURI: "./DiagMon" },
      Meta: { Type: event.type, Size: Buffer.byteLength(large) },
    });
    expect(chunks.slice(1).some(({ Item }) => Item[0]?.Meta?.Size !== undefined)).toBe(false);
    expect(chunks.map(({ Item }) => Item[0]?.MoreData === true).lastIndexOf(true)).toBe(chunks.length - 2);
    each.answer({}, [headerStatus(message, 200), ...statusOf(message, 200)]);
    expect(each.report("alert.answered")).toMatchObject({ status: 200 });
    expect(waiting(each)).toBe(0);
  });

  test("one that the server refuses at its first chunk is answered, and no more of it comes", () => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.command({ name: "raiseAlert", alert: { ...event, data: large } });
    const second = each.answer({ Meta: { MaxMsgSize: 1500 } }, [headerStatus(first, 200), getOf(".")]);
    const third = each.answer({}, [headerStatus(second, 200), ...statusOf(second, 413), next], false);
    expect(each.notes()).toContain("large-object-given-up");
    expect(each.report("alert.answered")).toMatchObject({ status: 413 });
    expect(alertsOf(third)).toEqual([]);
    expect(waiting(each)).toBe(0);
  });

  test("items of one alert are split between messages, and each Status answers its own", () => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    for (const data of ["a", "b", "c"])
      each.command({ name: "raiseAlert", alert: { ...event, data: data.repeat(500) } });
    const second = each.answer({ Meta: { MaxMsgSize: 2000 } }, [
      headerStatus(first, 200),
      getOf("./DevInfo/Man"),
    ]);
    expect(alertsOf(second).flatMap(({ Item }) => Item).length).toBeLessThan(3);
    const third = each.answer({}, [headerStatus(second, 200), ...statusOf(second, 200), next], false);
    expect(each.reports().filter((name) => name === "alert.answered")).toHaveLength(
      alertsOf(second)[0]?.Item.length ?? 0,
    );
    const rest = [second, third].flatMap(alertsOf).flatMap(({ Item }) => Item.map(({ Data }) => Data));
    expect(rest).toEqual(["a".repeat(500), "b".repeat(500), "c".repeat(500)]);
    each.answer({}, [headerStatus(third, 200), ...statusOf(third, 200)]);
    expect(waiting(each)).toBe(0);
  });

  test("a device that sends no large objects keeps it for the first message of another session", () => {
    const profile = { ...phone, devDetail: { ...phone.devDetail, LrgObj: "false" } };
    const each = dialogue({ account: free, options: { profile } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    each.command({ name: "raiseAlert", alert: { ...event, data: large } });
    const second = each.answer({ Meta: { MaxMsgSize: 1500 } }, [
      headerStatus(first, 200),
      getOf("./DevInfo/Man"),
    ]);
    expect(each.notes()).toContain("alert-too-large");
    expect(lines(second)).toHaveLength(4);
    each.answer({}, [headerStatus(second, 200)]);
    expect(pause(each)).toBeDefined();
    expect(alertsOf(expire(each, MINUTE))[0]?.Item[0]?.Data).toBe(large);
  });

  test("a package that is repeated with credentials keeps within the server's messages", () => {
    const each = dialogue({ account: { serverAuth: "none" } });
    for (const data of ["a", "b", "c"])
      each.command({
        name: "raiseAlert",
        hold: true,
        alert: { ...event, type: `x-${data}`, data: data.repeat(900) },
      });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    expect(alertsOf(first)).toHaveLength(3);
    const second = each.answer({ Meta: { MaxMsgSize: 3000 } }, [
      { ...headerStatus(first, 407), Chal: md5Chal("n1") } as BodyCommandInput,
    ]);
    expect(each.request().http.body.length).toBeLessThanOrEqual(3000);
    expect(second?.SyncBody.Final).toBeUndefined();
    expect(lines(second).slice(0, 3)).toEqual(["Status 1/0 SyncHdr 200", "Alert 1201", "Replace"]);
    const third = each.answer({}, [headerStatus(second, 212), ...statusOf(second, 200), next], false);
    expect([second, third].flatMap(alertsOf)).toHaveLength(3);
    expect(third?.SyncBody.Final).toBe(true);
    each.answer({}, [headerStatus(third, 200), ...statusOf(third, 200)]);
    expect(waiting(each)).toBe(0);
  });
});
