import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
import type { DeviceBehaviour, DeviceOptions } from "../../../simulator/roles/device/index.ts";
import { addOf, dialogue, getOf, headerStatus, lines, replaceOf, target, type Dialogue } from "./dialogue.ts";

const open = (
  behaviour: Partial<DeviceBehaviour> = {},
  options: Partial<DeviceOptions> = {},
): { each: Dialogue; run: (...commands: BodyCommandInput[]) => SyncML | undefined } => {
  const each = dialogue({
    account: { auth: "none", serverAuth: "none" },
    behaviour: { user: "none", ...behaviour },
    options,
  });
  let last = each.command({ name: "startSession", sessionId: "C0" });
  return { each, run: (...commands) => (last = each.answer({}, [headerStatus(last, 200), ...commands])) };
};
const id = <C extends { CmdID: string }>(CmdID: string, command: C) => ({ ...command, CmdID });
const deleteOf = (uri: string) => ({ kind: "Delete" as const, CmdID: "", Item: [target(uri)] });
const execOf = (uri: string) => ({ kind: "Exec" as const, CmdID: "", Item: [target(uri)] });
const copyOf = (source: string, uri: string) => ({
  kind: "Copy" as const,
  CmdID: "",
  Item: [{ Source: { LocURI: source }, ...target(uri) }],
});
const alertOf = (code: number, ...texts: readonly string[]) => ({
  kind: "Alert" as const,
  CmdID: "",
  Data: code,
  Item: texts.map((Data) => (Data === "" ? {} : { Data })),
});
const atomic = (...commands: BodyCommandInput[]): BodyCommandInput =>
  ({ kind: "Atomic", CmdID: "A", commands }) as BodyCommandInput;

/** Every status code that DM Representation 1.2, 10 gives to a client's answers to commands. */
describe("DMREP 10 status codes", () => {
  test.each<[number, string, BodyCommandInput, Partial<DeviceBehaviour>?]>([
    [200, "done", replaceOf("./Settings/Ring", "Chime")],
    [202, "accepted, reported later", execOf("./FwUpdate/Pkg1/Download")],
    [
      213,
      "a chunk",
      {
        ...replaceOf("./Settings/Ring", "x"),
        Item: [{ ...target("./Settings/Ring"), Meta: { Size: 5 }, Data: "x", MoreData: true }],
      },
    ],
    [214, "the user cancelled", alertOf(1101, "", "Sure?"), { user: { 1101: "cancel" } }],
    [304, "the user said No", alertOf(1101, "", "Sure?"), { user: { 1101: "reject" } }],
    [400, "no target", { kind: "Get", CmdID: "", Item: [{}] }],
    [400, "a malformed address", getOf("./../x")],
    [403, "only leaves are copied", copyOf("./DevInfo", "./Vendor/X")],
    [404, "not there", getOf("./None")],
    [405, "the access type lacks it", deleteOf("./DevInfo")],
    [405, "not executable", execOf("./DevInfo/Man")],
    [406, "an unknown property", getOf("./DevInfo/Man?prop=Colour")],
    [406, "user interaction without a user", alertOf(1100, "", "Hello")],
    [408, "nobody answered", alertOf(1101, "", "Sure?"), { user: { 1101: "timeout" } }],
    [
      411,
      "a first chunk without Size",
      {
        ...replaceOf("./Settings/Ring", "x"),
        Item: [{ ...target("./Settings/Ring"), Data: "x", MoreData: true }],
      },
    ],
    [412, "an alert without items", alertOf(1101), { user: {} }],
    [414, "an address beyond the limits", getOf(`./${"x".repeat(65)}`)],
    [415, "another format", replaceOf("./Settings/Volume", "loud")],
    [
      416,
      "an object beyond MaxObjSize",
      {
        ...replaceOf("./Settings/Ring", "x"),
        Item: [{ ...target("./Settings/Ring"), Meta: { Size: 99_999_999 }, Data: "x", MoreData: true }],
      },
    ],
    [418, "there already", addOf("./Settings/Ring", "x")],
    [
      424,
      "a chunk beyond Size",
      {
        ...replaceOf("./Settings/Ring", "x"),
        Item: [{ ...target("./Settings/Ring"), Meta: { Size: 1 }, Data: "xxx", MoreData: true }],
      },
    ],
    [500, "what an Atomic may not hold", atomic(id("3", getOf(".")))],
    [507, "an Atomic that failed", atomic(id("3", replaceOf("./None", "x")))],
    ...([403, 409, 410, 417, 420, 500, 503, 506, 510, 511] as const).map(
      (code): [number, string, BodyCommandInput, Partial<DeviceBehaviour>] => [
        code,
        "as the behaviour of the device says",
        replaceOf("Settings/Ring", "x"),
        { failures: { "./Settings/Ring": code } },
      ],
    ),
  ])("%i: %s", (code, _case, command, behaviour) => {
    const { run } = open(behaviour);
    expect(run(command)?.SyncBody.commands[1]).toMatchObject({ Data: code });
  });

  test("413: a value beyond what the device takes", () => {
    const { run } = open({}, { maxObjSize: 10 });
    expect(lines(run(replaceOf("./Settings/Ring", "x".repeat(11))))[1]).toBe(
      "Status 1/2 Replace 413 ./Settings/Ring",
    );
  });

  test("425: the ACL does not grant it", () => {
    const { run } = open();
    run(replaceOf("./Settings/Ring?prop=ACL", "Get=*&Replace=other"));
    expect(lines(run(replaceOf("./Settings/Ring", "x")))[1]).toBe("Status 2/2 Replace 425 ./Settings/Ring");
  });

  test("215 and 216: see Atomic; 501, 505, 513: see the other dialogues", () => {
    const { run } = open();
    const statuses = run(
      atomic(
        id("3", replaceOf("./Settings/Ring", "x")),
        id("4", replaceOf("./None", "x")),
        id("5", addOf("./Vendor/A", "1")),
      ),
    )?.SyncBody.commands.slice(1);
    expect(statuses).toMatchObject([{ Data: 507 }, { Data: 216 }, { Data: 404 }, { Data: 215 }]);
  });
});

