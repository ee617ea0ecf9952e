import { describe, expect, test } from "vitest";
import { childRangeOf, rangeOf } from "../../../simulator/schema/places.ts";
import { createWbxmlReader, type WbxmlLimits } from "../../../simulator/schema/wbxml/index.ts";
import { hex } from "../../support/hex.ts";
import { FullShelf, Shelf, vocabulary } from "./declarations.ts";

const read = createWbxmlReader(Shelf, { ...vocabulary, identifiedBy: "Title" });
const readStrict = createWbxmlReader(Shelf, { ...vocabulary, mode: "strict" });
const head = "03 c6 45 6a 00";
/** A title element with a text. */
const title = (text: string) => `46 03 ${Buffer.from(text).toString("hex")} 00 01`;
const book = (inside: string) => `45 4a ${inside} 01 01`;
const first = (body: string, header = head) => read(hex(header + body));
const codes = (body: string, header = head) => first(body, header).findings.map(({ code }) => code);
const bookOf = (body: string, header = head) => {
  const { value, findings } = first(body, header);
  expect(findings).toEqual([]);
  const thing = value?.things[0];
  return thing?.kind === "Book" ? thing : undefined;
};

describe("the head of a document", () => {
  test("a known number, a name in the string table and its missing NUL are the same type", () => {
    const body = book(title("a"));
    const name = Buffer.from("-//TEST//DTD Shelf 1.1//EN").toString("hex");
    const older = Buffer.from("-//test//dtd shelf 1.0//en").toString("hex");
    for (const [header, label] of [
      [head, "Shelf 1.1"],
      [`03 00 00 6a 1b ${name} 00`, "Shelf 1.1"],
      [`03 00 00 6a 1a ${name}`, "Shelf 1.1"],
      [`03 00 02 6a 1d 78 00 ${name} 00`, "Shelf 1.1"],
      [`01 00 00 6a 1b ${older} 00`, "Shelf 1.0"],
    ] as const) {
      const result = first(body, header);
      expect(result.findings).toEqual([]);
      expect(result.header.publicId.known?.label).toBe(label);
      expect(result.value?.things).toHaveLength(1);
    }
  });

  test.each([
    ["03 01 6a 00", ["wbxml/public-id"], "info"],
    ["03 0b 6a 00", ["wbxml/public-id"], "warning"],
    ["03 00 00 6a 03 61 62 00", ["wbxml/public-id"], "warning"],
    ["03 00 40 6a 03 61 62 00", ["wbxml/public-id"], "warning"],
    ["04 c6 45 6a 00", ["wbxml/version"], "info"],
    ["00 c6 45 6a 00", ["wbxml/version"], "info"],
    ["03 c6 45 00 00", ["wbxml/charset"], "info"],
    ["03 c6 45 87 68 00", ["wbxml/charset"], "warning"],
    ["01 c6 45 6a 00", [], undefined],
    ["02 c6 45 03 00", [], undefined],
  ])("%s is read with %j", (header, expected, severity) => {
    const { value, findings } = first(book(title("a")), header);
    expect(findings.map(({ code }) => code)).toEqual(expected);
    expect(findings[0]?.severity).toBe(severity);
    expect(value?.things).toHaveLength(1);
    for (const { range } of findings) expect(range).toMatchObject({ unit: "byte" });
  });

  test.each([
    "",
    "03",
    "03 c6",
    "03 c6 45",
    "03 00",
    "03 c6 45 6a",
    "03 c6 45 6a 05 41",
    "03 ff ff ff ff ff",
  ])("the octets end inside the head: %s", (octets) => {
    const { value, findings } = read(hex(octets));
    expect(value).toBeUndefined();
    expect(findings.map(({ code }) => code)).toContain("wbxml/truncated");
  });

  test("octets that are something else have no value", () => {
    expect(read(new TextEncoder().encode("<Shelf/>")).value).toBeUndefined();
  });
});

