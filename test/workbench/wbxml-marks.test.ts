import fc from "fast-check";
import { expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { wbxmlMarks } from "../../simulator/workbench/wbxml-marks.ts";

const table = [...utf8("./A"), 0];

it("marks the string table, references to it and switches of code pages", () => {
  const octets = [0x02, 0x01, 0x6a, table.length, ...table];
  const body = [0x6d, 0x83, 0x00, 0x00, 0x01, 0x5a, 0x03, 0x41, 0x00, 0xc3, 0x02, 0x00, 0x00, 0x01, 0x01];
  expect(wbxmlMarks(Uint8Array.from([...octets, ...body]))).toEqual([
    { kind: "string-table", start: 4, end: 8, text: "string table" },
    { kind: "string-reference", start: 9, end: 11, text: "STR_T 0" },
    { kind: "page-switch", start: 11, end: 13, text: "page 1" },
  ]);
});

it("knows a public identifier that stands in the string table", () => {
  const octets = [0x03, 0x00, 0x00, 0x6a, table.length, ...table, 0x00, 0x01];
  expect(wbxmlMarks(Uint8Array.from(octets)).map(({ kind }) => kind)).toEqual([
    "string-table",
    "page-switch",
  ]);
});

it("marks nothing outside of any octets, and ends", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      for (const { start, end } of wbxmlMarks(octets)) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(octets.length);
      }
    }),
  );
});
