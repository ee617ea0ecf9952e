import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../simulator/protocols/syncml/index.ts";
import { phone } from "../../../simulator/roles/device/index.ts";
import { dialogue, getOf, headerStatus, lines, type Dialogue } from "./dialogue.ts";

const next = { kind: "Alert" as const, CmdID: "", Data: 1222 };
const big = Array.from({ length: 700 }, (_, index) => `<${index}>&`).join("");
const octets = Uint8Array.from({ length: 3000 }, (_, index) => index % 251);

const open = (encoding: "xml" | "wbxml", options = {}): { each: Dialogue; first: SyncML | undefined } => {
  const each = dialogue({
    account: { auth: "none", serverAuth: "none" },
    behaviour: { user: "none" },
    options: { encoding, ...options },
  });
  each.command({ name: "editNode", uri: "./Settings/Homepage", value: big });
  each.command({ name: "editNode", uri: "./Vendor/Blob", value: Buffer.from(octets).toString("base64") });
  return { each, first: each.command({ name: "startSession", sessionId: "C0" }) };
};

const itemsOf = (message: SyncML | undefined) =>
  (message?.SyncBody.commands ?? []).flatMap((command) => (command.kind === "Results" ? command.Item : []));

const textOf = (items: ReturnType<typeof itemsOf>) =>
  items.map(({ Data }) => (typeof Data === "string" ? Data : "")).join("");

/** Asks for further messages until Final; gives all of them. */
function collect(each: Dialogue, message: SyncML | undefined, status?: number): SyncML[] {
  const all: SyncML[] = [];
  let current = message;
  while (current && all.length < 60) {
    all.push(current);
    if (current.SyncBody.Final) break;
    const results = current.SyncBody.commands.find((command) => command.kind === "Results");
    const kept: BodyCommandInput[] =
      results && status !== undefined
        ? [
            {
              kind: "Status",
              CmdID: "",
              MsgRef: current.SyncHdr.MsgID,
              CmdRef: results.CmdID,
              Cmd: "Results",
              Data: status,
            },
          ]
        : [];
    current = each.answer({}, [headerStatus(current, 200), ...kept, next], false);
  }
  return all;
}

