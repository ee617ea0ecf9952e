import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeOf } from "../../../simulator/schema/places.ts";
import { decodePlain } from "../../../simulator/protocols/syncml/generated/wbxml-decoder.ts";
import { readSyncMLWbxml, type SyncMLInput } from "../../../simulator/protocols/syncml/index.ts";
import { readSyncMLWbxmlByDeclarations } from "../../../simulator/protocols/syncml/wbxml-read.ts";
import {
  writeSyncMLWbxml,
  writeSyncMLWbxmlByDeclarations,
} from "../../../simulator/protocols/syncml/wbxml-write.ts";
import { staleModules } from "../../../scripts/generate-syncml-codec.ts";
import { octetMessage } from "./arbitrary.ts";
import { anyOctets, damagedWbxml, expectOrderlyReading, wbxmlSeeds } from "./wbxml-mutations.ts";

test("the generated modules are what the declarations say (run scripts/generate-syncml-codec.ts otherwise)", async () => {
  expect(await staleModules()).toEqual([]);
});

test("any octets are read or refused in order", () => {
  fc.assert(fc.property(anyOctets, expectOrderlyReading), { numRuns: 2000 });
});

test("damaged messages are read or refused in order", () => {
  fc.assert(fc.property(damagedWbxml, expectOrderlyReading), { numRuns: 2000 });
});

test("the messages themselves, cut at every octet", () => {
  for (const seed of wbxmlSeeds.filter(({ length }) => length < 500).slice(0, 4))
    for (let end = 0; end <= seed.length; end++) expectOrderlyReading(seed.subarray(0, end));
});

test("the generated encoder writes what the declarations say, and the generated decoder reads it", () => {
  let plain = 0;
  fc.assert(
    fc.property(octetMessage, (message: SyncMLInput) => {
      const octets = writeSyncMLWbxml(message);
      expect(octets).toEqual(writeSyncMLWbxmlByDeclarations(message));
      const decoded = decodePlain(octets);
      if (decoded === undefined) return;
      plain++;
      const { value, findings } = readSyncMLWbxmlByDeclarations(octets);
      expect(readSyncMLWbxml(octets).value).toEqual(value);
      expect(findings.filter(({ code }) => !code.startsWith("syncml/"))).toEqual([]);
    }),
    { numRuns: 300 },
  );
  // most messages are of the plain shape, or this test shows nothing
  expect(plain).toBeGreaterThan(100);
});

test("a quickly read message has its positions when they are asked for", () => {
  const message = wbxmlSeeds.find((seed) => readSyncMLWbxml(seed).findings.length === 0) ?? new Uint8Array(0);
  const { value, positions, header } = readSyncMLWbxml(message);
  const declared = readSyncMLWbxmlByDeclarations(message);
  expect(decodePlain(message)).toBeDefined();
  expect(header).toEqual(declared.header);
  expect(positions.places).toEqual(declared.positions.places);
  const last = value?.SyncBody.commands.at(-1);
  expect(last && rangeOf(positions, last)).toEqual(
    rangeOf(declared.positions, declared.value?.SyncBody.commands.at(-1)),
  );
});

test("a value without a required part is refused", () => {
  expect(() => writeSyncMLWbxml({ SyncBody: {} } as never)).toThrow("cannot be written without SyncHdr");
});
