import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect } from "vitest";
import type { Finding } from "../../../simulator/core/finding.ts";
import { readSyncMLWbxmlByDeclarations } from "../../../simulator/protocols/syncml/wbxml-read.ts";
import {
  readDmMessage,
  readSyncMLWbxml,
  syncmlVocabulary,
  SyncML,
} from "../../../simulator/protocols/syncml/index.ts";
import { inspectWbxml } from "../../../simulator/schema/wbxml/index.ts";
import { ownWbxml } from "../../support/hex.ts";
import { haveVectors, vectorPath } from "../../support/vectors.ts";

/** All messages in WBXML that tests can read: our own, and other people's where they are. */
export const wbxmlSeeds: readonly Uint8Array[] = [
  ...readdirSync(join(import.meta.dirname, "../../vectors/wbxml"))
    .filter((file) => file.endsWith(".hex"))
    .map((file) => ownWbxml(file.slice(0, -4))),
  ...(haveVectors ? ["syncml", "wbxml"] : []).flatMap((folder) =>
    readdirSync(vectorPath(folder))
      .filter((file) => file.endsWith(".wbxml"))
      .map((file) => new Uint8Array(readFileSync(vectorPath(folder, file)))),
  ),
];

const mutation = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), at: fc.nat(), octet: fc.integer({ min: 0, max: 255 }) }),
  fc.record({
    kind: fc.constant("flip" as const),
    at: fc.nat(),
    octet: fc.constantFrom(0x40, 0x80, 0x01, 0x02, 0x3f),
  }),
  fc.record({
    kind: fc.constant("insert" as const),
    at: fc.nat(),
    octet: fc.constantFrom(0, 1, 2, 3, 4, 0x43, 0x83, 0xc3, 0x14, 0x5f),
  }),
  fc.record({ kind: fc.constant("drop" as const), at: fc.nat(), octet: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant("repeat" as const), at: fc.nat(), octet: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), octet: fc.constant(0) }),
);

/** A message that was damaged in one to three places. */
export const damagedWbxml: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom(...wbxmlSeeds), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([seed, mutations]) => {
    let octets = [...seed];
    for (const { kind, at, octet } of mutations) {
      const place = at % Math.max(1, octets.length);
      if (kind === "set") octets[place] = octet;
      else if (kind === "flip") octets[place] = (octets[place] ?? 0) ^ octet;
      else if (kind === "insert") octets.splice(place, 0, octet);
      else if (kind === "drop") octets.splice(place, octet);
      else if (kind === "repeat") octets.splice(place, 0, ...octets.slice(place, place + octet));
      else octets = octets.slice(0, place);
    }
    return Uint8Array.from(octets);
  });

/** Octets of any kind, also such as begin like a message. */
export const anyOctets: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(0, 1, 2, 3, 4, 0x6d, 0x6c, 0x6b, 0x4b, 0x54, 0x4f, 0x5a, 0x83, 0xc3, 0x12),
        fc.integer({ min: 0, max: 255 }),
      ),
      { maxLength: 200 },
    )
    .map((octets) => Uint8Array.from([0x03, 0xa4, 0x01, 0x6a, 0x00, 0x6d, ...octets])),
);

/**
 * What holds for all octets: nothing throws, findings have ranges inside the octets, and what the generated decoder
 * accepts the declarations read alike, without a finding.
 */
export function expectOrderlyReading(octets: Uint8Array): void {
  const quick = readSyncMLWbxml(octets);
  const interpreted = readSyncMLWbxmlByDeclarations(octets);
  expectEqual(quick.value, interpreted.value);
  expectEqual(quick.findings, interpreted.findings);
  if (!quick.findings.every((finding) => isOrderly(finding, octets.length)))
    expect(quick.findings).toBe("findings with a path or a range inside the octets");
  expectEqual(readDmMessage("wbxml", octets).value, interpreted.value);
  const { root, header } = inspectWbxml(SyncML, octets, syncmlVocabulary);
  expectEqual([header.length, (root?.range.end ?? 0) <= octets.length], [4, true]);
}

function isOrderly({ code, range, path }: Finding, length: number): boolean {
  if (code === "wbxml/reader-failed") return false;
  if (range === undefined) return path !== undefined;
  return range.unit === "byte" && range.start >= 0 && range.end >= range.start && range.end <= length;
}

/** Tells the difference only where there is one: the comparison of the test runner is slow. */
export function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}
