import { describe, expect, test } from "vitest";
import {
  account,
  clientAlert,
  clientMessage,
  commandsOf,
  createDialogue,
  DEVICE,
  get,
  package1,
  replace,
  status,
  statusesOf,
  type Dialogue,
  type DialogueOptions,
} from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];
const tunnel = { notify: false, mode: { kind: "tunnel" } } as const;

/** A tunnel whose device has sent Package 1, which is held. */
function established(options: DialogueOptions = {}): Dialogue & { readonly held: string } {
  const settings = { respUri: false, holdResponse: 20_000, ...options.settings };
  const dialogue = createDialogue({ accounts, ...options, settings });
  dialogue.open(tunnel);
  const held = dialogue.post(clientMessage({}, package1(1201)));
  return { ...dialogue, held };
}
const nextMessage = (msg: number, msgRef: number): string =>
  clientMessage({ msg }, status(1, msgRef, 0, "SyncHdr", 212) + clientAlert(2, 1222), false);
const reportTypes = (dialogue: Dialogue): string[] => dialogue.reports.map((report) => report.type);

describe("F2.11 to F2.18 the tunnel", () => {
  test("F2.11 Package 1 is reported once and its response held until the External System speaks", () => {
    const dialogue = established();
    expect(dialogue.responsesTo(dialogue.held)).toEqual([]);
    expect(dialogue.reports).toMatchObject([{ type: "established", work: "w1", sessionId: "1F" }]);
    const [report] = dialogue.reports;
    expect(
      report?.type === "established" && report.package1.SyncBody.commands.map(({ kind }) => kind),
    ).toEqual(["Alert", "Replace"]);
    expect(dialogue.states().at(-1)).toBe(`dm-session:${DEVICE}/1F holding`);
  });

  test("F2.12 to F2.17: package 2, package 3, another round, then a package without commands", () => {
    const dialogue = established();
    dialogue.supply([get("7", "./DevInfo/Man"), replace("9", "./A", "1")]);
    const package2 = dialogue.message(dialogue.held);
    expect(commandsOf(package2)).toEqual(["Get/4", "Replace/5"]);
    expect(package2.SyncBody.Final).toBe(true);
    const second = dialogue.post(
      clientMessage(
        { msg: 2 },
        status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200) + status(3, 1, 5, "Replace", 404),
      ),
    );
    expect(dialogue.responsesTo(second)).toEqual([]);
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "package3",
      outcomes: [
        { reference: "7", status: 200 },
        { reference: "9", status: 404 },
      ],
    });
    dialogue.supply([get("1", "./DevInfo/Mod")]);
    expect(commandsOf(dialogue.message(second))).toEqual(["Get/2"]);
    const third = dialogue.post(
      clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + status(2, 2, 2, "Get", 200)),
    );
    dialogue.supply([]);
    const package4 = dialogue.message(third);
    expect(statusesOf(package4)).toEqual(["SyncHdr/0 200"]);
    expect(commandsOf(package4)).toEqual([]);
    expect(package4.SyncBody.Final).toBe(true);
    expect(reportTypes(dialogue)).toEqual(["established", "package3", "package3", "closed"]);
    expect([...dialogue.timers.keys()]).toEqual([]);
  });

  test("F2.16 TerminateSession closes with statuses only; with abort it sends Alert 1223", () => {
    const closed = established();
    closed.end(false);
    expect(commandsOf(closed.message(closed.held))).toEqual([]);
    expect(reportTypes(closed)).toEqual(["established", "closed"]);
    const aborted = established();
    aborted.end(true);
    expect(aborted.message(aborted.held).SyncBody).toMatchObject({
      Final: true,
      commands: { 3: { kind: "Alert", Data: 1223 } },
    });
    expect(aborted.reports.at(-1)).toMatchObject({ type: "aborted", by: "dms" });
  });

  test("TerminateSession while commands are with the device waits for Package 3", () => {
    const dialogue = established();
    dialogue.supply([get("0", "./DevInfo/Man")]);
    dialogue.end(false);
    expect(reportTypes(dialogue)).toEqual(["established"]);
    dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200)));
    expect(reportTypes(dialogue)).toEqual(["established", "package3", "closed"]);
  });

  test("a package is supplied and the session ended from within reports", () => {
    const dialogue = createDialogue({
      accounts,
      settings: { respUri: false },
      onReport: (report, dm, moment, sink) => {
        if (report.type === "established") dm.supply("w1", [get("0", "./A")], moment, sink);
        if (report.type === "package3") dm.end("w1", false, moment, sink);
        if (report.type === "closed")
          dm.open(
            {
              work: "w2",
              deviceId: DEVICE,
              uiMode: "background",
              notify: true,
              expires: Infinity,
              mode: { kind: "tunnel" },
            },
            moment,
            sink,
          );
      },
    });
    dialogue.open(tunnel);
    const first = dialogue.post(clientMessage({}, package1(1201)));
    expect(commandsOf(dialogue.message(first))).toEqual(["Get/4"]);
    const second = dialogue.post(
      clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200)),
    );
    expect(commandsOf(dialogue.message(second))).toEqual([]);
    expect(reportTypes(dialogue)).toEqual(["established", "package3", "closed", "notified"]);
  });

  test("commands for a session that cannot take any are left alone, visibly", () => {
    const dialogue = createDialogue({ accounts });
    dialogue.open({ mode: { kind: "tunnel" } });
    dialogue.supply([get("0", "./A")]);
    expect(dialogue.notes()).toContain("supply-ignored");
  });
});