describe("texts", () => {
  test("pieces of all kinds make one text", () => {
    const inside = "46 03 61 00 83 02 c3 02 63 64 02 65 01";
    expect(bookOf(book(inside), "03 c6 45 6a 06 78 00 62 78 00 79")?.Title).toBe("abxcde");
  });

  test("the last string of a table may lack its NUL", () => {
    expect(bookOf(book("46 83 02 01"), "03 c6 45 6a 04 78 00 79 7a")?.Title).toBe("yz");
  });

  test("a reference beyond the string table is a finding", () => {
    expect(codes(book("46 83 07 01"), "03 c6 45 6a 02 78 00")).toEqual(["wbxml/string-table"]);
    expect(codes(book("46 83 00 01"))).toEqual(["wbxml/string-table"]);
  });

  test("character sets decide about texts", () => {
    expect(bookOf(book("46 03 e9 00 01"), "03 c6 45 04 00")?.Title).toBe("é");
    expect(bookOf(book("46 03 c3 a9 00 01"))?.Title).toBe("é");
    const { findings, value } = first(book("46 03 e9 00 01"));
    expect(findings).toMatchObject([
      { code: "schema/value", path: "Shelf/Book/Title", range: { start: 9, end: 10 } },
    ]);
    expect(value?.things).toMatchObject([{ Title: "\ufffd" }]);
  });

  test("an entity that is no character is a finding", () => {
    expect(codes(book("46 02 83 b0 00 01"))).toEqual(["wbxml/entity"]);
    expect(bookOf(book("46 02 87 a6 1e 01"))?.Title).toBe("\u{1d31e}");
  });

  test("white space counts inside data and preserved texts only", () => {
    const { Title, Note, Verse } =
      bookOf(book("46 03 20 61 20 00 01 48 03 20 62 00 01 49 03 20 63 00 01")) ?? {};
    expect([Title, Note, Verse]).toEqual(["a", " b", [" c"]]);
  });

  test("text between elements is a finding unless it is white space", () => {
    expect(codes(`45 03 0d 0a 00 4a ${title("a")} 01 03 20 00 01`)).toEqual([]);
    expect(first(`45 03 78 00 4a ${title("a")} 01 01`).findings).toMatchObject([
      { code: "schema/unexpected-text", range: { unit: "byte", start: 6, end: 9 } },
    ]);
  });
});

describe("data", () => {
  const noteOf = (pieces: string) => bookOf(book(`${title("a")} 48 ${pieces} 01`))?.Note;

  test("opaque data are octets, other data text", () => {
    expect(noteOf("c3 02 00 ff")).toEqual(hex("00ff"));
    expect(noteOf("c3 02 61 62")).toEqual(hex("6162"));
    expect(noteOf("c3 00")).toEqual(hex(""));
    expect(noteOf("03 61 00")).toBe("a");
    expect(bookOf(book(`${title("a")} 08`))?.Note).toBe("");
  });

  test("pieces are joined; white space beside an embedded document is not part of it", () => {
    expect(noteOf("03 61 00 c3 01 62")).toBe("ab");
    expect(noteOf("c3 01 61 c3 01 ff")).toEqual(hex("61ff"));
    expect(noteOf("c3 03 0d 0a 20 c3 02 03 00 c3 01 0a")).toEqual(hex("0300"));
  });

  test("elements inside data become the markup they are equal to", () => {
    expect(noteOf("4a 46 03 61 26 00 01 00 01 45 03 37 00 01 00 00 07 01")).toEqual({
      xml: '<Book xmlns="urn:shelf"><Title>a&amp;</Title><Pages xmlns="urn:detail">7</Pages><Lent/></Book>',
    });
  });

  test("raw octets of a base64 element, where an option says so", () => {
    const readRaw = createWbxmlReader(Shelf, {
      ...vocabulary,
      rawOctets: (_element, _parent, part) => part("Title") === "raw",
    });
    const keyOf = (name: string, content: string) =>
      readRaw(hex(`${head} 45 4a ${title(name)} 00 01 46 ${content} 01 01 01`)).value?.things[0];
    expect(keyOf("raw", "c3 04 41 42 43 44")).toMatchObject({ Key: hex("41424344") });
    expect(keyOf("plain", "c3 04 41 42 43 44")).toMatchObject({ Key: hex("001083") });
  });
});

