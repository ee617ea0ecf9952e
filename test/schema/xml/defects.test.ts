import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, utf8 } from "../../../simulator/core/bytes.ts";
import { createXmlReader, inspectXml, peekRoot, prettyXml } from "../../../simulator/schema/xml/index.ts";
import { illFormedAt } from "../../../simulator/schema/xml/text.ts";
import { Garden } from "./declarations.ts";

const NS = 'xmlns="urn:test:garden"';
const readGarden = createXmlReader(Garden);

function read(source: string | Uint8Array) {
  const { value, findings, positions } = readGarden(typeof source === "string" ? utf8(source) : source);
  return {
    value,
    codes: findings.map(({ code }) => code),
    severities: findings.map(({ severity }) => severity),
    marked: findings.map(({ range }) => range && positions.text.slice(range.start, range.end)),
    findings,
    positions,
  };
}

describe("defects of the field are mended in place", () => {
  test("a raw & and a raw < in text and in an attribute", () => {
    const { value, codes, severities, marked } = read(
      `<Garden ${NS} id="a&b<c"><Name>1 < 2 && x&y; &#0; &lt;</Name><Note><m>&</m></Note></Garden>`,
    );
    expect(value?.Name).toBe("1 < 2 && x&y; &#0; <");
    expect(value?.id).toBe("a&b<c");
    expect(value?.Note).toEqual({ xml: "<m>&amp;</m>" });
    expect(new Set(codes)).toEqual(new Set(["xml/not-well-formed"]));
    expect(new Set(severities)).toEqual(new Set(["warning"]));
    expect(marked.join("")).toBe("&<<&&&&&");
  });

  test("typographic quotes", () => {
    const { value, codes } = read(
      `<Garden xmlns=\u2019urn:test:garden\u2019 id=\u201cg\u201d><Name>n</Name></Garden>`,
    );
    expect([value?.id, value?.Name, codes.length]).toEqual(["g", "n", 2]);
  });

  test("a character that XML has not", () => {
    const { value, marked } = read(`<Garden ${NS}><Name>a\u0001b</Name></Garden>`);
    expect(value?.Name).toBe("a\ufffdb");
    expect(marked).toEqual(["\u0001"]);
  });

  test("an end tag that closes nothing", () => {
    const { value, codes } = read(`<Garden ${NS}><Name>n</Name></Bed><Height>3</Height></Garden>`);
    expect([value?.Name, value?.Height, codes]).toEqual(["n", 3, ["xml/not-well-formed"]]);
  });

  test("private characters of the text survive the mending", () => {
    const { value } = read(`<Garden ${NS}><Name>\ue000 & \ue001</Name></Garden>`);
    expect(value?.Name).toBe("\ue000 & \ue001");
  });
});

describe("what came before an error is read", () => {
  test("a text that is cut short", () => {
    const { value, codes } = read(`<Garden ${NS}><Name>n</Name><Bed><Tree><Name>Oak</Name><Heig`);
    expect(value).toMatchObject({ Name: "n", Bed: [{ plants: [{ kind: "Tree", Name: "Oak" }] }] });
    expect(codes).toContain("xml/not-well-formed");
  });

  test("an element that is closed by the end tag around it", () => {
    const { value, codes, positions } = read(
      `<Garden ${NS}><Name>n</Name><Bed><Tree><Name>Oak</Bed><Height>3</Height></Garden>`,
    );
    expect(value).toMatchObject({ Height: 3, Bed: [{ plants: [{ kind: "Tree", Name: "Oak" }] }] });
    expect(codes).toContain("xml/not-well-formed");
    const oak = positions.text.indexOf("Oak");
    expect(positions.places.slice(16, 20)).toEqual([oak - 6, oak, oak + 3, oak + 3]);
  });

  test("nonsense, nothing, and text around the root", () => {
    expect(read("").codes).toEqual(["xml/empty"]);
    expect(read("no markup").codes).toContain("xml/empty");
    expect(read(`x<Garden ${NS}><Name>n</Name></Garden>y`).value?.Name).toBe("n");
    expect(read("<").value).toBeUndefined();
    expect(read("<!XXXXXXXXXXXXXXXXXXXX").value).toBeUndefined();
  });
});

