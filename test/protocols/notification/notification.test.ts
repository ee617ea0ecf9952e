import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, fromHex, toBase64, toHex, utf8 } from "../../../simulator/core/bytes.ts";
import {
  decodeNotification,
  decodePush,
  encodeNotification,
  encodePush,
  encodeTrigger,
  notificationDigest,
  serverSecret,
  sessionIdText,
  verifyDigest,
} from "../../../simulator/protocols/notification/index.ts";
import type { DecodedNode } from "../../../simulator/schema/inspect.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";

const crypto = createNodeCrypto();
const secret = serverSecret(crypto, "dm.example.com", "tide-Pool-4");
const nonce = utf8("serverNonce-0001");
const trigger = { uiMode: 1, initiator: 1, sessionId: 0xa7, serverId: "dm.example.com" };
const worked = "71e97eb340fe90aed9a38777a9855f8202d800000000a70e646d2e6578616d706c652e636f6d";

const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);
const codes = (findings: readonly { code: string }[]): string[] => findings.map((finding) => finding.code);
const field = (tree: DecodedNode, name: string): DecodedNode | undefined =>
  tree.children.find((child) => child.name === name);

describe("DMNOT 6 worked examples", () => {
  test("version 1.1: header, digests and the whole message", () => {
    const octets = encodeTrigger(trigger);
    expect(toHex(octets.subarray(0, 8))).toBe("02d800000000a70e");
    expect(secret).toBe("Lq43ndMbGj4A1iWchTDv2g==");
    expect(toBase64(crypto.md5(octets))).toBe("UiD1paYzsTd2q/1LGTR01w==");
    expect(toHex(notificationDigest(crypto, secret, nonce, octets))).toBe("71e97eb340fe90aed9a38777a9855f82");
    const message = encodeNotification(crypto, trigger, secret, nonce);
    expect(message).toHaveLength(38);
    expect(toHex(message)).toBe(worked);
  });

  test("version 1.2", () => {
    const octets = encodeTrigger({ ...trigger, version: 12 });
    expect(toHex(octets.subarray(0, 8))).toBe("031800000000a70e");
    expect(toBase64(crypto.md5(octets))).toBe("mjsKOY3G96AGJSWLaZdUvg==");
    expect(toHex(encodeNotification(crypto, { ...trigger, version: 12 }, secret, nonce))).toBe(
      "9977ee8d2f1752c75a608e78e9d9ce93031800000000a70e646d2e6578616d706c652e636f6d",
    );
  });

  test("default nonce as four zero octets and as text", () => {
    const octets = encodeTrigger(trigger);
    const digest = (text: Uint8Array): string => toHex(notificationDigest(crypto, secret, text, octets));
    expect(digest(new Uint8Array(4))).toBe("5561601945c11256e3898ab588d75d6a");
    expect(digest(utf8("0x00000000"))).toBe("43619c146fe2e2194dadd8096123f1e6");
  });

  test("published header sample: client initiated, background, session 0x1234", () => {
    const octets = encodeTrigger({
      uiMode: 1,
      initiator: 0,
      sessionId: 0x1234,
      serverId: "com.mgmtsrv.manage",
    });
    expect(toHex(octets)).toBe("02d0000000123412636f6d2e6d676d747372762e6d616e616765");
  });

  test("SessionID of Package 1", () => {
    expect([0x00a7, 0x1234, 1].map(sessionIdText)).toEqual(["A7", "1234", "1"]);
  });
});

describe("DMNOT 6 reading", () => {
  test("gives each field with its bits", () => {
    const { value, findings, tree } = decodeNotification(hex(worked));
    expect(findings).toEqual([]);
    expect(value).toMatchObject({
      version: 11,
      uiMode: 1,
      initiator: 1,
      sessionId: 0xa7,
      serverId: "dm.example.com",
    });
    expect(tree.children.map((child) => [child.name, child.range.start, child.range.end])).toEqual([
      ["digest", 0, 128],
      ["version", 128, 138],
      ["uiMode", 138, 140],
      ["initiator", 140, 141],
      ["futureUse", 141, 168],
      ["sessionId", 168, 184],
      ["serverIdLength", 184, 192],
      ["serverId", 192, 304],
    ]);
    expect(field(tree, "uiMode")).toMatchObject({ value: "1", meaning: "background" });
    expect(field(tree, "version")).toMatchObject({ value: "11", meaning: "version 1.1" });
  });

  test("a vendor body is kept and covered by the digest", () => {
    const message = encodeNotification(crypto, { ...trigger, vendorBody: utf8("vendor") }, secret, nonce);
    const { value, trigger: octets } = decodeNotification(message);
    expect(value?.vendorBody).toEqual(utf8("vendor"));
    expect(value && verifyDigest(crypto, value.digest, octets, { secret, nonce }).accepted).toBe(true);
  });

  test.each([10, 11, 12])("accepts version %i", (version) => {
    const { findings } = decodeNotification(
      encodeNotification(crypto, { ...trigger, version }, secret, nonce),
    );
    expect(findings).toEqual([]);
  });

  test("names each defect", () => {
    const defect = (change: (bytes: Uint8Array) => Uint8Array): string[] =>
      codes(decodeNotification(change(hex(worked))).findings);
    expect(defect((bytes) => bytes.fill(0x3f, 16, 17))).toEqual(["binary/unknown-value"]);
    expect(defect((bytes) => bytes.fill(1, 18, 19))).toEqual(["binary/reserved"]);
    expect(defect((bytes) => bytes.fill(0, 21, 23))).toEqual(["notification/session-id"]);
    expect(defect((bytes) => bytes.fill(0, 23, 24))).toEqual(["notification/server-id"]);
    expect(defect((bytes) => bytes.fill(0xff, 24, 25))).toEqual(["binary/not-utf8"]);
    expect(defect((bytes) => bytes.subarray(0, 30))).toEqual(["binary/truncated"]);
    expect(defect((bytes) => bytes.subarray(0, 20))).toEqual(["binary/truncated"]);
    expect(defect(() => new Uint8Array(0))).toEqual(["binary/truncated"]);
  });

  test("never throws, and what it wrote it reads", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(decodeNotification(bytes).tree).toBeDefined();
      }),
    );
    const anyTrigger = fc.record({
      version: fc.constantFrom(10, 11, 12),
      uiMode: fc.integer({ min: 0, max: 3 }),
      initiator: fc.integer({ min: 0, max: 1 }),
      sessionId: fc.integer({ min: 1, max: 0xffff }),
      serverId: fc
        .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
        .filter((text) => utf8(text).length < 256),
      vendorBody: fc.uint8Array({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(anyTrigger, (each) => {
        const { value, findings } = decodeNotification(encodeNotification(crypto, each, secret, nonce));
        expect(findings).toEqual([]);
        expect(value).toMatchObject(each);
      }),
    );
  });

  test.each([
    { ...trigger, sessionId: 0x10000 },
    { ...trigger, uiMode: 4 },
    { ...trigger, serverId: "x".repeat(256) },
  ])("encoding refuses what does not fit: %#", (wrong) => {
    expect(() => encodeTrigger(wrong)).toThrow(
      expect.objectContaining({ code: "binary/out-of-range" }) as unknown,
    );
  });
});

