import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import type { SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { phone, type DeviceOptions } from "../../../simulator/roles/device/index.ts";
import { haveVectors, noVectors, vectorPath } from "../../support/vectors.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
import {
  addOf,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  serverCred,
  target,
  type Dialogue,
} from "./dialogue.ts";

const open = (options: Partial<DeviceOptions> = {}): { each: Dialogue; first: SyncML | undefined } => {
  const each = dialogue({
    account: { auth: "none", serverAuth: "none" },
    behaviour: { user: "none" },
    options,
  });
  return { each, first: each.command({ name: "startSession", sessionId: "C0" }) };
};
const chunk = (
  data: string,
  last: boolean,
  meta?: { Format?: string; Type?: string; Size?: number },
  uri = "./Vendor/Blob",
) => ({
  kind: "Replace" as const,
  CmdID: "",
  Item: [
    {
      ...target(uri),
      ...(meta ? { Meta: meta } : {}),
      Data: data,
      ...(last ? {} : { MoreData: true as const }),
    },
  ],
});

describe("DMPRO 8.9 large objects", () => {
  const size = { Format: "b64", Type: "application/octet-stream", Size: 44 };

  test("session B: notification, chunks, 213 and 1222, then the whole object", () => {
    const each = dialogue({ account: { authPref: "unasked", clientNonce: utf8("clientNonce-0002") } });
    const first = each.command({ name: "startSession", sessionId: "A7" });
    expect(first?.SyncHdr.Cred?.Data).toBe("24s7NZJo0dDppLqWhAXDkw==");
    const third = each.answer(
      { Cred: serverCred("serverNonce-0000") },
      [headerStatus(first, 212, "clientNonce-0003"), chunk("Zm9vYmFyLWZvb2Jhci1mb29i", false, size)],
      false,
    );
    expect(lines(third)).toEqual([
      "Status 1/0 SyncHdr 212",
      "Status 1/2 Replace 213 ./Vendor/Blob",
      "Alert 1222",
    ]);
    expect(each.states()).toEqual(["awaitingPackage2 message.received receivingPackage"]);
    const fifth = each.answer({}, [
      headerStatus(third, 200),
      { kind: "Status", CmdID: "2", MsgRef: "2", CmdRef: "3", Cmd: "Alert", Data: 200 },
      chunk("YXItbGFzdC1jaHVuaw==", true, { Format: "b64" }),
    ]);
    expect(lines(fifth)).toEqual(["Status 2/0 SyncHdr 200", "Status 2/3 Replace 200 ./Vendor/Blob", "Final"]);
    expect(nodeAt(each.device.view().root, ["Vendor", "Blob"])).toMatchObject({
      value: utf8("foobar-foobar-foobar-last-chunk"),
    });
  });

  test("DM12-C-43 the wrong total: 424 and nothing changed", () => {
    const { each, first } = open();
    const second = each.answer(
      {},
      [headerStatus(first, 200), chunk("Zm9v", false, { Format: "b64", Size: 12 })],
      false,
    );
    const third = each.answer({}, [headerStatus(second, 200), chunk("Zm9v", true)]);
    expect(lines(third)).toContain("Status 2/2 Replace 424 ./Vendor/Blob");
    expect(each.written.size).toBe(0);
  });

  test("DM12-C-44 another command before the end: alert 1225, the object is dropped", () => {
    const { each, first } = open();
    const second = each.answer({}, [headerStatus(first, 200), chunk("Zm9v", false, { Size: 12 })], false);
    const third = each.answer({}, [headerStatus(second, 200), getOf("./DevInfo/Man")]);
    expect(lines(third)).toEqual([
      "Status 2/0 SyncHdr 200",
      "Alert 1225",
      "Status 2/2 Get 200 ./DevInfo/Man",
      "Results 2/2 ./DevInfo/Man=Example Labs",
      "Final",
    ]);
    expect(third?.SyncBody.commands[1]).toMatchObject({ Item: [{ Source: { LocURI: "./Vendor/Blob" } }] });
  });

  test.each([
    ["DM12-C-46 larger than MaxObjSize", { Size: 9_999_999 }, 416],
    ["without Size", {}, 411],
    ["a first chunk beyond Size", { Size: 2 }, 424],
  ])("%s: %#", (_case, meta, code) => {
    const { each, first } = open();
    const second = each.answer({}, [headerStatus(first, 200), chunk("Zm9v", false, meta)], false);
    expect(lines(second)).toEqual([
      "Status 1/0 SyncHdr 200",
      `Status 1/2 Replace ${code} ./Vendor/Blob`,
      "Alert 1222",
    ]);
  });

  test("a chunk inside an Atomic is refused", () => {
    const { each, first } = open();
    const atomic = {
      kind: "Atomic" as const,
      CmdID: "9",
      commands: [{ ...chunk("Zm9v", false, { Size: 12 }), CmdID: "10" }],
    };
    expect(lines(each.answer({}, [headerStatus(first, 200), atomic]))).toContain("Status 1/10 Replace 400");
  });
});

describe("DMPRO 8.9 packages of several messages", () => {
  test("DM12-C-47 a message without Final is answered with its statuses and 1222", () => {
    const { each, first } = open();
    const second = each.answer({}, [headerStatus(first, 200), replaceOf("./Settings/Ring", "x")], false);
    expect(lines(second)).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/2 Replace 200 ./Settings/Ring",
      "Alert 1222",
    ]);
    const third = each.answer({}, [headerStatus(second, 200), getOf("./DevInfo/Man")], false);
    expect(lines(third)).toEqual([
      "Status 2/0 SyncHdr 200",
      "Status 2/2 Get 200 ./DevInfo/Man",
      "Results 2/2 ./DevInfo/Man=Example Labs",
    ]);
    expect(each.answer({}, [headerStatus(third, 200)])).toBeUndefined();
    expect(each.reports()).toEqual(["session.closed"]);
  });

  test("DM12-S-21 an answer larger than the server's MaxMsgSize goes out in parts, in order, Final in the last", () => {
    const { each, first } = open();
    const uris = ["Man", "Mod", "DmV", "Lang", "DevId", "Ext"].map((name) => `./DevInfo/${name}`);
    const gets = [...uris, ...uris, ...uris].map((uri) => getOf(uri));
    let message = each.answer({ Meta: { MaxMsgSize: 1600 } }, [headerStatus(first, 200), ...gets]);
    expect(each.states()).toEqual(["awaitingPackage2 package.split sendingPackage3"]);
    const answered: string[] = [];
    let messages = 0;
    while (message && messages < 30) {
      messages++;
      expect(each.request().http.body.length).toBeLessThanOrEqual(1600);
      answered.push(...lines(message).filter((line) => /^Status 1\/\d+ Get|^Results/.test(line)));
      if (message.SyncBody.Final) break;
      message = each.answer(
        {},
        [headerStatus(message, 200), { kind: "Alert", CmdID: "", Data: 1222 }],
        false,
      );
    }
    expect(messages).toBeGreaterThan(2);
    expect(answered).toHaveLength(36);
    expect(answered.filter((_line, index) => index % 2 === 0).map((line) => line.split(" ")[1])).toEqual(
      gets.map((_get, index) => `1/${index + 2}`),
    );
    expect(each.device.view().state).toBe("awaitingPackage4");
  });

  test("a value that no message can carry, at a device without large objects: 413", () => {
    const small = { ...phone, devDetail: { ...phone.devDetail, LrgObj: "false" } };
    const { each, first } = open({ profile: small });
    const big = "x".repeat(3000);
    const second = each.answer({ Meta: { MaxMsgSize: 2500 } }, [
      headerStatus(first, 200),
      replaceOf("./Settings/Homepage", big),
    ]);
    const third = each.answer({}, [headerStatus(second, 200), getOf("./Settings/Homepage")]);
    expect(lines(third)).toContain("Status 2/2 Get 413 ./Settings/Homepage");
  });
});

