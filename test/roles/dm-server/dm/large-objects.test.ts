import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, toBase64, utf8 } from "../../../../simulator/core/bytes.ts";
import type { SyncML } from "../../../../simulator/protocols/syncml/index.ts";
import type { ReferencedCommand } from "../../../../simulator/roles/dm-server/ports.ts";
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

type Encoding = "xml" | "wbxml";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];
const size = (octets: number): string => `<MaxMsgSize xmlns="syncml:metinf">${octets}</MaxMsgSize>`;
const objectSize = (octets: number): string => `<MaxObjSize xmlns="syncml:metinf">${octets}</MaxObjSize>`;

function open(options: DialogueOptions = {}): Dialogue {
  return createDialogue({ accounts, ...options, settings: { respUri: false, ...options.settings } });
}

interface Transfer {
  readonly messages: readonly SyncML[];
  readonly octets: readonly number[];
  readonly value: string | Uint8Array;
  readonly sizes: readonly (number | undefined)[];
}

/** A device that answers each chunk with 213 and 1222, the last with 200, as section 8 of the protocol asks. */
function transfer(
  dialogue: Dialogue,
  encoding: Encoding,
  meta: string,
  answer: (index: number, last: boolean) => number = (_index, last) => (last ? 200 : 213),
): Transfer {
  const messages: SyncML[] = [];
  const octets: number[] = [];
  const parts: (string | Uint8Array)[] = [];
  const sizes: (number | undefined)[] = [];
  let exchange = dialogue.postAs(encoding, clientMessage({ meta }, package1(1201)));
  for (let msg = 2; msg < 200; msg++) {
    const message = dialogue.message(exchange);
    messages.push(message);
    octets.push(dialogue.responseTo(exchange).body.length);
    const statuses: string[] = [status(1, msg - 1, 0, "SyncHdr", 200)];
    let more = message.SyncBody.Final !== true;
    for (const command of message.SyncBody.commands) {
      if (command.kind === "Status" || command.kind === "Alert") continue;
      const [item] = "Item" in command ? command.Item : [];
      if (item?.Data !== undefined && command.kind !== "Get") {
        parts.push(typeof item.Data === "object" && "xml" in item.Data ? item.Data.xml : item.Data);
        sizes.push(item.Meta?.Size);
      }
      const last = item?.MoreData !== true;
      statuses.push(
        status(statuses.length + 1, msg - 1, Number(command.CmdID), command.kind, answer(parts.length, last)),
      );
      if (!last) more = true;
    }
    if (message.SyncBody.Final === true && statuses.length === 1) break;
    if (more) statuses.push(clientAlert(statuses.length + 1, 1222));
    exchange = dialogue.postAs(encoding, clientMessage({ msg }, statuses.join(""), !more));
  }
  const whole = parts.every((part) => typeof part === "string")
    ? parts.join("")
    : concatBytes(...parts.map((part) => (typeof part === "string" ? utf8(part) : part)));
  return { messages, octets, value: whole, sizes };
}

const binary = (data: Uint8Array): ReferencedCommand => ({
  reference: "0",
  command: {
    kind: "Add",
    CmdID: "",
    Item: [{ Target: { LocURI: "./V" }, Meta: { Type: "application/octet-stream" }, Data: data }],
  },
});