describe("S1 a slow External System", () => {
  test("S1 after the hold: statuses, no commands, no Final; the device asks on, and the package arrives", () => {
    const dialogue = established();
    dialogue.wait(20_000);
    const first = dialogue.message(dialogue.held);
    expect(statusesOf(first)).toEqual(["SyncHdr/0 200", "Alert/1 200", "Replace/2 200"]);
    expect(commandsOf(first)).toEqual([]);
    expect(first.SyncBody.Final).toBeUndefined();
    const again = dialogue.post(nextMessage(2, 1));
    expect(dialogue.responsesTo(again)).toEqual([]);
    dialogue.wait(10_000);
    dialogue.supply([get("0", "./DevInfo/Man")]);
    const package2 = dialogue.message(again);
    expect(statusesOf(package2)).toEqual(["SyncHdr/0 200", "Alert/2 200"]);
    expect(commandsOf(package2)).toEqual(["Get/3"]);
    expect(dialogue.states().map((state) => state.split(" ")[1])).toEqual([
      "established",
      "holding",
      "keepingAlive",
      "holding",
      "managing",
    ]);
  });

  test("S1 commands that arrive between two messages go out with the next response at once", () => {
    const dialogue = established();
    dialogue.wait(20_000);
    dialogue.supply([get("0", "./DevInfo/Man")]);
    const again = dialogue.post(nextMessage(2, 1));
    expect(commandsOf(dialogue.message(again))).toEqual(["Get/3"]);
  });

  test("S1 after keepAliveRounds: Alert 1223, timed out", () => {
    const dialogue = established({ settings: { keepAliveRounds: 2 } });
    dialogue.wait(20_000);
    dialogue.post(nextMessage(2, 1));
    dialogue.wait(20_000);
    const last = dialogue.post(nextMessage(3, 2));
    expect(reportTypes(dialogue)).toEqual(["established"]);
    dialogue.wait(20_000);
    expect(dialogue.message(last).SyncBody).toMatchObject({
      Final: true,
      commands: { 2: { kind: "Alert", Data: 1223 } },
    });
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "timed-out", work: "w1" });
  });

  test("S1 with keepAlive get: Get ./DevInfo/DevId with Final, whose answer is nobody's outcome", () => {
    const dialogue = established({ settings: { keepAlive: "get" } });
    dialogue.wait(20_000);
    const first = dialogue.message(dialogue.held);
    expect(first.SyncBody.Final).toBe(true);
    expect(first.SyncBody.commands.at(-1)).toMatchObject({
      kind: "Get",
      Item: [{ Target: { LocURI: "./DevInfo/DevId" } }],
    });
    const again = dialogue.post(
      clientMessage(
        { msg: 2 },
        status(1, 1, 0, "SyncHdr", 212) +
          status(2, 1, 4, "Get", 200) +
          `<Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>${DEVICE}</Data></Item></Results>`,
      ),
    );
    expect(dialogue.responsesTo(again)).toEqual([]);
    dialogue.supply([get("0", "./DevInfo/Man")]);
    dialogue.post(clientMessage({ msg: 3 }, status(1, 2, 0, "SyncHdr", 200) + status(2, 2, 2, "Get", 200)));
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "package3",
      outcomes: [{ reference: "0", status: 200 }],
    });
    expect(dialogue.reports.at(-1)).toMatchObject({ messages: { length: 1 } });
  });
});