describe("DMPRO 8.9 large objects from the device", () => {
  test.each(["xml", "wbxml"] as const)("DM12-C-45 a text in chunks: %s", (encoding) => {
    const { each, first } = open(encoding);
    const sizes: number[] = [];
    const watch = (message: SyncML | undefined) => {
      sizes.push(each.request().http.body.length);
      return message;
    };
    let message = watch(
      each.answer({ Meta: { MaxMsgSize: 1500 } }, [
        headerStatus(first, 200),
        getOf("./Settings/Homepage"),
        getOf("./DevInfo/Man"),
      ]),
    );
    expect(each.states()).toEqual(["awaitingPackage2 package.split sendingPackage3"]);
    expect(lines(message)[1]).toBe("Status 1/2 Get 200 ./Settings/Homepage");
    const items = [];
    for (let turns = 0; message && turns < 60; turns++) {
      items.push(...itemsOf(message));
      if (message.SyncBody.Final) break;
      const chunk = message.SyncBody.commands.at(-1);
      const whole = textOf(items).length >= big.length;
      expect(whole || (chunk?.kind === "Results" && chunk.Item.at(-1)?.MoreData)).toBe(true);
      expect(message.SyncBody.commands.some(({ kind }) => kind === "Alert")).toBe(false);
      message = watch(each.answer({}, [headerStatus(message, 200), next], false));
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1500);
    expect(sizes.length).toBeGreaterThan(3);
    const chunks = items.filter((item) => item.Source?.LocURI === "./Settings/Homepage");
    expect(textOf(chunks)).toBe(big);
    expect(chunks[0]?.Meta?.Size).toBe(Buffer.byteLength(big));
    expect(chunks.slice(1).some((item) => item.Meta?.Size !== undefined)).toBe(false);
    expect(chunks.at(-1)?.MoreData).toBeUndefined();
    expect(items.at(-1)).toMatchObject({ Source: { LocURI: "./DevInfo/Man" }, Data: "Example Labs" });
    expect(message?.SyncBody.Final).toBe(true);
  });

  test.each(["xml", "wbxml"] as const)("DM12-C-45 octets in chunks: %s", (encoding) => {
    const { each, first } = open(encoding);
    const message = each.answer({ Meta: { MaxMsgSize: 1200 } }, [
      headerStatus(first, 200),
      getOf("./Vendor/Blob"),
    ]);
    const items = collect(each, message, 213).flatMap(itemsOf);
    expect(items.length).toBeGreaterThan(2);
    expect(items[0]?.Meta).toMatchObject(
      encoding === "xml" ? { Format: "b64", Size: 4000 } : { Format: "bin", Size: 3000 },
    );
    const whole =
      encoding === "xml"
        ? Buffer.from(textOf(items), "base64")
        : Buffer.concat(items.map((item) => (item.Data instanceof Uint8Array ? item.Data : Buffer.from(""))));
    expect(new Uint8Array(whole)).toEqual(octets);
  });

  test("the Status of Alert 1222 stands before the chunk", () => {
    const { each, first } = open("xml");
    const second = each.answer({ Meta: { MaxMsgSize: 1500 } }, [
      headerStatus(first, 200),
      getOf("./Settings/Homepage"),
    ]);
    const third = each.answer({}, [headerStatus(second, 200), next], false);
    expect(lines(third).slice(0, 2)).toEqual(["Status 2/0 SyncHdr 200", "Status 2/2 Alert 200"]);
    expect(third?.SyncBody.commands).toHaveLength(3);
  });

  test.each([
    ["a status that refuses it", 413],
    ["Size that does not fit", 424],
  ])("the rest is given up at %s", (_case, code) => {
    const { each, first } = open("xml");
    const second = each.answer({ Meta: { MaxMsgSize: 1500 } }, [
      headerStatus(first, 200),
      getOf("./Settings/Homepage"),
    ]);
    const results = second?.SyncBody.commands.at(-1);
    const status = {
      kind: "Status" as const,
      CmdID: "",
      MsgRef: "2",
      CmdRef: results?.CmdID ?? "",
      Cmd: "Results",
      Data: code,
    };
    const third = each.answer({}, [headerStatus(second, 200), status, next], false);
    expect(itemsOf(third)).toEqual([]);
    expect(each.notes()).toContain("large-object-given-up");
  });

  test("DM12-C-46 larger than the server's MaxObjSize: 413", () => {
    const { each, first } = open("xml");
    const second = each.answer({ Meta: { MaxMsgSize: 1500, MaxObjSize: 2000 } }, [
      headerStatus(first, 200),
      getOf("./Settings/Homepage"),
    ]);
    expect(lines(second)).toEqual([
      "Status 1/0 SyncHdr 200",
      "Status 1/2 Get 413 ./Settings/Homepage",
      "Final",
    ]);
  });

  test.each([
    ["LrgObj is false", { profile: { ...phone, devDetail: { ...phone.devDetail, LrgObj: "false" } } }],
    ["it has bad manners", { manners: { moreData: "unsupported" } }],
  ] as const)("no chunks when %s: 413, and 406 for those of the server", (_case, options) => {
    const { each, first } = open("xml", options);
    const second = each.answer({ Meta: { MaxMsgSize: 1500 } }, [
      headerStatus(first, 200),
      getOf("./Settings/Homepage"),
    ]);
    expect(lines(second)).toContain("Status 1/2 Get 413 ./Settings/Homepage");
    const chunk: BodyCommandInput = {
      kind: "Replace",
      CmdID: "",
      Item: [{ Target: { LocURI: "./Settings/Ring" }, Meta: { Size: 6 }, Data: "abc", MoreData: true }],
    };
    expect(lines(each.answer({}, [headerStatus(second, 200), chunk], false))).toContain(
      "Status 2/2 Replace 406 ./Settings/Ring",
    );
  });

  test("a list of the whole tree goes out over messages, each within the limit", () => {
    const { each, first } = open("wbxml");
    const message = each.answer({ Meta: { MaxMsgSize: 1024 } }, [
      headerStatus(first, 200),
      getOf("./DevInfo?list=StructData"),
      getOf("./Settings?list=Struct"),
      getOf("./FwUpdate?list=StructData"),
    ]);
    const items = collect(each, message).flatMap(itemsOf);
    const uris = items.map((item) => item.Source?.LocURI);
    expect(new Set(uris).size).toBe(uris.length);
    expect(uris).toContain("./FwUpdate/Pkg1/State");
    expect(each.request().http.body.length).toBeLessThanOrEqual(1024);
  });
});