describe("DM12-S-18 large object to the device", () => {
  test.each(["xml", "wbxml"] as const)(
    "chunks fit, Size stands in the first, each waits for its 213, Final in the last (%s)",
    (encoding) => {
      const dialogue = open();
      const text = "ring & tone <3 é ".repeat(500);
      dialogue.open({
        notify: false,
        mode: { kind: "commands", commands: [replace("0", "./V", text), get("1", "./A")] },
      });
      const { messages, octets, value, sizes } = transfer(dialogue, encoding, size(2000));
      expect(value).toBe(text);
      expect(Math.max(...octets)).toBeLessThanOrEqual(2000);
      expect(octets.filter((length) => length > 1900).length).toBeGreaterThan(2);
      expect(sizes[0]).toBe(utf8(text).length);
      expect(new Set(sizes.slice(1))).toEqual(new Set([undefined]));
      const chunks = messages.filter((message) =>
        commandsOf(message).some((name) => name.startsWith("Replace")),
      );
      for (const chunk of chunks) expect(commandsOf(chunk)).toHaveLength(1);
      expect(chunks.slice(0, -1).every((chunk) => chunk.SyncBody.Final === undefined)).toBe(true);
      expect(chunks.at(-1)?.SyncBody.Final).toBe(true);
      expect(dialogue.reports.at(-2)).toMatchObject({
        type: "package3",
        outcomes: [
          { reference: "0", status: 200 },
          { reference: "1", status: 200 },
        ],
      });
      expect(dialogue.reports.at(-1)).toMatchObject({ type: "closed" });
    },
  );

  test("octets travel as base64 in XML and raw in WBXML; Size counts what is carried", () => {
    const data = new Uint8Array(5000).map((_, index) => index);
    for (const encoding of ["xml", "wbxml"] as const) {
      const dialogue = open();
      dialogue.open({ notify: false, mode: { kind: "commands", commands: [binary(data)] } });
      const { value, sizes, octets } = transfer(dialogue, encoding, size(1500));
      expect(value).toEqual(encoding === "xml" ? toBase64(data) : data);
      expect(sizes[0]).toBe(value.length);
      expect(Math.max(...octets)).toBeLessThanOrEqual(1500);
    }
  });

  test("whatever the value and the limit: no message is larger, the parts are the whole", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1200, maxLength: 6000 }),
        fc.integer({ min: 1200, max: 3000 }),
        fc.constantFrom<Encoding>("xml", "wbxml"),
        (raw, limit, encoding) => {
          const text = raw.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "x").trim();
          const dialogue = open();
          dialogue.open({ notify: false, mode: { kind: "commands", commands: [replace("0", "./V", text)] } });
          const { value, octets } = transfer(dialogue, encoding, size(limit));
          expect(Math.max(...octets)).toBeLessThanOrEqual(limit);
          expect(value).toBe(text);
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test.each([413, 416, 420, 500, 425, 406])(
    "a chunk refused with %i: nothing more of it, the others go on",
    (code) => {
      const dialogue = open();
      const commands = [replace("0", "./V", "x".repeat(5000)), get("1", "./A")];
      dialogue.open({ notify: false, mode: { kind: "commands", commands } });
      transfer(dialogue, "xml", size(2000), (index, last) => (index === 1 && !last ? code : 200));
      expect(dialogue.reports.at(-2)).toMatchObject({
        outcomes: [
          { reference: "0", status: code },
          { reference: "1", status: 200 },
        ],
      });
      expect(dialogue.notes()).toContain("object-given-up");
      expect(dialogue.reports.at(-1)).toMatchObject({ type: "closed" });
    },
  );

  test("424 for the whole is its outcome", () => {
    const dialogue = open();
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [replace("0", "./V", "x".repeat(5000))] },
    });
    transfer(dialogue, "xml", size(2000), (_index, last) => (last ? 424 : 213));
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ status: 424 }] });
  });

  test("Alert 1225: the object is sent once more from its beginning, with Size", () => {
    const dialogue = open();
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [replace("0", "./V", "x".repeat(3000))] },
    });
    dialogue.post(clientMessage({ meta: size(2000) }, package1(1201)));
    const broken = (msg: number): SyncML =>
      dialogue.message(
        dialogue.post(
          clientMessage({ msg }, status(1, msg - 1, 0, "SyncHdr", 200) + clientAlert(2, 1225), false),
        ),
      );
    const again = broken(2);
    expect(again.SyncBody.commands.at(-1)).toMatchObject({
      kind: "Replace",
      Item: [{ Meta: { Size: 3000 }, MoreData: true }],
    });
    broken(3);
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ status: 424 }] });
  });

  test("over MaxObjSize: 413 without a word to the device, in an Atomic as well", () => {
    const dialogue = open();
    const big = replace("0", "./V", "x".repeat(501));
    const atomic: ReferencedCommand = {
      reference: "1",
      command: { kind: "Atomic", CmdID: "", commands: [big.command] },
      members: ["1.1"],
    };
    const commands = [replace("2", "./W", "x".repeat(500)), big, atomic];
    dialogue.open({ notify: false, mode: { kind: "commands", commands } });
    const exchange = dialogue.post(clientMessage({ meta: objectSize(500) }, package1(1201)));
    expect(commandsOf(dialogue.message(exchange))).toEqual(["Replace/4"]);
    dialogue.post(
      clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Replace", 200)),
    );
    expect(dialogue.reports.at(-2)).toMatchObject({
      outcomes: [
        { reference: "0", status: 413 },
        { reference: "1", status: 413 },
        { reference: "1", memberReference: "1.1", status: 413 },
        { reference: "2", status: 200 },
      ],
    });
  });

  test("an Atomic or a Sequence that fits in no message is not chunked but told with 413", () => {
    const dialogue = open();
    const command = {
      kind: "Sequence" as const,
      CmdID: "",
      commands: [replace("0", "./V", "x".repeat(3000)).command],
    };
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [{ reference: "0", command, members: ["0.1"] }] },
    });
    dialogue.post(clientMessage({ meta: size(2000) }, package1(1201)));
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ status: 413 }, { status: 413 }] });
  });

  test("a device without LrgObj gets no chunks", () => {
    const dialogue = open();
    const lrgObj =
      "<Replace><CmdID>5</CmdID><Item><Source><LocURI>./DevDetail/LrgObj</LocURI></Source><Data>false</Data></Item></Replace>";
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [replace("0", "./V", "x".repeat(3000))] },
    });
    dialogue.post(clientMessage({ meta: size(2000) }, package1(1201) + lrgObj));
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ status: 413 }] });
    expect(dialogue.inventory.device(DEVICE)?.capabilities).toMatchObject({ lrgObj: false });
  });

  test("a command with many Items goes out in parts, and is one outcome", () => {
    const dialogue = open();
    const uris = Array.from({ length: 40 }, (_, index) => `./Vendor/${"node".repeat(10)}/${index}`);
    dialogue.open({ notify: false, mode: { kind: "commands", commands: [get("0", ...uris)] } });
    const { octets } = transfer(dialogue, "xml", size(2000));
    expect(Math.max(...octets)).toBeLessThanOrEqual(2000);
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: { length: 1, 0: { status: 200 } } });
  });

  test("the server is challenged in mid-object: the same chunk again, with credentials", () => {
    const dialogue = open();
    dialogue.open({
      notify: false,
      mode: { kind: "commands", commands: [replace("0", "./V", "x".repeat(3000))] },
    });
    const first = dialogue.message(dialogue.post(clientMessage({ meta: size(2000) }, package1(1201))));
    const chal =
      '<Chal><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type><NextNonce xmlns="syncml:metinf">ZnJlc2g=</NextNonce></Meta></Chal>';
    const body = status(1, 1, 0, "SyncHdr", 401, chal) + status(2, 1, 4, "Replace", 401);
    const second = dialogue.message(dialogue.post(clientMessage({ msg: 2 }, body)));
    expect(second.SyncHdr.Cred).toBeDefined();
    expect(second.SyncBody.commands.at(-1)).toMatchObject({
      Item: [{ Meta: { Size: 3000 }, MoreData: true }],
    });
    expect(first.SyncBody.commands.at(-1)).toMatchObject({ Item: [{ Meta: { Size: 3000 } }] });
  });
});

