import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
import { builtInProfile, phone, type UserInteraction } from "../../../simulator/roles/device/index.ts";
import {
  addOf,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  serverUrl,
  target,
  type Dialogue,
} from "./dialogue.ts";

const open = (
  user: UserInteraction = "none",
): { each: Dialogue; run: (...commands: BodyCommandInput[]) => SyncML | undefined } => {
  const each = dialogue({ account: { auth: "none", serverAuth: "none" }, behaviour: { user } });
  let last = each.command({ name: "startSession", sessionId: "C0" });
  const run = (...commands: BodyCommandInput[]): SyncML | undefined => {
    last = each.answer({}, [headerStatus(last, 200), ...commands]);
    return last;
  };
  return { each, run };
};
const withoutHeader = (message: SyncML | undefined) => lines(message).slice(1, -1);
const alertOf = (code: number, ...texts: readonly string[]) => ({
  kind: "Alert" as const,
  CmdID: "",
  Data: code,
  Item: texts.map((text) => (text === "" ? {} : { Data: text })),
});
const id = <C extends { CmdID: string }>(CmdID: string, command: C) => ({ ...command, CmdID });

describe("DMPRO 8.6 commands", () => {
  test("DM12-C-15 several items: one Status for one code, one each for different codes", () => {
    const { run } = open();
    expect(withoutHeader(run(getOf("./DevInfo/Man", "./None", "./DevInfo/Mod")))).toEqual([
      "Status 1/2 Get 200 ./DevInfo/Man",
      "Status 1/2 Get 404 ./None",
      "Status 1/2 Get 200 ./DevInfo/Mod",
      "Results 1/2 ./DevInfo/Man=Example Labs ./DevInfo/Mod=Bench-1",
    ]);
  });

  test("DM12-C-17 DM12-C-19 DM12-C-20 DM12-C-37 what a profile lacks: 406, and 415 for a document", () => {
    const profile = { ...phone, lacks: ["Copy", "TNDS", "Struct", "Title", "VerNo"] } as const;
    const each = dialogue({ account: { auth: "none", serverAuth: "none" }, options: { profile } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const message = each.answer({}, [
      headerStatus(first, 200),
      { kind: "Copy", CmdID: "", Item: [{ Source: { LocURI: "./DevInfo/Man" }, ...target("./Vendor/C") }] },
      getOf("./DevInfo?list=TNDS"),
      getOf("./DevInfo?list=Struct"),
      getOf("./DevInfo?prop=Title"),
      replaceOf("./Settings?prop=Title", "x"),
      addOf("./Vendor/D", "<MgmtTree/>", { Format: "xml", Type: "application/vnd.syncml.dmtnds+xml" }),
      getOf("./DevInfo?list=StructData"),
    ]);
    const codes = message?.SyncBody.commands.flatMap((each) => (each.kind === "Status" ? [each.Data] : []));
    expect(codes?.slice(1)).toEqual([406, 406, 406, 406, 406, 415, 200]);
    expect(builtInProfile("windows").lacks).toEqual(["Copy"]);
  });

  test("DM12-C-17 a property keeps its ?prop= in the Source", () => {
    const { run } = open();
    expect(withoutHeader(run(getOf("./DevInfo?prop=Type")))).toEqual([
      "Status 1/2 Get 200 ./DevInfo?prop=Type",
      "Results 1/2 ./DevInfo?prop=Type=urn:oma:mo:oma-dm-devinfo:1.0",
    ]);
  });

  test("DM12-C-13 formats and types other than the defaults are stated, octets travel as base64", () => {
    const { run } = open();
    const [, , results] = run(getOf("./Settings/Wallpaper", "./Settings/Volume"))?.SyncBody.commands ?? [];
    expect(results).toMatchObject({
      Item: [
        { Meta: { Format: "b64", Type: "image/gif" }, Data: "R0lGODlhAQABAAAAACw=" },
        { Meta: { Format: "int" }, Data: "5" },
      ],
    });
  });

  test("Meta of a command is the default of its items, child by child", () => {
    const { run } = open();
    const add = {
      kind: "Add" as const,
      CmdID: "",
      Meta: { Format: "int", Type: "text/x-count" },
      Item: [
        { ...target("./Vendor/A"), Data: "1" },
        { ...target("./Vendor/B"), Meta: { Format: "chr" }, Data: "x" },
      ],
    };
    expect(withoutHeader(run(add))).toEqual(["Status 1/2 Add 200"]);
    const [, , results] = run(getOf("./Vendor/A", "./Vendor/B"))?.SyncBody.commands ?? [];
    expect(results).toMatchObject({
      Item: [
        { Meta: { Format: "int", Type: "text/x-count" } },
        { Meta: { Type: "text/x-count" }, Data: "x" },
      ],
    });
  });

  test("Copy has both references", () => {
    const { run } = open();
    const copy = {
      kind: "Copy" as const,
      CmdID: "",
      Item: [{ Source: { LocURI: "./Settings/Ring" }, ...target("./Vendor/Copied") }],
    };
    const [, status] = run(copy)?.SyncBody.commands ?? [];
    expect(status).toMatchObject({
      Data: 200,
      TargetRef: ["./Vendor/Copied"],
      SourceRef: ["./Settings/Ring"],
    });
    expect(withoutHeader(run(getOf("./Vendor/Copied")))).toContain("Results 2/2 ./Vendor/Copied=Classic");
  });

  test("DM12-C-57 NoResp is ignored", () => {
    const { run } = open();
    expect(withoutHeader(run({ ...getOf("./None"), NoResp: true }))).toEqual(["Status 1/2 Get 404 ./None"]);
  });

  test.each([
    ["no item", { kind: "Get" as const, CmdID: "", Item: [] }],
    ["an item without target", { kind: "Get" as const, CmdID: "", Item: [{ Data: "x" }] }],
    [
      "an Exec of two nodes",
      { kind: "Exec" as const, CmdID: "", Item: [target("./Vendor/Reboot"), target("./Vendor/Reboot")] },
    ],
    ["a Copy without source", { kind: "Copy" as const, CmdID: "", Item: [target("./Vendor/X")] }],
  ])("400 for %s, and the session goes on", (_case, command) => {
    const { run } = open();
    expect(withoutHeader(run(command))[0]).toMatch(/^Status 1\/2 \w+ 400/);
    expect(withoutHeader(run(getOf("./DevInfo/Man")))).toHaveLength(2);
  });

  test("alerts of a client are answered 406, a missing code 412", () => {
    const { run } = open();
    expect(
      withoutHeader(run(alertOf(1226), alertOf(1100, "", "Hello"), { kind: "Alert", CmdID: "" })),
    ).toEqual(["Status 1/2 Alert 406", "Status 1/3 Alert 406", "Status 1/4 Alert 412"]);
  });

  test("what servers change is kept, and only that", () => {
    const { each, run } = open();
    run(replaceOf("./Settings/Ring", "Chime"));
    expect(each.written.get(`device:${deviceId} tree`)).toMatchObject([
      { uri: "./Settings/Ring", node: { value: "Chime", verNo: 1 } },
    ]);
    run(getOf("./DevInfo"));
    expect(each.effects.some((effect) => effect.type === "commit")).toBe(false);
    const view = each.device.view();
    expect(nodeAt(view.root, ["Settings", "Ring"])).toMatchObject({ value: "Chime" });
  });

  test("credentials that a server changes count from the next session on", () => {
    const { each, run } = open();
    run(
      replaceOf("./DMAcc/Main/AppAddr/1/Addr", "https://new.example.com/dm"),
      getOf("./DMAcc/Main/AppAddr/1/Addr"),
    );
    expect(each.request().http.url).toBe(serverUrl);
    run();
    each.command({ name: "startSession" });
    expect(each.request().http.url).toBe("https://new.example.com/dm");
  });

  test("a deleted account ends the relation: no further session", () => {
    const { each, run } = open();
    run({ kind: "Delete", CmdID: "", Item: [target("./DMAcc/Main")] });
    run();
    expect(each.command({ name: "startSession" })).toBeUndefined();
    expect(each.reports()).toEqual(["command.refused"]);
  });

  test("secrets cannot be read", () => {
    const each = dialogue({ account: { serverAuth: "none" } });
    const first = each.command({ name: "startSession" });
    const answer = each.answer({}, [
      headerStatus(first, 200),
      getOf("./DMAcc/Main/AppAuth/Client/AAuthSecret", "./DMAcc/Main/AppAuth/Client/AAuthData"),
    ]);
    expect(withoutHeader(answer)).toEqual(["Status 1/2 Get 405"]);
  });
});

describe("DMPRO 8.6.9 Atomic", () => {
  const atomic = (...commands: BodyCommandInput[]): BodyCommandInput =>
    ({ kind: "Atomic", CmdID: "A", commands }) as BodyCommandInput;

  test("DM12-C-39 all good", () => {
    const { run } = open();
    expect(
      withoutHeader(
        run(atomic(id("3", addOf("./Vendor/A", "1")), id("4", replaceOf("./Settings/Ring", "x")))),
      ),
    ).toEqual([
      "Status 1/A Atomic 200",
      "Status 1/3 Add 200 ./Vendor/A",
      "Status 1/4 Replace 200 ./Settings/Ring",
    ]);
  });

  test("DM12-C-40 one fails: 216 before, its own code, 215 after, and the tree is as before", () => {
    const { each, run } = open();
    const before = each.device.view().root;
    const answer = run(
      atomic(
        id("3", replaceOf("./Settings/Ring", "x")),
        id("4", replaceOf("./Settings/Bookmarks?prop=ACL", "Delete=dm.example.com&Get=*")),
        id("5", { kind: "Delete" as const, CmdID: "", Item: [target("./Settings/Bookmarks/News")] }),
        id("6", replaceOf("./None", "x")),
        id("7", replaceOf("./Settings/Volume", "1")),
      ),
    );
    expect(withoutHeader(answer)).toEqual([
      "Status 1/A Atomic 507",
      "Status 1/3 Replace 216 ./Settings/Ring",
      "Status 1/4 Replace 216 ./Settings/Bookmarks?prop=ACL",
      "Status 1/5 Delete 216 ./Settings/Bookmarks/News",
      "Status 1/6 Replace 404 ./None",
      "Status 1/7 Replace 215 ./Settings/Volume",
    ]);
    expect(each.device.view().root).toBe(before);
    expect(each.written.size).toBe(0);
  });

  test.each([
    ["DM12-C-41 a Get", id("4", getOf("./DevInfo/Man")), ["Status 1/4 Get 500 ./DevInfo/Man"]],
    [
      "an Exec",
      id("4", { kind: "Exec" as const, CmdID: "", Item: [target("./Vendor/Reboot")] }),
      ["Status 1/4 Exec 500 ./Vendor/Reboot"],
    ],
    [
      "a nested Atomic",
      { kind: "Atomic" as const, CmdID: "4", commands: [id("5", addOf("./Vendor/Z", "1"))] },
      ["Status 1/4 Atomic 500", "Status 1/5 Add 500 ./Vendor/Z"],
    ],
  ])("%s inside: 500, nothing is executed", (_case, child, statuses) => {
    const { each, run } = open();
    const answer = run(atomic(id("3", addOf("./Vendor/A", "1")), child));
    expect(withoutHeader(answer)).toEqual([
      "Status 1/A Atomic 500",
      "Status 1/3 Add 215 ./Vendor/A",
      ...statuses,
    ]);
    expect(each.written.size).toBe(0);
  });

  test.each([
    ["reject", 304],
    ["cancel", 214],
  ] as const)("a user who says %s: 507", (answer, code) => {
    const { run } = open({ 1101: answer });
    const message = run(
      atomic(
        id("3", replaceOf("./Settings/Ring", "x")),
        id("4", alertOf(1101, "", "Sure?")),
        id("5", replaceOf("./Settings/Volume", "1")),
      ),
      getOf("./DevInfo/Man"),
    );
    expect(withoutHeader(message).slice(0, 4)).toEqual([
      "Status 1/A Atomic 507",
      "Status 1/3 Replace 216 ./Settings/Ring",
      `Status 1/4 Alert ${code}`,
      "Status 1/5 Replace 215 ./Settings/Volume",
    ]);
    expect(withoutHeader(message)[4]).toBe(
      answer === "cancel" ? "Status 1/3 Get 215 ./DevInfo/Man" : "Status 1/3 Get 200 ./DevInfo/Man",
    );
  });
});

describe("DMPRO 8.6.8 Sequence and 8.7.1 user interaction", () => {
  const sequence = (...commands: BodyCommandInput[]): BodyCommandInput =>
    ({ kind: "Sequence", CmdID: "S", commands }) as BodyCommandInput;

  test("DM12-C-38 in order", () => {
    const { run } = open();
    const answer = run(
      sequence(
        id("3", addOf("./Vendor/X", "7", { Format: "int" })),
        id("4", getOf("./Vendor/X")),
        id("5", { kind: "Delete" as const, CmdID: "", Item: [target("./Vendor/X")] }),
        id("6", getOf("./Vendor/X")),
      ),
    );
    expect(withoutHeader(answer)).toEqual([
      "Status 1/S Sequence 200",
      "Status 1/3 Add 200 ./Vendor/X",
      "Status 1/4 Get 200 ./Vendor/X",
      "Results 1/4 ./Vendor/X=7",
      "Status 1/5 Delete 200 ./Vendor/X",
      "Status 1/6 Get 404 ./Vendor/X",
    ]);
  });

  test("session C: No in a Sequence, choices, an ACL and a list of the structure", () => {
    const { run } = open({ 1101: "reject", 1104: { choices: [1, 3] } });
    const answer = run(
      sequence(
        id("3", alertOf(1101, "MAXDT=30&DR=1", "Apply the new ring tone?")),
        id("4", replaceOf("./Settings/Ring", "Chime")),
      ),
      alertOf(1104, "", "Pick services", "Mail", "Chat", "Maps"),
      replaceOf("./Settings/Ring?prop=ACL", "Get=*&Replace=dm.example.com"),
      getOf("./DMAcc/Main/AppAddr?list=StructData"),
    );
    expect(withoutHeader(answer)).toEqual([
      "Status 1/S Sequence 200",
      "Status 1/3 Alert 304",
      "Status 1/4 Replace 215 ./Settings/Ring",
      "Status 1/3 Alert 200",
      "Status 1/4 Replace 200 ./Settings/Ring?prop=ACL",
      "Status 1/5 Get 200 ./DMAcc/Main/AppAddr?list=StructData",
      `Results 1/5 ./DMAcc/Main/AppAddr ./DMAcc/Main/AppAddr/1 ./DMAcc/Main/AppAddr/1/Addr=${serverUrl} ./DMAcc/Main/AppAddr/1/AddrType=URI`,
    ]);
    const statuses = answer?.SyncBody.commands ?? [];
    expect(statuses[4]).toMatchObject({ Item: [{ Data: "1" }, { Data: "3" }] });
  });

  test("a cancel stops everything after it; a failure and a No do not", () => {
    const { run } = open({ 1101: "reject", 1100: "cancel" });
    const answer = run(
      sequence(id("a", getOf("./None")), id("b", getOf("./DevInfo/Lang"))),
      alertOf(1101, "", "Sure?"),
      alertOf(1100, "", "Hello"),
      getOf("./DevInfo/Man"),
      sequence(id("c", getOf("."))),
    );
    expect(withoutHeader(answer)).toEqual([
      "Status 1/S Sequence 200",
      "Status 1/a Get 404 ./None",
      "Status 1/b Get 200 ./DevInfo/Lang",
      "Results 1/b ./DevInfo/Lang=en-US",
      "Status 1/3 Alert 304",
      "Status 1/4 Alert 214",
      "Status 1/5 Get 215 ./DevInfo/Man",
      "Status 1/S Sequence 215",
      "Status 1/c Get 215 .",
    ]);
  });

  test.each([
    ["1100 shown", {}, alertOf(1100, "MINDT=10", "Hello"), 200, []],
    ["1101 by default", {}, alertOf(1101, "", "Sure?"), 200, []],
    ["1101 by its preset", {}, alertOf(1101, "DR=0", "Sure?"), 304, []],
    ["1101 timed out", { 1101: "timeout" }, alertOf(1101, "MAXDT=1", "Sure?"), 408, []],
    [
      "1102 cut to MAXLEN",
      { 1102: { text: "Chopin" } },
      alertOf(1102, "MAXLEN=3&IT=A", "Name?"),
      200,
      ["Cho"],
    ],
    ["1102 by its preset", {}, alertOf(1102, "DR=John+Doe", "Name?"), 200, ["John Doe"]],
    ["1103 one choice", { 1103: { choices: [2, 1] } }, alertOf(1103, "", "Which?", "A", "B"), 200, ["2"]],
    ["1104 by its preset", {}, alertOf(1104, "DR=2-3", "Which?", "A", "B", "C"), 200, ["2", "3"]],
    [
      "1104 choices that exist",
      { 1104: { choices: [0, 2, 9] } },
      alertOf(1104, "", "Which?", "A", "B"),
      200,
      ["2"],
    ],
    ["items missing", {}, alertOf(1103, "", "Which?"), 412, []],
    ["text missing", {}, alertOf(1100, ""), 412, []],
  ] as const)("alert %s", (_case, user, alert, code, texts) => {
    const { run } = open(user);
    const [, status] = run(alert)?.SyncBody.commands ?? [];
    expect(status).toMatchObject({ Cmd: "Alert", Data: code });
    expect(status?.kind === "Status" && status.Item.map((item) => item.Data)).toEqual([...texts]);
  });
});
