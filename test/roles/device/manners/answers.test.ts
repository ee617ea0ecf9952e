import { describe, expect, test } from "vitest";
import {
  readSyncML,
  writeSyncML,
  type BodyCommandInput,
} from "../../../../simulator/protocols/syncml/index.ts";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { utf8Text } from "../../../../simulator/core/bytes.ts";
import {
  acceptOf,
  answerCode,
  badManners,
  chunkManner,
  closesOn,
  contentTypeOf,
  dropsMessage,
  mannerNames,
  mannersOf,
  mannerTexts,
  nonceFor,
  unsupportedChunk,
} from "../../../../simulator/roles/device/manners/index.ts";
import { goodManners, manners, package1 } from "./messages.ts";

describe("status codes", () => {
  const replace = { kind: "Replace" };
  test("success is told as another code, for commands that change something", () => {
    const bad = manners({ success: 425 });
    for (const kind of ["Add", "Copy", "Delete", "Exec", "Replace"])
      expect(answerCode({ kind }, 200, bad)).toBe(425);
    for (const kind of ["Get", "Atomic", "Sequence", "Alert"])
      expect(answerCode({ kind }, 200, bad)).toBe(200);
    expect(answerCode(replace, 404, bad)).toBe(404);
    expect(answerCode(replace, 200, goodManners)).toBe(200);
  });
  test("Alert 1222 is answered with 500, other alerts are not", () => {
    const bad = manners({ nextMessage: 500 });
    expect(answerCode({ kind: "Alert", Data: 1222 }, 200, bad)).toBe(500);
    expect(answerCode({ kind: "Alert", Data: 1100 }, 200, bad)).toBe(200);
    expect(answerCode(replace, 200, bad)).toBe(200);
  });
});

test("large objects are joined, refused, or each chunk is the value", () => {
  expect(chunkManner(goodManners)).toBe("join");
  expect(chunkManner(manners({ moreData: "unsupported" }))).toBe("refuse");
  expect(chunkManner(manners({ moreData: "chunk-is-value" }))).toBe("value");
  expect(unsupportedChunk).toBe(406);
});

describe("early end", () => {
  const read = (commands: readonly BodyCommandInput[]) => {
    const body = writeSyncML({ ...package1, SyncBody: { commands, Final: true } });
    return { body, message: readSyncML(body).value };
  };
  const status = (code: number): BodyCommandInput => ({
    kind: "Status",
    CmdID: "1",
    MsgRef: "1",
    CmdRef: "0",
    Cmd: "SyncHdr",
    Data: code,
  });
  const empty = { body: new Uint8Array(0) };

  test("at a message of statuses only, but not at a challenge", () => {
    const bad = manners({ closes: "status-only" });
    expect(closesOn(read([status(212)]), bad)).toBe(true);
    expect(closesOn(read([status(407)]), bad)).toBe(false);
    expect(closesOn(read([status(212), { kind: "Alert", CmdID: "2", Data: 1222 }]), bad)).toBe(false);
    expect(closesOn(empty, bad)).toBe(false);
  });
  test("at an empty response", () => {
    const bad = manners({ closes: "empty-response" });
    expect(closesOn(empty, bad)).toBe(true);
    expect(closesOn(read([status(212)]), bad)).toBe(false);
  });
  test("never", () => {
    expect(closesOn(empty, goodManners)).toBe(false);
    expect(closesOn(read([status(212)]), goodManners)).toBe(false);
  });
});

test("a message over the limit is dropped by those that drop", () => {
  const bad = manners({ oversize: "dropped" });
  expect([dropsMessage(101, 100, bad), dropsMessage(100, 100, bad), dropsMessage(101, 0, bad)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(dropsMessage(101, 100, goodManners)).toBe(false);
});

describe("nonces", () => {
  const announced = Uint8Array.of(1, 2, 3, 4, 5);
  const previous = Uint8Array.of(9);
  const nonce = (chosen: Parameters<typeof manners>[0]["nonce"], known = { announced, previous }) =>
    nonceFor(manners({ nonce: chosen }), known, seededRandom(1));

  test("the announced one, the one before, its text, cut short, invented", () => {
    expect(nonce("right")).toBe(announced);
    expect(nonce("stale")).toBe(previous);
    expect(utf8Text(nonce("undecoded") ?? new Uint8Array(0))).toBe("AQIDBAU=");
    expect(nonce("misread-padding")).toEqual(Uint8Array.of(1, 2, 3));
    expect(nonce("invented")).toHaveLength(16);
    expect(nonce("invented")).not.toEqual(announced);
  });
  test("padding of two or none is read rightly", () => {
    for (const length of [1, 3, 4, 16]) {
      const octets = new Uint8Array(length).fill(7);
      expect(nonce("misread-padding", { announced: octets, previous })).toBe(octets);
    }
  });
  test("without an announced one only an inventor has a nonce", () => {
    const none = { announced: undefined, previous: undefined };
    const get = (chosen: Parameters<typeof manners>[0]["nonce"]) =>
      nonceFor(manners({ nonce: chosen }), none, seededRandom(1));
    expect([get("right"), get("stale"), get("undecoded")]).toEqual([undefined, undefined, undefined]);
    expect(get("invented")).toHaveLength(16);
  });
  test("a stale nonce of a device that knows one is 0x00000000", () => {
    expect(
      nonceFor(manners({ nonce: "stale" }), { announced, previous: undefined }, seededRandom(1)),
    ).toEqual(new Uint8Array(4));
  });
});

test("media types with and without dm", () => {
  expect(contentTypeOf("xml", goodManners)).toBe("application/vnd.syncml.dm+xml");
  expect(contentTypeOf("wbxml", manners({ mediaType: "without-dm" }))).toBe("application/vnd.syncml+wbxml");
  expect(acceptOf("wbxml", goodManners)).toBe(
    "application/vnd.syncml.dm+wbxml, application/vnd.syncml.dm+xml",
  );
});

describe("choosing manners", () => {
  test("the device's own count before those of its profile; undefined chooses nothing", () => {
    const chosen = mannersOf(
      { order: "misordered", blanks: "around-values" },
      { order: "declared", text: undefined },
    );
    expect(badManners(chosen)).toEqual({ blanks: "around-values" });
    expect(mannersOf({ order: "misordered" }, { order: "declared" })).toBe(goodManners);
    expect(mannersOf(undefined, undefined)).toBe(goodManners);
  });

  test("each manner has a title, a sentence, and words for each value, the good one first", () => {
    expect(Object.keys(mannerTexts)).toHaveLength(mannerNames.length);
    for (const name of mannerNames) {
      const { title, text, values } = mannerTexts[name];
      expect(title, name).not.toBe("");
      expect(text, name).toMatch(/\.$/);
      expect(values[0]?.value, name).toBe(String(goodManners[name]));
      expect(values.length, name).toBeGreaterThan(1);
    }
  });
});
