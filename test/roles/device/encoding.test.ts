import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { readDmMessage, writeDmMessage } from "../../../simulator/protocols/syncml/index.ts";
import { nodeAt } from "../../../simulator/tree/index.ts";
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
} from "./dialogue.ts";

const free = { auth: "none", serverAuth: "none" } as const;

describe("F3.1 encoding of messages", () => {
  test("a device of WBXML sends WBXML and lists both", () => {
    const each = dialogue({ account: free, options: { encoding: "wbxml" } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    expect(each.request().http.headers).toMatchObject({
      "content-type": "application/vnd.syncml.dm+wbxml",
      accept: "application/vnd.syncml.dm+wbxml, application/vnd.syncml.dm+xml",
    });
    expect(each.request().http.body[0]).toBe(0x03);
    const second = each.answer({}, [headerStatus(first, 200), getOf("./DevInfo/Man")]);
    expect(lines(second)).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/2 Get 200 ./DevInfo/Man",
      "Results 1/2 ./DevInfo/Man=Example Labs",
      "Final",
    ]);
  });

  test.each(["xml", "wbxml"] as const)("octets in %s: base64 as b64, or as they are as bin", (encoding) => {
    const each = dialogue({ account: free, options: { encoding } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const octets = new Uint8Array([0, 1, 2, 255, 254]);
    const Data = encoding === "xml" ? "AAEC//4=" : octets;
    const Meta = { Format: encoding === "xml" ? "b64" : "bin", Type: "application/octet-stream" };
    const second = each.answer({}, [
      headerStatus(first, 200),
      { kind: "Replace", CmdID: "", Item: [{ ...target("./Vendor/Blob"), Meta, Data }] },
    ]);
    expect(lines(second)[1]).toBe("Status 1/2 Replace 200 ./Vendor/Blob");
    expect(nodeAt(each.device.view().root, ["Vendor", "Blob"])).toMatchObject({ value: octets });
    const third = each.answer({}, [
      headerStatus(second, 200),
      getOf("./Vendor/Blob", "./Vendor/Blob?prop=Size"),
    ]);
    expect(third?.SyncBody.commands[2]).toMatchObject({
      Item: [{ Meta: { Format: Meta.Format }, Data }, { Data: "5" }],
    });
  });

  test.each([
    ["application/vnd.syncml.dm+xml", "xml"],
    ["application/vnd.syncml+xml; charset=utf-8", "xml"],
    ["application/vnd.syncml.dm+wbxml", "wbxml"],
    ["application/vnd.syncml+wbxml", "wbxml"],
  ] as const)("an answer in %s is read, whatever was sent", (contentType, encoding) => {
    const each = dialogue({ account: free });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const message = {
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID: "C0",
        MsgID: "1",
        Target: { LocURI: deviceId },
        Source: { LocURI: serverUrl },
      },
      SyncBody: {
        commands: [
          { ...headerStatus(first, 200), CmdID: "1" },
          { ...getOf("./DevInfo/Mod"), CmdID: "2" },
        ],
        Final: true as const,
      },
    };
    const second = each.answerRaw(writeDmMessage(encoding, message), 200, contentType);
    expect(lines(second)).toContain("Results 1/2 ./DevInfo/Mod=Bench-1");
    expect(each.request().http.headers["content-type"]).toBe("application/vnd.syncml.dm+xml");
  });

  test("a coded body is not read as a message", () => {
    const each = dialogue({ account: free });
    each.command({ name: "startSession" });
    each.answerRaw(utf8("x"), 200, "application/vnd.syncml.dm+xml", { "content-encoding": "gzip" });
    expect(each.report("session.aborted")).toMatchObject({
      reason: expect.stringContaining("gzip") as unknown,
    });
  });

  test("a text that was cut inside a character comes together in WBXML", () => {
    const each = dialogue({ account: free, options: { encoding: "wbxml" } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const octets = utf8("Blå himmel");
    const chunkOf = (Data: Uint8Array, last: boolean) => ({
      kind: "Replace" as const,
      CmdID: "",
      Item: [
        {
          ...target("./Settings/Homepage"),
          ...(last ? {} : { Meta: { Size: octets.length }, MoreData: true as const }),
          Data,
        },
      ],
    });
    const second = each.answer({}, [headerStatus(first, 200), chunkOf(octets.subarray(0, 3), false)], false);
    expect(lines(second)).toContain("Status 1/2 Replace 213 ./Settings/Homepage");
    const third = each.answer({}, [headerStatus(second, 200), chunkOf(octets.subarray(3), true)]);
    expect(lines(third)).toContain("Status 2/2 Replace 200 ./Settings/Homepage");
    expect(nodeAt(each.device.view().root, ["Settings", "Homepage"])).toMatchObject({ value: "Blå himmel" });
  });

  test("unknown commands are answered 501 at their place, in both encodings alike", () => {
    const each = dialogue({ account: free });
    each.command({ name: "startSession", sessionId: "C0" });
    const head = `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>C0</SessionID><MsgID>1</MsgID><Target><LocURI>${deviceId}</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr>`;
    const get = (id: number) =>
      `<Get><CmdID>${id}</CmdID><Item><Target><LocURI>./None</LocURI></Target></Item></Get>`;
    const body = `${get(2)}<Frob><CmdID>3</CmdID></Frob>${get(4)}<Grab><CmdID>5</CmdID></Grab>`;
    const text = `<SyncML xmlns="SYNCML:SYNCML1.2">${head}<SyncBody>${body}<Final/></SyncBody></SyncML>`;
    expect(lines(each.answerRaw(utf8(text))).slice(1)).toEqual([
      "Status 1/2 Get 404 ./None",
      "Status 1/3 Frob 501",
      "Status 1/4 Get 404 ./None",
      "Status 1/5 Grab 501",
      "Final",
    ]);
  });

  test("unknown commands are answered 501 at their place in WBXML, and an Atomic with one is not carried out", () => {
    const each = dialogue({ account: free, options: { encoding: "wbxml" } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const message = writeDmMessage("wbxml", {
      SyncHdr: {
        VerDTD: "1.2",
        VerProto: "DM/1.2",
        SessionID: "C0",
        MsgID: "1",
        Target: { LocURI: deviceId },
        Source: { LocURI: serverUrl },
      },
      SyncBody: {
        commands: [
          { ...headerStatus(first, 200), CmdID: "1" },
          { ...getOf("./None"), CmdID: "2" },
          { kind: "Copy", CmdID: "3", Item: [target("./A")] },
          { ...getOf("./None"), CmdID: "4" },
          {
            kind: "Atomic",
            CmdID: "5",
            commands: [
              { ...replaceOf("./Settings/Ring", "x"), CmdID: "6" },
              { kind: "Copy", CmdID: "7", Item: [target("./A")] },
            ],
          },
        ],
        Final: true,
      },
    });
    // the tokens of Copy become Put, which DM does not have
    const octets = message.map((octet, at) => (octet === 0x4d && message[at + 1] === 0x4b ? 0x5f : octet));
    const answer = each.answerRaw(octets, 200, "application/vnd.syncml.dm+wbxml");
    expect(lines(answer).slice(1)).toEqual([
      "Status 1/2 Get 404 ./None",
      "Status 1/3 Put 501",
      "Status 1/4 Get 404 ./None",
      "Status 1/5 Atomic 500",
      "Status 1/6 Replace 215 ./Settings/Ring",
      "Final",
    ]);
    expect(nodeAt(each.device.view().root, ["Settings", "Ring"])).toMatchObject({ value: "Classic" });
  });

  test.each(["xml", "wbxml"] as const)("a TNDS document in the encoding of the session: %s", (encoding) => {
    const each = dialogue({ account: free, options: { encoding } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const second = each.answer({}, [headerStatus(first, 200), getOf("./DevInfo?list=TNDS+Value")]);
    const results = second?.SyncBody.commands[2];
    const item = results?.kind === "Results" ? results.Item[0] : undefined;
    expect(item?.Meta).toMatchObject({
      Format: encoding === "xml" ? "xml" : "bin",
      Type: `application/vnd.syncml.dmtnds+${encoding}`,
    });
    expect(readDmMessage(encoding, each.request().http.body).findings).toEqual([]);
  });

  test("a server adds and replaces in one session of WBXML", () => {
    const each = dialogue({ account: free, options: { encoding: "wbxml" } });
    const first = each.command({ name: "startSession", sessionId: "C0" });
    const second = each.answer({}, [
      headerStatus(first, 200),
      addOf("./Vendor/A", "7", { Format: "int" }),
      replaceOf("./Settings/Ring", "Chime"),
    ]);
    expect(lines(second).slice(1, 3)).toEqual([
      "Status 1/2 Add 200 ./Vendor/A",
      "Status 1/3 Replace 200 ./Settings/Ring",
    ]);
  });
});
