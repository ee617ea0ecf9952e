import { describe, expect, test } from "vitest";
import { seededRandom } from "../../simulator/core/random.ts";
import { toBase64 } from "../../simulator/core/bytes.ts";
import { decodeNotification, sessionIdText } from "../../simulator/protocols/notification/index.ts";
import { add, addNode, alert, get, remove, replace, sequence } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { credOf, headerStatus } from "./support/credentials.ts";
import { DEVICE, SERVER_ID } from "./support/dialogue.ts";
import { answers, dataText, lines } from "./support/lines.ts";
import { documentLines, leavesBelow, nodeOf, resultItems, valueOf } from "./support/trees.ts";

describe.each(encodings)("Interoperability (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-I-01 complete read session (${encoding})`, () => {
    const it = begin();
    const uris = ["./DevInfo", "./DevDetail"].flatMap((root) => leavesBelow(it, root));
    expect(uris.length).toBeGreaterThan(15);
    it.manage([get(...uris.filter((uri) => uri.startsWith("./DevInfo"))), ...uris.map((uri) => get(uri))]);
    for (const [index, uri] of uris.entries())
      expect(it.outcomes()[String(index + 1)]).toMatchObject({
        status: 200,
        items: [{ source: uri, data: valueOf(it, uri) }],
      });
    expect(it.outcomes()["0"]?.items).toHaveLength(uris.filter((uri) => uri.startsWith("./DevInfo")).length);
  });

  test(`DM12-I-02 add, change, read, delete (${encoding})`, () => {
    const it = begin();
    const home = "./Settings/Wifi/Home";
    it.manage([
      addNode(home),
      add(`${home}/SSID`, "attic"),
      get(`${home}/SSID`),
      replace(`${home}/SSID`, "cellar"),
      get(`${home}/SSID`),
      get("./Settings/Wifi"),
      remove("./Documents/Notes"),
      get("./Documents"),
    ]);
    expect(Object.values(it.outcomes()).map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, () => 200),
    );
    expect(it.outcomes()["2"]?.items[0]?.["data"]).toBe("attic");
    expect(it.outcomes()["4"]?.items[0]?.["data"]).toBe(valueOf(it, `${home}/SSID`));
    expect(it.outcomes()["5"]?.items[0]?.["data"]).toBe("Home");
    expect(it.outcomes()["7"]?.items[0]?.["data"]).toBe("Photo");
    it.manage([remove(home), get(home), get("./Settings/Wifi")]);
    expect(it.outcomes()).toMatchObject({
      "0": { status: 200 },
      "1": { status: 404 },
      "2": { items: [{ data: "" }] },
    });
    expect(nodeOf(it, home)).toBeUndefined();
  });

  test(`DM12-I-03 md5 with nonce change over three sessions (${encoding})`, () => {
    const it = begin();
    for (let session = 0; session < 3; session++) it.manage([get("./DevInfo/Man")]);
    const first = it.fromDevice.filter(({ SyncHdr }) => SyncHdr.MsgID === "1");
    expect(first).toHaveLength(3);
    expect(new Set(first.map((message) => credOf(message)?.data)).size).toBe(3);
    const replies = it.fromServer.filter(({ SyncHdr }) => SyncHdr.MsgID === "1");
    expect(replies.map((message) => headerStatus(message)?.Data)).toEqual([212, 212, 212]);
    expect(new Set(replies.map((message) => credOf(message)?.data)).size).toBe(3);
  });

  test(`DM12-I-04 mutual authentication (${encoding})`, () => {
    const it = begin({ account: { authPref: "challenge" } });
    it.manage([get("./DevInfo/Man")]);
    expect(it.fromServer.map((message) => headerStatus(message)?.Data)).toEqual([407, 212, 200]);
    expect(headerStatus(it.fromDevice.at(-1))?.Data).toBe(212);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
  });

  test(`DM12-I-05 user interaction in a Sequence (${encoding})`, () => {
    for (const [answer, code, value] of [
      ["reject", 304, "Classic"],
      ["accept", 200, "Chime"],
    ] as const) {
      const it = begin({ device: { behaviour: { user: { 1101: answer } } } });
      it.manage([sequence(alert(1101, "", "New ring tone?"), replace("./Settings/Ring", "Chime"))]);
      expect(it.outcomes()).toMatchObject({
        "0": { status: 200 },
        "0.1": { status: code },
        "0.2": { status: code === 200 ? 200 : 215 },
      });
      expect(valueOf(it, "./Settings/Ring")).toBe(value);
    }
  });

  test(`DM12-I-06 large object both ways (${encoding})`, () => {
    const octets = seededRandom("interop").bytes(65_536);
    const it = begin({ limits: { messageSize: 16_384 } });
    it.manage([replace("./Vendor/Blob", octets, { Format: "bin" })]);
    it.manage([get("./Vendor/Blob")]);
    expect(valueOf(it, "./Vendor/Blob")).toBe(toBase64(octets));
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ binaryData: toBase64(octets) }] });
    const chunked = [...it.fromServer, ...it.fromDevice].filter(({ SyncBody }) =>
      SyncBody.commands.some((command) => "Item" in command && command.Item[0]?.MoreData),
    );
    expect(chunked.length).toBeGreaterThan(6);
  });

  test(`DM12-I-07 two servers, ACL (${encoding})`, () => {
    const it = begin({ second: true });
    const ring = replace("./Settings/Ring", "Chime");
    it.manage([replace("./Settings?prop=ACL", `Add=${SERVER_ID}&Get=*&Replace=${SERVER_ID}`)]);
    it.manage([ring, add("./Settings/Wifi/Home", "x"), get("./Settings/Ring")], { by: "second" });
    expect(it.outcomes()).toMatchObject({
      "0": { status: 425 },
      "1": { status: 425 },
      "2": { status: 200, items: [{ data: "Classic" }] },
    });
    it.manage([ring, replace("./Settings/Ring?prop=ACL", `Get=${SERVER_ID}&Replace=${SERVER_ID}`)]);
    expect(it.outcomes()).toMatchObject({ "0": { status: 200 }, "1": { status: 200 } });
    it.manage([get("./Settings/Ring"), replace("./Settings/Ring", "Bell")], { by: "second" });
    expect(it.outcomes()).toMatchObject({ "0": { status: 425 }, "1": { status: 425 } });
    it.manage([get("./Settings/Ring")]);
    expect(it.outcomes()["0"]).toMatchObject({ status: 200, items: [{ data: "Chime" }] });
  });

  test(`DM12-I-08 bootstrap, then server-initiated session (${encoding})`, () => {
    const secrets = { networkId: "262019012345678", userPin: "1234" };
    const it = begin({ account: "none", device: { bootstrap: secrets } });
    it.server({
      name: "bootstrapDevice",
      deviceId: DEVICE,
      profile: "cp",
      encoding,
      security: "usernetwpin",
      ...secrets,
    });
    expect(it.report("bootstrap.applied")).toBeDefined();
    const before = it.fromDevice.length;
    it.manage([get("./DevInfo/Man")], { notify: true });
    const { value } = decodeNotification(it.pushes.at(-1) ?? new Uint8Array(0));
    expect(it.fromDevice[before]?.SyncHdr.SessionID).toBe(sessionIdText(value?.sessionId ?? 0));
    expect(lines(it.fromDevice[before])[0]).toBe("Alert 1200");
    expect(it.outcomes()["0"]).toMatchObject({ status: 200 });
  });

  test(`DM12-I-09 TNDS download of a sub-tree (${encoding})`, () => {
    const it = begin();
    const root = "./Settings";
    it.manage([get(`${root}?list=TNDS+Value+Format`), get(`${root}?list=StructData`)]);
    const [document, ...nodes] = resultItems(it.fromDevice[1]);
    if (!document) throw new Error("there is no document");
    const formats: Readonly<Record<string, string>> = { b64: "bin" };
    const read = nodes.map(({ Source, Meta, Data }) => {
      const format = Meta?.Format ?? "chr";
      const value = format === "node" ? [] : [`Value ${dataText(Data)}`];
      return [Source?.LocURI, `Format ${formats[format] ?? format}`, ...value].join(" | ");
    });
    expect(read.length).toBeGreaterThan(20);
    expect(documentLines(document)).toEqual(read);
    const uris = leavesBelow(it, root);
    it.manage(uris.map((uri) => get(uri)));
    const said = it.fromDevice.slice(2).flatMap(answers);
    expect(said.filter((line) => line.startsWith("Results"))).toHaveLength(uris.length);
    for (const [index, uri] of uris.entries()) {
      const item = it.outcomes()[String(index)]?.items[0];
      const value = item?.["binaryData"] ?? item?.["data"];
      expect(documentLines(document)).toContainEqual(
        expect.stringMatching(new RegExp(`^${uri.replaceAll(".", "\\.")} \\| `)),
      );
      expect(documentLines(document).find((line) => line.startsWith(`${uri} |`))).toMatch(
        new RegExp(`Value ${(value ?? "").replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`),
      );
    }
  });
});
