import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { createNodeCrypto } from "../../simulator/host/node-crypto.ts";

const crypto = createNodeCrypto();

describe("hashes", () => {
  test.each(["md5", "sha1", "sha256"] as const)("%s gives the octets of the platform's own", (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const expected = createHash(algorithm).update(bytes).digest();
        expect([...crypto[algorithm](bytes)]).toEqual([...expected]);
      }),
    );
  });
});

test("a password fits its own hash only", () => {
  const hashed = crypto.hashPassword("secret");
  expect(crypto.verifyPassword("secret", hashed)).toBe(true);
  expect(crypto.verifyPassword("Secret", hashed)).toBe(false);
  expect(crypto.verifyPassword("secret", "secret")).toBe(false);
});

test("what is sealed is opened by the same key only, and not once it was changed", () => {
  const sealed = crypto.seal(utf8("plain"));
  expect([...(crypto.open(sealed) ?? [])]).toEqual([...utf8("plain")]);
  expect(createNodeCrypto().open(sealed)).toBeUndefined();
  expect(crypto.open(`${sealed.slice(0, -4)}AAAA`)).toBeUndefined();
});