describe("DMSEC 5.3.3 digest check", () => {
  const octets = encodeTrigger(trigger);
  const digestOf = (used: Uint8Array): Uint8Array => notificationDigest(crypto, secret, used, octets);

  test.each([
    ["stored", nonce],
    ["default", new Uint8Array(4)],
    ["default-text", utf8("0x00000000")],
  ])("accepts the %s nonce and says so", (name, used) => {
    expect(verifyDigest(crypto, digestOf(used), octets, { secret, nonce })).toEqual({
      accepted: true,
      nonce: name,
      nonceOctets: used,
    });
  });

  test("refuses another nonce, another secret and a changed trigger, and says what was compared", () => {
    const verdict = verifyDigest(crypto, digestOf(utf8("stale")), octets, { secret, nonce });
    expect(verdict).toEqual({
      accepted: false,
      received: toHex(digestOf(utf8("stale"))),
      expected: {
        stored: "71e97eb340fe90aed9a38777a9855f82",
        default: "5561601945c11256e3898ab588d75d6a",
        "default-text": "43619c146fe2e2194dadd8096123f1e6",
      },
    });
    const other = serverSecret(crypto, "dm.example.com", "wrong");
    expect(verifyDigest(crypto, digestOf(nonce), octets, { secret: other, nonce }).accepted).toBe(false);
    const changed = concatBytes(octets, utf8("x"));
    expect(verifyDigest(crypto, digestOf(nonce), changed, { secret, nonce }).accepted).toBe(false);
  });
});

describe("DMNOT 5 WAP push", () => {
  const unit = `010603c4af87${worked}`;

  test("worked unit of 44 octets", () => {
    expect(toHex(encodePush(hex(worked)))).toBe(unit);
    expect(hex(unit)).toHaveLength(44);
  });

  test("reads it with ranges", () => {
    const { value, findings, tree } = decodePush(hex(unit));
    expect(findings).toEqual([]);
    expect(value).toEqual({
      transactionId: 1,
      contentType: "application/vnd.syncml.notification",
      application: "x-wap-application:syncml.dm",
      body: hex(worked),
    });
    expect(field(tree, "body")?.range).toEqual({ unit: "bit", start: 48, end: 352 });
  });

  test("reads textual content type and application id", () => {
    const headers = concatBytes(
      utf8("application/vnd.syncml.notification\0"),
      utf8("X-Wap-Application-Id\0x-wap-application:syncml.dm\0"),
    );
    const bytes = concatBytes(Uint8Array.of(9, 6, headers.length), headers, utf8("body"));
    const { value, findings } = decodePush(bytes);
    expect(findings).toEqual([]);
    expect(value?.body).toEqual(utf8("body"));
  });

  test.each([
    ["push/truncated", "01"],
    ["push/pdu-type", "010703c4af87"],
    ["push/truncated", "010609c4af87"],
    ["push/truncated", "0106ffffffffffff"],
    ["push/content-type", "010600"],
  ])("%s for %s", (code, text) => {
    const { value, findings } = decodePush(hex(text));
    expect(value).toBeUndefined();
    expect(codes(findings)).toContain(code);
  });

  test("another content type or application is read with a warning", () => {
    expect(codes(decodePush(hex("010603b6af86")).findings)).toEqual([
      "push/content-type",
      "push/application-id",
    ]);
  });

  test("never throws, and gives back what was framed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(decodePush(bytes).tree).toBeDefined();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 0, max: 255 }), (body, id) => {
        expect(decodePush(encodePush(body, id)).value).toMatchObject({ body, transactionId: id });
      }),
    );
  });
});