describe("tags", () => {
  test("pages are switched anywhere, repeatedly, and stay", () => {
    const body = `00 01 00 00 45 00 00 4a ${title("a")} 00 00 00 01 45 03 37 00 00 00 01 00 01 46 03 41 41 3d 3d 00 01 00 00 07 01 01`;
    expect(bookOf(body)).toMatchObject({ Title: "a", Pages: 7, Key: hex("00"), Lent: true });
  });

  test("empty elements in both forms", () => {
    expect(bookOf(book("06 47 01"))).toMatchObject({ Title: "", Lent: true });
  });

  test("choices, and elements that stand anywhere", () => {
    const poster = `4d ${title("p")} 01`;
    const { value, findings, asides } = first(
      `45 4c ${title("top")} 01 4b 01 ${poster} 4a ${title("b")} 01 ${poster} 07 01`,
    );
    expect(findings).toEqual([]);
    expect(value).toMatchObject({
      Place: { kind: "Title", value: "top" },
      things: [
        { kind: "Disc", value: "" },
        { kind: "Book", Title: "b" },
      ],
      posters: [{ kind: "Poster", Title: "p" }, { kind: "Poster" }],
      Lent: true,
    });
    expect(asides.map(({ name, id, before }) => [name, id, before])).toEqual([
      ["Poster", "p", 1],
      ["Poster", "p", 2],
    ]);
  });

  test("literal tags are named by the string table", () => {
    const table = "03 c6 45 6a 0b 54 69 74 6c 65 00 4f 74 68 65 72";
    const body = "45 4a 44 00 03 61 00 01 44 06 44 00 03 69 64 00 01 07 01 04 06 01 01";
    const { value, findings, asides } = first(body, table);
    expect(value?.things).toMatchObject([{ Title: "a" }]);
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ["schema/unknown-element", "Shelf/Book/Other"],
      ["schema/unknown-element", "Shelf/Book/Other"],
    ]);
    expect(asides.map(({ name, id, around }) => [name, id, around])).toEqual([
      ["Other", "id", ["Shelf", "Book"]],
      ["Other", "", ["Shelf", "Book"]],
    ]);
  });

  test("attributes and processing instructions are skipped", () => {
    expect(
      codes(`45 ca 05 03 78 00 85 83 00 02 41 c3 01 01 00 01 40 61 00 80 05 c0 04 00 01 ${title("a")} 01 01`),
    ).toEqual(["wbxml/attributes"]);
    expect(codes(`45 43 05 03 78 00 01 4a ${title("a")} 01 01 43 05 01`)).toEqual([
      "wbxml/processing-instruction",
      "wbxml/processing-instruction",
    ]);
  });

  test("extension tokens are skipped with what they carry", () => {
    expect(codes(book(`${title("a")} 40 61 00 80 07 c0`))).toEqual([
      "wbxml/extension",
      "wbxml/extension",
      "wbxml/extension",
    ]);
  });

  test("a known element in the wrong place and an unknown token are skipped with their content", () => {
    const { value, findings } = first(`45 4f ${title("x")} 01 7e ${title("y")} 3f 01 4a ${title("b")} 01 01`);
    expect(value?.things).toMatchObject([{ Title: "b" }]);
    expect(findings.map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ["schema/unknown-element", "Shelf/Map", "warning"],
      ["wbxml/unknown-token", "Shelf/0:0x3e", "error"],
      ["schema/unknown-element", "Shelf/0:0x3e", "warning"],
      ["wbxml/unknown-token", "Shelf/0:0x3e/0:0x3f", "error"],
    ]);
  });

  test("another root", () => {
    expect(first("4a 01")).toMatchObject({
      value: undefined,
      findings: [{ code: "schema/root", path: "Book" }],
    });
  });
});

