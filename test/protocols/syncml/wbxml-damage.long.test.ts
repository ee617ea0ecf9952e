import fc from "fast-check";
import { test } from "vitest";
import { readSyncMLWbxml, writeSyncMLWbxml } from "../../../simulator/protocols/syncml/index.ts";
import { readSyncMLWbxmlByDeclarations } from "../../../simulator/protocols/syncml/wbxml-read.ts";
import { octetMessage } from "./arbitrary.ts";
import { anyOctets, damagedWbxml, expectEqual, expectOrderlyReading } from "./wbxml-mutations.ts";

test("100,000 times any octets", () => {
  fc.assert(fc.property(anyOctets, expectOrderlyReading), { numRuns: 100_000 });
});

test("20,000 damaged messages", () => {
  fc.assert(fc.property(damagedWbxml, expectOrderlyReading), { numRuns: 20_000 });
});

test("5,000 generated messages", () => {
  fc.assert(
    fc.property(octetMessage, (message) => {
      const octets = writeSyncMLWbxml(message);
      expectEqual(readSyncMLWbxml(octets).value, readSyncMLWbxmlByDeclarations(octets).value);
    }),
    { numRuns: 5000 },
  );
});