describe("silence, aborts, expiry", () => {
  test("Alert 1223 of the device: statuses, aborted, with the outcomes so far", () => {
    const dialogue = established();
    dialogue.supply([get("0", "./A"), get("1", "./B")]);
    const last = dialogue.post(
      clientMessage(
        { msg: 2 },
        status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200) + clientAlert(3, 1223),
      ),
    );
    expect(statusesOf(dialogue.message(last))).toEqual(["SyncHdr/0 200", "Alert/3 200"]);
    expect(commandsOf(dialogue.message(last))).toEqual([]);
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "aborted",
      by: "device",
      outcomes: [{ reference: "0", status: 200 }],
    });
  });

  test("a device that goes silent is timed out, and not while its request is held", () => {
    const dialogue = established({ settings: { sessionTimeout: 60_000, holdResponse: 500_000 } });
    dialogue.wait(400_000);
    expect(reportTypes(dialogue)).toEqual(["established"]);
    dialogue.supply([get("0", "./A")]);
    dialogue.wait(120_000);
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "timed-out", reason: "the device went silent" });
    expect([...dialogue.timers.keys()]).toEqual([]);
  });

  test("a held request whose sender went away: the repetition gets the response that was due", () => {
    const dialogue = established();
    dialogue.gone(dialogue.held);
    dialogue.supply([get("0", "./A")]);
    expect(dialogue.responsesTo(dialogue.held)).toEqual([]);
    const again = dialogue.post(clientMessage({}, package1(1201)));
    expect(commandsOf(dialogue.message(again))).toEqual(["Get/4"]);
    expect(reportTypes(dialogue)).toEqual(["established"]);
  });

  test("a tunnel that expires while the device is held is aborted and timed out", () => {
    const dialogue = createDialogue({ accounts, settings: { respUri: false } });
    dialogue.open({ ...tunnel, expires: 5000 });
    const held = dialogue.post(clientMessage({}, package1(1201)));
    dialogue.wait(5000);
    expect(dialogue.message(held).SyncBody.commands.at(-1)).toMatchObject({ kind: "Alert", Data: 1223 });
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "timed-out", reason: "expired" });
  });

  test("a device that begins another session ends the first", () => {
    const dialogue = established();
    const other = dialogue.post(clientMessage({ session: "20" }, package1(1201)));
    expect(dialogue.reports.at(-1)).toMatchObject({ type: "aborted", by: "device" });
    expect(dialogue.responsesTo(dialogue.held)).toHaveLength(1);
    expect(dialogue.responsesTo(other)).toHaveLength(1);
  });

  test("commands that expire while they are with the device: the answer is met with Alert 1223", () => {
    const dialogue = createDialogue({ accounts, settings: { respUri: false } });
    const commands = [get("0", "./A"), get("1", "./B")];
    dialogue.open({ notify: false, expires: 5000, mode: { kind: "commands", commands } });
    dialogue.post(clientMessage({}, package1(1201)));
    dialogue.wait(5000);
    const last = dialogue.post(
      clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 212) + status(2, 1, 4, "Get", 200)),
    );
    expect(dialogue.message(last).SyncBody.commands.at(-1)).toMatchObject({ kind: "Alert", Data: 1223 });
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "timed-out",
      outcomes: [{ reference: "0", status: 200 }],
    });
  });

  test("work that is ended in the queue never reaches the device", () => {
    const dialogue = createDialogue({ accounts });
    for (const work of ["w1", "w2", "w3"]) dialogue.open({ work, mode: { kind: "tunnel" } });
    dialogue.end(true, "w3");
    dialogue.end(false, "w2");
    dialogue.end(true, "w1");
    dialogue.end(true, "w1");
    expect(dialogue.reports.map((report) => `${report.work} ${report.type}`)).toEqual([
      "w1 notified",
      "w3 aborted",
      "w2 closed",
      "w1 aborted",
    ]);
    expect(dialogue.pushes()).toHaveLength(1);
  });

  test("limits: a full queue refuses work, an endless session is aborted", () => {
    const full = createDialogue({ accounts, limits: { queuedWork: 1 } });
    full.open({ work: "w1", mode: { kind: "tunnel" } });
    full.open({ work: "w2", mode: { kind: "tunnel" } });
    expect(full.reports.at(-1)).toMatchObject({ type: "refused", work: "w2", by: "dms" });
    const endless = established({ limits: { messagesPerSession: 3 } });
    endless.supply([get("0", "./A")]);
    for (let msg = 2; msg <= 4; msg++) endless.post(nextMessage(msg, msg - 1));
    expect(endless.reports.at(-1)).toMatchObject({ type: "aborted", by: "dms" });
  });
});
