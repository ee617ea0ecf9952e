import { describe, expect, test } from "vitest";
import {
  judgeSyncML,
  readSyncML,
  summarizeCommand,
  summarizeElement,
  summarizeSyncML,
  SyncML,
  syncmlElement,
  SYNCML,
  type BodyCommand,
  writeSyncML,
} from "../../../simulator/protocols/syncml/index.ts";

/** A message around commands, as it is read. */
function readBody(commands: Parameters<typeof writeSyncML>[0]["SyncBody"]["commands"], final = true) {
  const { value } = readSyncML(
    writeSyncML({
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID: "7",
        MsgID: "2",
        Target: { LocURI: "server" },
        Source: { LocURI: "device" },
      },
      SyncBody: { commands, ...(final ? { Final: true } : {}) },
    }),
  );
  if (!value) throw new Error("the message was not read");
  return value;
}

function lines(commands: Parameters<typeof readBody>[0]): string[] {
  return readBody(commands).SyncBody.commands.map((command: BodyCommand) => summarizeCommand(command));
}

const at = (LocURI: string) => ({ Target: { LocURI } });

describe("summaries in plain words", () => {
  test("of commands", () => {
    expect(
      lines([
        {
          kind: "Status",
          CmdID: "1",
          MsgRef: "1",
          CmdRef: "0",
          Cmd: "SyncHdr",
          TargetRef: ["device"],
          Data: 212,
        },
        {
          kind: "Status",
          CmdID: "2",
          MsgRef: "1",
          CmdRef: "2",
          Cmd: "Replace",
          TargetRef: ["./A/B"],
          Data: 425,
        },
        { kind: "Status", CmdID: "3", MsgRef: "1", CmdRef: "3", Cmd: "Get", Data: 299 },
        { kind: "Get", CmdID: "4", Item: [at("./DevInfo/DevId")] },
        { kind: "Get", CmdID: "5", Item: [at("./A"), at("./B"), at("./C")] },
        { kind: "Copy", CmdID: "6", Item: [{ Source: { LocURI: "./A" }, Target: { LocURI: "./B" } }] },
        { kind: "Replace", CmdID: "7", Item: [{ ...at("./A"), Data: "x", MoreData: true }] },
        { kind: "Alert", CmdID: "8", Data: 1201 },
        { kind: "Alert", CmdID: "9", Data: 1226, Item: [{ Meta: { Type: "urn:a" } }] },
        { kind: "Alert", CmdID: "10", Data: 1999 },
        { kind: "Alert", CmdID: "11" },
        { kind: "Atomic", CmdID: "12", commands: [{ kind: "Delete", CmdID: "13", Item: [at("./A")] }] },
        {
          kind: "Results",
          CmdID: "14",
          CmdRef: "4",
          Item: [{ Source: { LocURI: "./DevInfo/DevId" }, Data: "x" }],
        },
        { kind: "Exec", CmdID: "15", Item: [{}] },
      ]),
    ).toEqual([
      "Status 212 SyncHdr: authenticated for the session",
      "Status 425 Replace ./A/B: permission denied",
      "Status 299 Get",
      "Get ./DevInfo/DevId",
      "Get ./A and 2 more",
      "Copy ./A to ./B",
      "Replace ./A, more follows",
      "Alert 1201: client-initiated management",
      "Alert 1226: generic alert, urn:a",
      "Alert 1999",
      "Alert without a code",
      "Atomic of 1 command",
      "Results ./DevInfo/DevId",
      "Exec",
    ]);
  });

  test("of a message", () => {
    expect(summarizeSyncML(readBody([{ kind: "Alert", CmdID: "1", Data: 1201 }]))).toBe(
      "Session 7, message 2: Alert 1201, Final",
    );
    const many = readBody(
      Array.from({ length: 9 }, (_, index) => ({ kind: "Get" as const, CmdID: `${index}`, Item: [{}] })),
      false,
    );
    expect(summarizeSyncML(many)).toBe("Session 7, message 2: Get, Get, Get, Get, Get, Get, 3 more");
    expect(summarizeSyncML(readBody([], false))).toBe("Session 7, message 2: empty");
  });

  test("of the parts that a folded tree shows", () => {
    const message = readBody([{ kind: "Get", CmdID: "1", Item: [at("./A")] }]);
    const part = (name: string, value: unknown) => {
      const element = syncmlElement(SYNCML, name);
      return element && summarizeElement(element, value);
    };
    expect(summarizeElement(SyncML, message)).toBe("Session 7, message 2: Get, Final");
    expect(part("SyncHdr", message.SyncHdr)).toBe("session 7, message 2, from device to server");
    expect(part("SyncBody", message.SyncBody)).toBe("1 command");
    expect(part("Get", message.SyncBody.commands[0])).toBe("Get ./A");
    expect(part("Item", at("./A"))).toBe("./A");
    expect(part("Meta", { Format: "b64", Type: "text/plain" })).toBe("b64, text/plain");
    expect(part("Meta", {})).toBeUndefined();
    expect(part("Cred", { Meta: { Type: "syncml:auth-md5" } })).toBe("syncml:auth-md5");
  });
});

