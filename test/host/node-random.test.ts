import { expect, test } from "vitest";
import { toHex } from "../../simulator/core/bytes.ts";
import { nodeRandom } from "../../simulator/host/node-random.ts";

test.each([0, 1, 16, 2047, 2048, 2049, 10_000])("%i octets are as many and not all zero", (length) => {
  const bytes = nodeRandom.bytes(length);
  expect(bytes).toHaveLength(length);
  if (length >= 16) expect(bytes.some((byte) => byte !== 0)).toBe(true);
});

test("no octets are given twice, nor changed once they are given", () => {
  const given = Array.from({ length: 1000 }, () => nodeRandom.bytes(16));
  const before = given.map(toHex);
  nodeRandom.bytes(5000);
  expect(given.map(toHex)).toEqual(before);
  expect(new Set(before)).toHaveLength(1000);
});
