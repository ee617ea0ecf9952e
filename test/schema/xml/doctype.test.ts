import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { namespace } from "../../../simulator/schema/element.ts";
import { string } from "../../../simulator/schema/scalar.ts";
import { createXmlReader } from "../../../simulator/schema/xml/index.ts";

const A = namespace("").scalar("a", string);
const skip = createXmlReader(A, { doctype: "skip" });
const refuse = createXmlReader(A);
const codes = (read: typeof skip, text: string) => read(utf8(text)).findings.map(({ code }) => code);

test.each([
  "<!DOCTYPE a>",
  '<!DOCTYPE a SYSTEM "x>y.dtd">',
  '<!DOCTYPE a PUBLIC \'-//X//]>//EN\' "u" [<!-- > ] --><?p > ]?><!ENTITY e "v>">]>',
])("XML 2.8 %s is refused in messages, and passed over where the reader is told to", (doctype) => {
  const text = `<?xml version="1.0"?>\n<!-- c -->${doctype}<a>v</a>`;
  expect(codes(refuse, text)).toContain("xml/doctype");
  const { value, findings, positions } = skip(utf8(text));
  expect(value).toBe("v");
  const range = { unit: "char", start: text.indexOf(doctype), end: text.indexOf("<a>") };
  expect(findings).toMatchObject([{ severity: "info", code: "xml/doctype-skipped", range }]);
  expect(positions.text).toBe(text);
});

test.each(["<!DOCTYPE a", "<!DOCTYPE a [", '<!DOCTYPE a "', "<!DOCTYPE a [<!--"])(
  "%s without end is no document",
  (doctype) => {
    expect(skip(utf8(`${doctype}<a>v</a>`)).findings.some(({ severity }) => severity === "error")).toBe(true);
  },
);

test("a second declaration is refused", () => {
  expect(codes(skip, "<!DOCTYPE a><!DOCTYPE a><a/>")).toContain("xml/doctype");
});

test("any text is read without throwing", () => {
  const piece = fc.constantFrom(
    "<!DOCTYPE",
    " ",
    "[",
    "]",
    ">",
    "<!--",
    "-->",
    "<?",
    "?>",
    '"',
    "'",
    "<a>",
    "</a>",
    "x",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(skip(utf8(pieces.join(""))).findings).toEqual(expect.any(Array));
    }),
    { numRuns: 500 },
  );
});