describe("DMPRO 8.6.9 Atomic that cannot be", () => {
  test("516: what was done cannot be undone, and stays", () => {
    const { each, run } = open({ rollback: "fails" });
    const answer = run(
      atomic(
        id("3", replaceOf("./Settings/Ring", "Chime")),
        id("4", replaceOf("./None", "x")),
        id("5", addOf("./Vendor/A", "1")),
      ),
    );
    expect(lines(answer).slice(1, -1)).toEqual([
      "Status 1/A Atomic 507",
      "Status 1/3 Replace 516 ./Settings/Ring",
      "Status 1/4 Replace 404 ./None",
      "Status 1/5 Add 215 ./Vendor/A",
    ]);
    expect(nodeAt(each.device.view().root, ["Settings", "Ring"])).toMatchObject({ value: "Chime" });
  });

  test("DM12-C-41b 517: its answers do not fit into one message, nothing is applied", () => {
    const { each } = open();
    const before = each.device.view().root;
    const children = Array.from({ length: 20 }, (_, index) =>
      id(`x${index}`, addOf(`./Vendor/Node${index}`, "1")),
    );
    let message = each.answer({ Meta: { MaxMsgSize: 1400 } }, [
      { kind: "Status", CmdID: "", MsgRef: "1", CmdRef: "0", Cmd: "SyncHdr", Data: 200 },
      atomic(...children),
    ]);
    const all: string[] = [];
    for (let turns = 0; message && turns < 20; turns++) {
      all.push(...lines(message).filter((line) => / Atomic | Add /.test(line)));
      if (message.SyncBody.Final) break;
      message = each.answer(
        {},
        [headerStatus(message, 200), { kind: "Alert", CmdID: "", Data: 1222 }],
        false,
      );
    }
    expect(all[0]).toBe("Status 1/A Atomic 517");
    expect(all.slice(1).every((line) => / Add 216 /.test(line))).toBe(true);
    expect(all).toHaveLength(21);
    expect(each.device.view().root).toBe(before);
  });

  test("an Atomic in a Sequence; its failure does not stop the Sequence", () => {
    const { run } = open();
    const inner = { kind: "Atomic", CmdID: "B", commands: [id("4", replaceOf("./None", "x"))] } as const;
    const answer = run({
      kind: "Sequence",
      CmdID: "S",
      commands: [inner, id("5", getOf("./DevInfo/Man"))],
    });
    expect(lines(answer).slice(1, -1)).toEqual([
      "Status 1/S Sequence 200",
      "Status 1/B Atomic 507",
      "Status 1/4 Replace 404 ./None",
      "Status 1/5 Get 200 ./DevInfo/Man",
      "Results 1/5 ./DevInfo/Man=Example Labs",
    ]);
  });

  test("a cancel in an inner Sequence skips the outer one and what follows in the body", () => {
    const { run } = open({ user: { 1101: "cancel" } });
    const inner = { kind: "Sequence", CmdID: "T", commands: [id("4", alertOf(1101, "", "Sure?"))] } as const;
    const answer = run(
      {
        kind: "Sequence",
        CmdID: "S",
        commands: [inner, id("5", execOf("./Vendor/Reboot"))],
      },
      getOf("."),
    );
    expect(lines(answer).slice(1, -1)).toEqual([
      "Status 1/S Sequence 200",
      "Status 1/T Sequence 200",
      "Status 1/4 Alert 214",
      "Status 1/5 Exec 215 ./Vendor/Reboot",
      "Status 1/3 Get 215 .",
    ]);
  });
});

describe("manners in answers", () => {
  test.each([
    [{ nextMessage: 500 }, { kind: "Alert" as const, CmdID: "", Data: 1222 }, 500],
    [{ success: 202 }, replaceOf("./Settings/Ring", "x"), 202],
    [{ success: 425 }, replaceOf("./Settings/Ring", "x"), 425],
  ] as const)("%j", (manners, command, code) => {
    const { run } = open({}, { manners });
    expect(run(command)?.SyncBody.commands[1]).toMatchObject({ Data: code });
  });

  test("a device that closes at a message of statuses, and one that drops long messages", () => {
    const closing = open({}, { manners: { closes: "status-only" } });
    closing.run(getOf("."));
    expect(
      closing.run({ kind: "Status", CmdID: "", MsgRef: "2", CmdRef: "1", Cmd: "Alert", Data: 200 }),
    ).toBeUndefined();
    expect(closing.each.reports()).toEqual(["session.aborted"]);
    const dropping = open({}, { manners: { oversize: "dropped" }, maxMsgSize: 500 });
    expect(dropping.run(replaceOf("./Settings/Ring", "x".repeat(600)))).toBeUndefined();
    expect(dropping.each.reports()).toEqual(["session.aborted"]);
  });

  test("a SessionID of its own spelling comes back", () => {
    const each = dialogue({
      account: { auth: "none", serverAuth: "none" },
      options: { manners: { sessionId: "leading-zeros" } },
    });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    expect(first?.SyncHdr.SessionID).toBe("00C0");
    const second = each.answer({}, [headerStatus(first, 200), getOf(".")]);
    expect(second).toBeDefined();
    expect(each.answer({ SessionID: "C0" }, [headerStatus(second, 200), getOf(".")])).toBeDefined();
  });
});
