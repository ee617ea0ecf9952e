import { expect, test } from "vitest";
import { secretRanges } from "../../../simulator/schema/secrets.ts";
import { inspectWbxml } from "../../../simulator/schema/wbxml/index.ts";
import { hex } from "../../support/hex.ts";
import { Shelf, vocabulary } from "./declarations.ts";

const inspect = (octets: string) => inspectWbxml(Shelf, hex(octets), vocabulary);
const bytes = (start: number, end: number) => ({ unit: "byte", start, end });

test("labels, meanings and ranges of octets", () => {
  const { root, header, findings } = inspect("03c6456a00 45 4a 46 036100 01 0001 45 03363030 00 01 01 01");
  expect(findings).toEqual([]);
  expect(header.map(({ name, value, meaning, range }) => [name, value, meaning, range])).toEqual([
    ["version", "1.3", undefined, bytes(0, 1)],
    ["publicid", "-//TEST//DTD Shelf 1.1//EN", "Shelf 1.1", bytes(1, 3)],
    ["charset", "106", "UTF-8", bytes(3, 4)],
    ["strtbl", "0 octets", undefined, bytes(4, 5)],
  ]);
  expect(root).toMatchObject({ name: "Shelf", label: "shelf", range: bytes(5, 23) });
  const book = root?.children[0];
  expect(book?.children).toMatchObject([
    { name: "Title", label: "title", value: "a", range: bytes(7, 12), valueRange: bytes(9, 10) },
    { name: "Pages", value: "600", meaning: "long", range: bytes(14, 21), valueRange: bytes(16, 19) },
  ]);
});

test("a text of the string table stands there", () => {
  const { root, header } = inspect("03c6456a03 616200 45 4a 46 8300 01 01 01");
  expect(root?.children[0]?.children).toMatchObject([
    { name: "Title", value: "ab", range: bytes(10, 14), valueRange: bytes(5, 7) },
  ]);
  expect(header[3]).toMatchObject({ value: "3 octets", range: bytes(4, 8), valueRange: bytes(5, 8) });
});

test("secrets are masked in every piece, also in the string table", () => {
  const { root } = inspect(
    "03c6456a05 4141343d00 45 4a 46 036100 01 0001 46 8300 01 01 0000 4a 46 036200 01 0001 46 0341 00 8301 01 01 01",
  );
  const [first, second] = root?.children ?? [];
  expect(first?.children[1]).toMatchObject({ name: "Key", value: "••••", secret: true });
  expect(second?.children[1]?.children.map(({ name, value }) => [name, value])).toEqual([
    ["STR_I", "•"],
    ["STR_T", "•••"],
  ]);
  expect(JSON.stringify(root)).not.toContain("A4=");
  expect(secretRanges(root ? [root] : []).slice(0, 1)).toEqual([bytes(5, 9)]);
  expect(secretRanges(root ? [root] : [])).toContainEqual(bytes(6, 9));
});

test("octets are shown in hexadecimal, unknown elements as they are, findings at their nodes", () => {
  const { root } = inspect("03c6456a00 45 4a 46 036100 01 48 c30200ff 01 01 7e 036200 01 01");
  expect(root?.children[0]?.children[1]).toMatchObject({ name: "Note", value: "00ff", meaning: "2 octets" });
  expect(root?.children[1]).toMatchObject({ name: "0:0x3e", value: "b" });
  expect(root?.children[1]?.findings.map(({ code }) => code)).toEqual([
    "wbxml/unknown-token",
    "schema/unknown-element",
  ]);
});

test("summaries come from the values that were read", () => {
  const { root } = inspectWbxml(Shelf, hex("03c6456a00 45 4a 46 036100 01 01 01"), {
    ...vocabulary,
    summarize: (element, value) => (element.name === "Book" ? (value as { Title: string }).Title : undefined),
    judge: ({ positions }) => [
      {
        severity: "info",
        code: "shelf/few",
        text: "Few books.",
        range: bytes(positions.places[0] ?? 0, 6) as never,
      },
    ],
  });
  expect(root?.children[0]?.summary).toBe("a");
  expect(root?.findings).toMatchObject([{ code: "shelf/few" }]);
});

test("a document that ends in its head has a head and no root", () => {
  const { header, root, findings } = inspect("03c6");
  expect(header).toHaveLength(4);
  expect(root).toBeUndefined();
  expect(findings).toMatchObject([{ code: "wbxml/truncated" }]);
});