describe("DM12-S-19 large object from the device", () => {
  const chunk = (cmdId: number, data: string, more: boolean, meta = "", uri = "./V"): string =>
    `<Results><CmdID>${cmdId}</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>${uri}</LocURI></Source>${meta && `<Meta>${meta}</Meta>`}<Data>${data}</Data>${more ? "<MoreData/>" : ""}</Item></Results>`;
  const total = (octets: number): string => `<Size xmlns="syncml:metinf">${octets}</Size>`;
  const b64 = '<Format xmlns="syncml:metinf">b64</Format>';

  function asked(options: DialogueOptions = {}): Dialogue {
    const dialogue = open(options);
    dialogue.open({ notify: false, mode: { kind: "commands", commands: [get("0", "./V")] } });
    dialogue.post(clientMessage({}, package1(1201)));
    return dialogue;
  }
  const first = (data: string, meta: string): string =>
    status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Get", 200) + chunk(3, data, true, meta);
  const next = (msg: number, results: string, final: boolean): string =>
    clientMessage(
      { msg },
      status(1, msg - 1, 0, "SyncHdr", 200) + status(2, msg - 1, 3, "Alert", 200) + results,
      final,
    );

  test.each(["xml", "wbxml"] as const)(
    "213 and 1222 for each chunk, joined, checked against Size (%s)",
    (encoding) => {
      const dialogue = asked();
      const second = dialogue.message(
        dialogue.postAs(encoding, clientMessage({ msg: 2 }, first("abcd", total(12)), false)),
      );
      expect(statusesOf(second)).toEqual(["SyncHdr/0 200", "Results/3 213"]);
      expect(second.SyncBody.commands.at(-1)).toMatchObject({ kind: "Alert", Data: 1222 });
      expect(second.SyncBody.Final).toBeUndefined();
      const third = dialogue.message(dialogue.postAs(encoding, next(3, chunk(3, "efgh", true), false)));
      expect(statusesOf(third)).toContain("Results/3 213");
      const fourth = dialogue.message(dialogue.postAs(encoding, next(4, chunk(3, "ijkl", false), true)));
      expect(statusesOf(fourth)).toEqual(["SyncHdr/0 200", "Alert/2 200"].slice(0, 1));
      expect(dialogue.reports.at(-2)).toMatchObject({
        outcomes: [{ status: 200, items: [{ source: "./V", data: "abcdefghijkl" }] }],
      });
    },
  );

  test("base64 is put together before it is decoded; a Size that counts octets is taken, too", () => {
    for (const octets of [16, 12]) {
      const dialogue = asked();
      dialogue.post(clientMessage({ msg: 2 }, first("Zm9vYm", b64 + total(octets)), false));
      dialogue.post(next(3, chunk(3, "Fyb29iYXI=", false), true));
      expect(dialogue.reports.at(-2)).toMatchObject({
        outcomes: [{ status: octets === 12 ? 424 : 200 }],
      });
    }
    const dialogue = asked();
    dialogue.post(clientMessage({ msg: 2 }, first("Zm9vYm", b64 + total(11)), false));
    dialogue.post(next(3, chunk(3, "Fyb29iYXI=", false), true));
    expect(dialogue.reports.at(-2)).toMatchObject({
      outcomes: [{ status: 200, items: [{ format: "bin", binaryData: utf8("foobaroobar") }] }],
    });
  });

  test("another length than Size: 424, the value is dropped", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({ msg: 2 }, first("abcd", total(12)), false));
    const last = dialogue.message(dialogue.post(next(3, chunk(3, "ef", false), true)));
    expect(statusesOf(last)).toContain("Results/3 424");
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ status: 424, items: [] }] });
    expect(dialogue.notes()).toContain("object-dropped");
  });

  test("no Size: 411; more than our MaxObjSize: 413, and the rest is passed over", () => {
    const without = asked();
    const reply = without.message(without.post(clientMessage({ msg: 2 }, first("abcd", ""), false)));
    expect(statusesOf(reply)).toContain("Results/3 411");
    const large = asked({ limits: { objectSize: 100 } });
    const refused = large.message(large.post(clientMessage({ msg: 2 }, first("abcd", total(101)), true)));
    expect(statusesOf(refused)).toContain("Results/3 413");
    expect(large.reports.at(-2)).toMatchObject({ outcomes: [{ status: 413, items: [] }] });
  });

  test("DM12-S-20 another object before its end: Alert 1225, nothing kept", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({ msg: 2 }, first("abcd", total(12)), false));
    const other = chunk(3, "else", false, "", "./Other");
    const reply = dialogue.message(dialogue.post(next(3, other, false)));
    expect(reply.SyncBody.commands).toContainEqual(expect.objectContaining({ kind: "Alert", Data: 1225 }));
    expect(dialogue.notes()).toContain("object-dropped");
  });

  test("DM12-S-20 the device stops and comes in a new session: dropped with a reason, the value is asked for again", () => {
    const dialogue = asked();
    dialogue.post(clientMessage({ msg: 2 }, first("abcd", total(12)), false));
    const again = dialogue.message(dialogue.post(clientMessage({ session: "20" }, package1(1201))));
    expect(commandsOf(again)).toEqual(["Get/4"]);
    dialogue.post(
      clientMessage({ session: "20", msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + status(2, 1, 4, "Get", 404)),
    );
    expect(dialogue.reports.at(-2)).toMatchObject({ outcomes: [{ status: 404, items: [] }] });
  });

  test("DM12-S-20 the session ends in mid-object: the Get has failed", () => {
    const dialogue = asked({ settings: { requeues: 0 } });
    dialogue.post(clientMessage({ msg: 2 }, first("abcd", total(12)), false));
    dialogue.wait(200_000);
    expect(dialogue.reports.at(-1)).toMatchObject({
      type: "timed-out",
      outcomes: [{ reference: "0", status: 506, items: [] }],
    });
  });

  test("an alert in chunks is one event", () => {
    const dialogue = open();
    const item = (data: string, meta: string, more: boolean): string =>
      `<Alert><CmdID>3</CmdID><Data>1226</Data><Item><Source><LocURI>./Diag</LocURI></Source>${meta}<Data>${data}</Data>${more ? "<MoreData/>" : ""}</Item></Alert>`;
    const meta = `<Meta><Format xmlns="syncml:metinf">chr</Format><Type xmlns="syncml:metinf">urn:x</Type>${total(8)}</Meta>`;
    const reply = dialogue.message(
      dialogue.post(clientMessage({}, package1(1201) + item("abcd", meta, true), false)),
    );
    expect(statusesOf(reply)).toContain("Alert/3 213");
    const end = status(1, 1, 0, "SyncHdr", 200) + item("efgh", "", false);
    expect(statusesOf(dialogue.message(dialogue.post(clientMessage({ msg: 2 }, end))))).toContain(
      "Alert/3 200",
    );
    expect(dialogue.alerts).toMatchObject([{ alertType: "urn:x", items: [{ data: "abcdefgh" }] }]);
  });
});