describe("judgments", () => {
  const codes = (commands: Parameters<typeof readBody>[0], final = true): string[] =>
    judgeSyncML(readBody(commands, final)).map(({ code }) => code);
  const status = { kind: "Status", CmdID: "1", MsgRef: "1", CmdRef: "0", Cmd: "SyncHdr", Data: 200 } as const;
  const get = (CmdID: string) => ({ kind: "Get", CmdID, Item: [at("./A")] }) as const;

  test("a message by the rules has none", () => {
    expect(codes([status, get("2"), { kind: "Sequence", CmdID: "3", commands: [get("4")] }])).toEqual([]);
  });

  test("DMPRO CmdID is unique in its message, also inside containers, and not 0", () => {
    expect(codes([status, { kind: "Sequence", CmdID: "2", commands: [get("2")] }])).toEqual([
      "syncml/cmdid-repeated",
    ]);
    expect(codes([status, get("0")])).toEqual(["syncml/cmdid-zero"]);
  });

  test("DMPRO the first Status answers the header", () => {
    expect(codes([{ ...status, CmdRef: "2", Cmd: "Get" }])).toEqual(["syncml/first-status"]);
    expect(codes([{ ...status, CmdRef: "2" }])).toEqual(["syncml/cmdref"]);
  });

  test("DMPRO no Get and no Atomic inside an Atomic, also below a Sequence", () => {
    expect(
      codes([
        status,
        { kind: "Atomic", CmdID: "2", commands: [{ kind: "Sequence", CmdID: "3", commands: [get("4")] }] },
      ]),
    ).toEqual(["syncml/get-in-atomic"]);
    expect(
      codes([
        status,
        { kind: "Atomic", CmdID: "2", commands: [{ kind: "Atomic", CmdID: "3", commands: [] }] },
      ]),
    ).toEqual(["syncml/nested-atomic"]);
  });

  test("DMPRO Final ends a package, and not while an object is unfinished", () => {
    expect(codes([status], false)).toEqual(["syncml/no-final"]);
    expect(codes([status, { kind: "Alert", CmdID: "2", Data: 1222 }], false)).toEqual([]);
    const chunk = { kind: "Replace", CmdID: "2", Item: [{ ...at("./A"), MoreData: true }] } as const;
    expect(codes([status, chunk], false)).toEqual([]);
    expect(codes([status, chunk])).toEqual(["syncml/final-with-more-data"]);
    expect(codes([status, chunk, get("3")], false)).toEqual(["syncml/more-data-last"]);
  });

  test("without positions they have a path and no range", () => {
    const [finding] = judgeSyncML(readBody([status, get("0")]));
    expect([finding?.path, finding?.range]).toEqual(["SyncML/SyncBody/Get/CmdID", undefined]);
  });
});
