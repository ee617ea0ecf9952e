import { describe, expect, it } from "vitest";
import { fromHex, utf8 } from "../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import {
  createDigestToken,
  passwordDigest,
  verifyPasswordDigest,
} from "../../../simulator/protocols/soap/index.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";

const crypto = createNodeCrypto();
const nonce = fromHex("000102030405060708090a0b0c0d0e0f") ?? new Uint8Array();

describe("UsernameToken Profile 3.1 password digest", () => {
  it("is Base64(SHA-1(nonce + created + password))", () => {
    expect(passwordDigest(crypto, nonce, "2026-01-02T03:04:05Z", "secret")).toBe(
      "kFEsDyAWyMvuU4XN4w6Dym/sfO4=",
    );
  });

  it("verifies with nonce and Created as sent, and without them as empty", () => {
    const token = {
      username: "care",
      passwordType: "digest",
      password: "kFEsDyAWyMvuU4XN4w6Dym/sfO4=",
    } as const;
    const created = "2026-01-02T03:04:05Z";
    expect(verifyPasswordDigest(crypto, { ...token, nonce, created }, "secret")).toBe(true);
    expect(
      verifyPasswordDigest(crypto, { ...token, nonce, created: "2026-01-02T03:04:05.000Z" }, "secret"),
    ).toBe(false);
    expect(verifyPasswordDigest(crypto, { ...token, nonce, created }, "Secret")).toBe(false);
    const bare = passwordDigest(crypto, new Uint8Array(), "", "secret");
    expect(verifyPasswordDigest(crypto, { ...token, password: bare }, "secret")).toBe(true);
  });

  it("never verifies a text or what is no base64", () => {
    const digest = passwordDigest(crypto, new Uint8Array(), "", "secret");
    expect(
      verifyPasswordDigest(crypto, { username: "a", passwordType: "text", password: digest }, "secret"),
    ).toBe(false);
    expect(
      verifyPasswordDigest(crypto, { username: "a", passwordType: "digest", password: "%" }, "secret"),
    ).toBe(false);
  });

  it("is made anew for every message", () => {
    const tools = { crypto, random: seededRandom(3), date: Date.UTC(2026, 0, 2) };
    const first = createDigestToken("care", "secret", tools);
    const second = createDigestToken("care", "secret", tools);
    expect(first.created).toBe("2026-01-02T00:00:00.000Z");
    expect(first.nonce).not.toEqual(second.nonce);
    expect(verifyPasswordDigest(crypto, first, "secret")).toBe(true);
    expect(crypto.sha1(utf8("x"))).toHaveLength(20);
  });
});