describe("DM12-C-58 commands that DM does not have", () => {
  test("501, and the session goes on", () => {
    const { each } = open();
    const message = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>C0</SessionID><MsgID>1</MsgID><Target><LocURI>${deviceId}</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr><SyncBody><Search><CmdID>4</CmdID><Data/></Search><Final/></SyncBody></SyncML>`;
    expect(lines(each.answerRaw(utf8(message)))).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/4 Search 501",
      "Final",
    ]);
    expect(each.notes()).toContain("message-findings");
  });

  test("an Atomic with one is not executed at all", () => {
    const { each } = open();
    const head = `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>C0</SessionID><MsgID>1</MsgID><Target><LocURI>${deviceId}</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr>`;
    const add = "<Add><CmdID>5</CmdID><Item><Target><LocURI>./Vendor/A</LocURI></Target></Item></Add>";
    const message = `<SyncML xmlns="SYNCML:SYNCML1.2">${head}<SyncBody><Atomic><CmdID>4</CmdID>${add}<Move><CmdID>6</CmdID></Move></Atomic><Final/></SyncBody></SyncML>`;
    expect(lines(each.answerRaw(utf8(message)))).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/4 Atomic 500",
      "Status 1/5 Add 215 ./Vendor/A",
      "Final",
    ]);
    expect(each.written.size).toBe(0);
  });
});

describe("DMPRO 8 the end of a session", () => {
  test("DM12-C-53 alert 1223 of the server is not answered", () => {
    const { each, first } = open();
    expect(
      each.answer({}, [headerStatus(first, 200), getOf("."), { kind: "Alert", CmdID: "", Data: 1223 }]),
    ).toBeUndefined();
    expect(each.states()).toEqual(["awaitingPackage2 abort.received aborted"]);
    expect(each.effects.at(-1)).toMatchObject({
      report: { name: "session.aborted", data: { by: "server" } },
    });
  });

  test("the device's own abort sends what is due and alert 1223", () => {
    const { each, first } = open();
    each.command({ name: "abortSession" });
    const last = each.answer({}, [headerStatus(first, 200), getOf("./DevInfo/Man")]);
    expect(lines(last)).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/2 Get 200 ./DevInfo/Man",
      "Results 1/2 ./DevInfo/Man=Example Labs",
      "Alert 1223",
      "Final",
    ]);
    expect(each.reports()).toEqual(["session.aborted"]);
  });

  test.each([
    [505, { VerDTD: "1.1" }, "1.2"],
    [513, { VerProto: "DM/1.1" }, "DM/1.2"],
  ])("another version: %i with the supported one", (code, header, supported) => {
    const { each, first } = open();
    const last = each.answer(header, [headerStatus(first, 200), getOf(".")]);
    expect(lines(last)).toEqual([`Status 1/0 SyncHdr ${code}`, "Alert 1223", "Final"]);
    expect(last?.SyncBody.commands[0]).toMatchObject({ Item: [{ Data: supported }] });
    expect(each.states()).toEqual(["awaitingPackage2 version.rejected aborted"]);
  });

  test.each([404, 503, 511])("status %i for the header ends the session", (code) => {
    const { each, first } = open();
    expect(each.answer({}, [headerStatus(first, code)])).toBeUndefined();
    expect(each.effects.at(-1)).toMatchObject({
      report: { name: "session.aborted", data: { by: "server" } },
    });
  });

  test.each([
    ["HTTP 500", (each: Dialogue) => each.answerRaw(new Uint8Array(0), 500)],
    ["another content type", (each: Dialogue) => each.answerRaw(utf8("<html/>"), 200, "text/html")],
    ["DM12-C-59 broken XML", (each: Dialogue) => each.answerRaw(utf8("<SyncML><SyncHdr>"))],
    ["nothing", (each: Dialogue) => each.answerRaw(new Uint8Array(0))],
    ["another session", (each: Dialogue) => each.answer({ SessionID: "D1" }, [])],
    ["no connection", (each: Dialogue) => each.fail()],
  ])("%s aborts it, without a further message", (_case, act) => {
    const { each } = open();
    act(each);
    expect(each.effects.some((effect) => effect.type === "request")).toBe(false);
    expect(each.reports()).toEqual(["session.aborted"]);
    expect(each.device.view().state).toBe("idle");
  });

  test("DM12-C-60 a repeated message is not executed twice; the last answer is sent again, but not for ever", () => {
    const { each, first } = open();
    const add = { ...addOf("./Vendor/Once", "1"), CmdID: "5" };
    const second = each.answer({ MsgID: "1" }, [headerStatus(first, 200), add]);
    const octets = each.request().http.body;
    const again = each.answer({ MsgID: "1" }, [headerStatus(first, 200), add]);
    expect(again).toEqual(second);
    expect(each.request().http.body).toEqual(octets);
    each.answer({ MsgID: "1" }, [headerStatus(first, 200), add]);
    expect(each.answer({ MsgID: "1" }, [headerStatus(first, 200), add])).toBeUndefined();
    expect(each.reports()).toEqual(["session.aborted"]);
  });

  test("DM12-C-56 RespURI is honoured, but not when it is no HTTP address", () => {
    const { each, first } = open();
    const second = each.answer({ RespURI: "https://dm.example.com/oma?t=1" }, [
      headerStatus(first, 200),
      getOf("."),
    ]);
    expect(each.request()).toMatchObject({
      http: { url: "https://dm.example.com/oma?t=1" },
      onPeersWord: true,
    });
    each.answer({ RespURI: "file:///etc/passwd" }, [headerStatus(second, 200), getOf(".")]);
    expect(each.request().http.url).toBe("https://dm.example.com/oma?t=1");
    expect(each.notes()).toContain("resp-uri-ignored");
  });

  test("a wish for a session while one runs is refused; a value changed by an application is kept", () => {
    const { each } = open();
    each.command({ name: "startSession" });
    expect(each.reports()).toEqual(["command.refused"]);
    const idle = dialogue();
    expect(idle.command({ name: "startSession", sessionId: "12345" })).toBeUndefined();
    expect(idle.reports()).toEqual(["command.refused"]);
    each.command({ name: "setValue", uri: "./Settings/Volume", value: "9" });
    expect(each.written.get(`device:${deviceId} tree`)).toMatchObject([
      { uri: "./Settings/Volume", node: { value: "9" } },
    ]);
    each.command({ name: "setValue", uri: "./Settings/Volume", value: "loud" });
    expect(each.reports()).toEqual(["command.refused"]);
  });

  test("F3.8 Generic Alerts go into Package 1", () => {
    const each = dialogue({ account: { auth: "none" } });
    const alert = {
      type: "urn:oma:at:diagmon:1.0:OperationComplete",
      data: "200",
      format: "int",
      source: "./DiagMon/Battery",
      correlator: "c1",
      mark: "warning",
    };
    const first = each.command({ name: "startSession", alerts: [alert] });
    expect(first?.SyncBody.commands[2]).toMatchObject({
      Data: 1226,
      Correlator: "c1",
      Item: [
        {
          Source: { LocURI: "./DiagMon/Battery" },
          Meta: { Format: "int", Type: alert.type, Mark: "warning" },
          Data: "200",
        },
      ],
    });
  });
});

describe("arbitrary servers", () => {
  const uri = fc.constantFrom(
    ".",
    "./DevInfo",
    "./DevInfo/Man",
    "./Settings/Ring",
    "./Settings/Wifi/x",
    "./None/y",
    "..",
    "",
    "./Vendor?prop=ACL",
    "./?list=StructData",
    "./DMAcc/Main",
  );
  const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("1.2", "C0", "1", "0", "Get=*"));
  const item = fc.record(
    {
      Target: uri.map((LocURI) => ({ LocURI })),
      Source: uri.map((LocURI) => ({ LocURI })),
      Meta: fc.record(
        { Format: fc.constantFrom("chr", "int", "b64", "node", "weird"), Size: fc.nat(60) },
        { requiredKeys: [] },
      ),
      Data: text,
      MoreData: fc.constant(true as const),
    },
    { requiredKeys: [] },
  );
  const operands = { CmdID: fc.constantFrom("1", "2", "x", ""), Item: fc.array(item, { maxLength: 3 }) };
  const simple = fc.oneof(
    ...(["Add", "Replace", "Delete", "Get", "Exec", "Copy"] as const).map((kind) =>
      fc.record({ kind: fc.constant(kind), ...operands }),
    ),
    fc.record({
      kind: fc.constant("Alert" as const),
      Data: fc.constantFrom(1100, 1101, 1104, 1222, 1225, 1226, 7),
      ...operands,
    }),
  );
  const container = fc.record({
    kind: fc.constantFrom("Atomic" as const, "Sequence" as const),
    CmdID: fc.constantFrom("3", ""),
    commands: fc.array(simple, { maxLength: 4 }),
  });
  const status = fc.record({
    kind: fc.constant("Status" as const),
    CmdID: fc.constant("1"),
    MsgRef: fc.constantFrom("1", "2", ""),
    CmdRef: fc.constantFrom("0", "1"),
    Cmd: fc.constantFrom("SyncHdr", "Alert"),
    Data: fc.constantFrom(200, 212, 401, 407, 500, 0),
  });
  const header = fc.record(
    {
      SessionID: fc.constantFrom("C0", "D1"),
      MsgID: fc.constantFrom("1", "2", "3", ""),
      VerProto: fc.constantFrom("DM/1.2", "DM/1.2", "DM/1.1"),
      RespURI: text,
    },
    { requiredKeys: [] },
  );
  const turn = fc.tuple(
    header,
    fc.array(fc.oneof(status, simple, container), { maxLength: 5 }),
    fc.boolean(),
  );

  test.each([
    ["xml", "none"],
    ["wbxml", "person"],
  ] as const)(
    "never make the device throw: it answers, asks, or the session ends (%s, %s)",
    (encoding, user) => {
      fc.assert(
        fc.property(fc.array(turn, { minLength: 1, maxLength: 6 }), (turns) => {
          const { each } = open({ encoding });
          each.command({ name: "setBehaviour", behaviour: { user } });
          for (const [head, commands, final] of turns) {
            if (each.device.view().state === "idle") break;
            let sent = each.answer(head, commands, final);
            for (let left = 40; left > 0 && each.device.view().state === "askingUser"; left--) {
              const question = each.device.view().questions[0]?.id ?? "";
              sent = each.command({
                name: "answerUser",
                question,
                answer: left % 2 === 0 ? "timeout" : "cancel",
              });
            }
            const ended = each.reports().some((name) => /^session\.(?:closed|refused|aborted)$/.test(name));
            expect(sent !== undefined || ended).toBe(true);
          }
        }),
        { numRuns: 200 },
      );
    },
  );

  test.skipIf(!haveVectors)(`never make the device throw: messages of the field (${noVectors})`, () => {
    const names = readdirSync(vectorPath("syncml")).filter((name) => name.endsWith(".xml"));
    for (const name of names) {
      const text = readFileSync(vectorPath("syncml", name), "utf8").replace(
        /<SessionID>[^<]*</,
        "<SessionID>C0<",
      );
      const { each } = open();
      const sent = each.answerRaw(utf8(text));
      expect(sent !== undefined || each.device.view().state === "idle", name).toBe(true);
    }
    expect(names.length).toBeGreaterThan(20);
  });

  test("never make the device throw: any octets", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const { each } = open();
        each.answerRaw(octets);
        expect(each.reports()).toEqual(["session.aborted"]);
        each.push(octets);
        expect(each.notes()).toEqual(["notification-refused"]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("servers that never come to an end", () => {
  test("one that only asks for the next message is left", () => {
    const { each, first } = open();
    let message: SyncML | undefined = first;
    let turns = 0;
    while (message && turns++ < 50)
      message = each.answer(
        {},
        [headerStatus(message, 200), { kind: "Alert", CmdID: "", Data: 1222 }],
        false,
      );
    expect(turns).toBeLessThan(12);
    expect(each.reports()).toEqual(["session.aborted"]);
  });

  test("one that challenges again and again is left", () => {
    const each = dialogue({ account: { serverAuth: "none" } });
    let message = each.command({ name: "startSession", sessionId: "C0" });
    let turns = 0;
    while (message && turns < 60) {
      const code = turns++ % 2 === 0 ? 401 : 200;
      message = each.answer({}, [
        headerStatus(message, code, `n${turns}`),
        ...(code === 200 ? [getOf(".")] : []),
      ]);
    }
    expect(turns).toBeLessThan(25);
    expect(each.reports()).toEqual(["session.refused"]);
  });
});