describe("the same findings as in XML", () => {
  test("order, duplicates, missing parts, bad values", () => {
    const { findings } = first(
      `45 4a 07 ${title("a")} ${title("b")} 00 01 45 03 78 00 01 46 03 2a 00 01 01 00 00 4a 01 01`,
    );
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ["schema/order", "Shelf/Book/Title"],
      ["schema/duplicate", "Shelf/Book/Title"],
      ["schema/order", "Shelf/Book/Pages"],
      ["schema/value", "Shelf/Book/Pages"],
      ["schema/order", "Shelf/Book/Key"],
      ["schema/value", "Shelf/Book/Key"],
      ["schema/missing", "Shelf/Book"],
    ]);
    expect(findings.find(({ path }) => path === "Shelf/Book/Key")?.text).not.toContain("*");
  });

  test("blanks stand for what is missing", () => {
    const { value, findings } = createWbxmlReader(FullShelf, vocabulary)(hex(`${head} 0e`));
    expect(value).toEqual({ Place: { kind: "Title", value: "" }, Book: [], Pages: 1 });
    expect(findings.map(({ severity }) => severity)).toEqual(["error", "error", "warning"]);
  });
});

describe("damage", () => {
  test.each([
    ["45 4a 46 03 61 00 01", "wbxml/truncated"],
    ["45 4a 46 03 61", "wbxml/truncated"],
    ["45 4a 46 83", "wbxml/truncated"],
    ["45 4a 46 c3", "wbxml/truncated"],
    ["45 4a 46 02 80", "wbxml/truncated"],
    ["45 00", "wbxml/truncated"],
    ["45 c5 05", "wbxml/truncated"],
    ["45 40 61", "wbxml/truncated"],
    ["", "wbxml/truncated"],
    ["45 4a 46 c3 05 61", "wbxml/length"],
    ["45 4a 46 c3 8f ff ff ff 7f 61", "wbxml/length"],
    ["01", "wbxml/unbalanced"],
    ["45 01 01", "wbxml/unbalanced"],
    ["45 01 45 01", "wbxml/after-root"],
    ["03 61 00 45 01", "wbxml/outside"],
  ])("%s gives %s", (body, code) => {
    const { findings, header } = first(body);
    expect(findings.map((finding) => finding.code)).toContain(code);
    for (const { range } of findings) {
      expect(range?.start).toBeLessThanOrEqual(range?.end ?? -1);
      expect(range?.end).toBeLessThanOrEqual(header.body + hex(body).length);
    }
  });

  test("what came before the damage is there", () => {
    expect(first(`45 4a ${title("a")} 01 4a 46 03 62`).value?.things).toMatchObject([
      { Title: "a" },
      { Title: "b" },
    ]);
  });

  const limited = (limits: Partial<WbxmlLimits>, body: string, header = head) =>
    read(hex(header + body), limits).findings.map(({ code }) => code);

  test("limits end the reading", () => {
    expect(limited({ bytes: 5 }, book(title("a")))).toEqual(["wbxml/too-many-bytes"]);
    expect(limited({ depth: 2 }, book(title("a")))).toContain("wbxml/too-many-depth");
    expect(limited({ elements: 2 }, book(title("a")))).toContain("wbxml/too-many-elements");
    expect(limited({ text: 3 }, book("46 83 00 83 00 01"), "03 c6 45 6a 03 61 62 00")).toContain(
      "wbxml/too-many-text",
    );
  });

  test("deep nesting does not exhaust the stack", () => {
    expect(codes("4c".repeat(200_000))).toContain("wbxml/too-many-depth");
  });

  test("strict reading gives no value for a departure", () => {
    expect(readStrict(hex(head + book(title("a")))).value).toBeDefined();
    const { value, findings } = readStrict(hex(`${head} 45 4a 07 ${title("a")} 01 01`));
    expect(value).toBeUndefined();
    expect(findings).toMatchObject([{ code: "schema/order", severity: "error" }]);
  });
});

test("every element has its range in octets", () => {
  const { value, positions } = first(book(`${title("ab")} 00 01 45 03 37 00 01`));
  const thing = value?.things[0];
  expect(positions.names).toEqual(["Shelf", "Book", "Title", "Pages"]);
  expect(positions.places).toEqual([5, 6, 21, 22, 6, 7, 20, 21, 7, 8, 12, 13, 15, 16, 19, 20]);
  expect(rangeOf(positions, thing)).toEqual({ unit: "byte", start: 6, end: 21 });
  expect(childRangeOf(positions, thing, "Pages")).toEqual({ unit: "byte", start: 15, end: 20 });
});