describe("what protocol messages may not have", () => {
  test("a document type is refused with its entities", () => {
    const { value, codes, marked } = read(
      `<!DOCTYPE g [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><Garden ${NS}><Name>&a;</Name></Garden>`,
    );
    expect([value, codes]).toEqual([undefined, ["xml/doctype"]]);
    expect(marked[0]).toMatch(/^<!DOCTYPE.*\]>$/s);
  });

  test("an entity without a document type is read as its characters", () => {
    expect(read(`<Garden ${NS}><Name>&a;</Name></Garden>`).value?.Name).toBe("&a;");
  });

  test("a processing instruction is noted and ignored", () => {
    const { value, codes, marked } = read(
      `<?xml version="1.0"?><Garden ${NS}><?go now?><Name>n</Name></Garden>`,
    );
    expect([value?.Name, codes, marked]).toEqual(["n", ["xml/processing-instruction"], ["<?go now?>"]]);
  });
});

describe("encodings", () => {
  const xml = `<Garden ${NS}><Name>n\u00e9\u20ac\u{1f33f}</Name></Garden>`;

  test("UTF-8 with and without mark, UTF-16 of both orders with mark", () => {
    const utf16 = Buffer.from(`\ufeff${xml}`, "utf16le");
    for (const bytes of [
      utf8(xml),
      utf8(`\ufeff${xml}`),
      new Uint8Array(utf16),
      new Uint8Array(utf16.swap16()),
    ]) {
      const { value, codes, positions } = read(bytes);
      expect([value?.Name, codes]).toEqual(["n\u00e9\u20ac\u{1f33f}", []]);
      expect(positions.places[0]).toBe(0);
    }
  });

  test("ill-formed text is a finding at its place", () => {
    const bytes = concatBytes(
      utf8(`<Garden ${NS}><Name>\u00e9`),
      new Uint8Array([0xe2, 0x82]),
      utf8("x</Name></Garden>"),
    );
    const { value, codes, positions, findings } = read(bytes);
    expect(codes).toEqual(["xml/encoding"]);
    expect(value?.Name).toBe("\u00e9\ufffdx");
    expect(positions.text.slice(findings[0]?.range?.start, findings[0]?.range?.end)).toBe("\ufffd");
  });

  test("a declaration of another encoding is a warning", () => {
    expect(read(`<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`).codes).toEqual(["xml/encoding"]);
    expect(read(`<?xml version="1.0" encoding="utf-8"?>${xml}`).codes).toEqual([]);
  });

  test("the first ill-formed octet is found as the decoder finds it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const end = illFormedAt(bytes);
        const strict = new TextDecoder("utf-8", { fatal: true });
        expect(() => strict.decode(bytes.subarray(0, end))).not.toThrow();
        expect(end === bytes.length).toBe(
          Buffer.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)).equals(bytes),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("attacks cost no more than reading", () => {
  const many = 100_000;
  const cases: readonly (readonly [string, () => string, string])[] = [
    ["depth", () => "<a>".repeat(many), "xml/too-many-depth"],
    ["elements", () => `<Garden ${NS}>${"<a/>".repeat(100_001)}</Garden>`, "xml/too-many-elements"],
    [
      "attributes",
      () => `<Garden ${NS} ${Array.from({ length: 100_000 }, (_, index) => `a${index}="1"`).join(" ")}/>`,
      "xml/too-many-attributes",
    ],
    [
      "declarations",
      () => `<Garden ${Array.from({ length: 100_000 }, (_, n) => `xmlns:a${n}="u"`).join(" ")}/>`,
      "xml/too-many-attributes",
    ],
    ["octets", () => " ".repeat(17 * 1024 * 1024), "xml/too-many-bytes"],
    ["entities", () => `<Garden ${NS}><Name>${"&lt;".repeat(many)}</Name></Garden>`, ""],
    [
      "raw ampersands",
      () => `<Garden ${NS}><Name>${"&".repeat(many)}</Name></Garden>`,
      "xml/not-well-formed",
    ],
    ["less-than signs", () => `<Garden ${NS}>${"<".repeat(many)}`, "xml/not-well-formed"],
    ["end tags", () => `<Garden ${NS}>${"</a>".repeat(many / 4)}`, "xml/not-well-formed"],
    ["roots", () => "<a/>".repeat(many / 8), "xml/several-roots"],
    ["bang", () => `<!${"X".repeat(many)}`, "xml/not-well-formed"],
    ["quotes", () => `<Garden a=\u2019${"=\u2019".repeat(many / 4)}`, "xml/not-well-formed"],
    [
      "unknown elements",
      () => `<Garden ${NS}><Name/>${"<a b='1'>t</a>".repeat(20_000)}</Garden>`,
      "schema/unknown-element",
    ],
    ["document type", () => `<!DOCTYPE a [${"<!ENTITY a 'b'>".repeat(20_000)}]><a/>`, "xml/doctype"],
    [
      "instructions",
      () => `<Garden ${NS}><Name/>${"<?a b?>".repeat(20_000)}</Garden>`,
      "xml/processing-instruction",
    ],
    ["comments", () => `<Garden ${NS}><Name/>${"<!-- a - b -->".repeat(20_000)}</Garden>`, ""],
    ["brackets", () => `<Garden ${NS}><Name><![CDATA[${"]".repeat(many)}]]></Name></Garden>`, ""],
  ];

  // what costs more than its length runs into the time limit of every test
  test.each(cases)("%s", (_, source, code) => {
    const bytes = utf8(source());
    const { findings } = readGarden(bytes);
    expect(findings.length).toBeLessThanOrEqual(202);
    expect(["", ...findings.map((finding) => finding.code)]).toContain(code);
  });

  test.each(cases)("%s, shown for reading", (_, source) => {
    const text = source().slice(0, 60_000);
    expect(typeof prettyXml(text)).toBe("string");
    peekRoot(utf8(text));
    inspectXml(() => Garden, utf8(text));
  });

  test("limits can be set by the caller", () => {
    const xml = utf8(`<Garden ${NS}><Name>n</Name><Bed><Tree><Name/></Tree></Bed></Garden>`);
    expect(readGarden(xml, { depth: 3 }).findings.map(({ code }) => code)).toContain("xml/too-many-depth");
    expect(readGarden(xml, { bytes: 10 }).findings.map(({ code }) => code)).toContain("xml/too-many-bytes");
    expect(createXmlReader(Garden, { limits: { elements: 2 } })(xml).value?.Name).toBe("n");
  });
});

describe("whatever the octets", () => {
  test("a reader gives a value of the declared shape or none, and always ends", () => {
    const pieces = fc.constantFrom(
      "<",
      ">",
      "</",
      "/>",
      "&",
      ";",
      "=",
      '"',
      "'",
      "Garden",
      "Name",
      "Bed",
      "Note",
      " ",
      "x",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "<?",
      "?>",
      "\u2019",
      "\ud800",
      NS,
      "urn:test:garden",
      "xmlns",
      ":",
      "é",
      "&#",
      "&amp;",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.boolean(), (parts, inside) => {
        const text = inside ? `<Garden ${NS}><Name>${parts.join("")}` : parts.join("");
        const { value, findings, positions } = readGarden(utf8(text));
        expect(value === undefined || (typeof value.Name === "string" && Array.isArray(value.Bed))).toBe(
          true,
        );
        for (const { range } of findings) {
          expect(range).toBeDefined();
          expect(range?.end).toBeGreaterThanOrEqual(range?.start ?? 0);
        }
        expect(positions.places.length % 4).toBe(0);
        prettyXml(text);
      }),
      { numRuns: 800 },
    );
  });
});
