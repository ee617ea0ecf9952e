import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8Text } from "../../../simulator/core/bytes.ts";
import { type Input, wildcardInput } from "../../../simulator/schema/element.ts";
import {
  createXmlReader,
  createXmlTextWriter,
  createXmlWriter,
} from "../../../simulator/schema/xml/index.ts";
import { trimmedXmlText, xmlText } from "../../support/xml-text.ts";
import { Flower, Garden, Plant, Tree, WATER } from "./declarations.ts";

const write = createXmlTextWriter(Garden);

describe("writer", () => {
  test("is compact, in the order of the declaration, and redeclares the default namespace where it changes", () => {
    expect(
      write({
        Bed: [
          {
            plants: [
              { kind: "Flower", Colour: "red", Name: "Iris" },
              { kind: "Evergreen", value: true },
            ],
          },
        ],
        WaterName: "well",
        Amount: [1, 2],
        Size: { unit: "cm", exact: false, value: 40 },
        Plant: { kind: "Name", value: "weed" },
        Evergreen: true,
        lang: "en",
        Name: "Rose",
        Note: { xml: "<x/>" },
      }),
    ).toBe(
      `<Garden xmlns="urn:test:garden" xml:lang="en"><Name>Rose</Name><Evergreen/><Amount xmlns="${WATER}">1</Amount>` +
        `<Amount xmlns="${WATER}">2</Amount><Name xmlns="${WATER}">well</Name><Size unit="cm" exact="false">40</Size>` +
        `<Plant><Name>weed</Name></Plant><Bed><Flower><Name>Iris</Name><Colour>red</Colour></Flower><Evergreen/></Bed>` +
        `<Note><x/></Note></Garden>`,
    );
  });

  test("uses prefixes that are declared on the root", () => {
    const prefixed = createXmlTextWriter(Garden, { prefixes: { "urn:test:garden": "g" }, declaration: true });
    expect(prefixed({ Name: "n", Amount: [1] })).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><g:Garden xmlns:g="urn:test:garden"><g:Name>n</g:Name><Amount xmlns="${WATER}">1</Amount></g:Garden>`,
    );
  });

  test("escapes what a reader would take for something else", () => {
    expect(write({ id: `"<&>\n`, Name: "a]]>b\r\n<&\t\u{1f33f}" })).toBe(
      `<Garden xmlns="urn:test:garden" id="&quot;&lt;&amp;&gt;&#10;"><Name>a]]&gt;b&#13;\n&lt;&amp;\t\u{1f33f}</Name></Garden>`,
    );
  });

  test.each(["\u0000", "a\u0008", "\ufffe", "\ud800", "x\udc00y"])(
    "refuses %j, which XML cannot carry",
    (text) => {
      expect(() => write({ Name: text })).toThrow(expect.objectContaining({ code: "xml/illegal-character" }));
      expect(() => write({ id: text, Name: "" })).toThrow(
        expect.objectContaining({ code: "xml/illegal-character" }),
      );
    },
  );

  test("refuses a value without a required part, or with an alternative that is none", () => {
    // values as a program without types could give them
    const broken = ["{}", '{"Name":"n","Size":{"value":1}}', '{"Name":"n","Plant":{"kind":"Rock"}}'].map(
      (json) => JSON.parse(json) as Input<typeof Garden>,
    );
    const codes = broken.map((value) => {
      try {
        return write(value);
      } catch (error) {
        return (error as { code?: string }).code;
      }
    });
    expect(codes).toEqual(["xml/missing", "xml/missing", "xml/unknown-alternative"]);
  });

  test("octets in data become base64, a choice stands alone", () => {
    expect(write({ Name: "", Note: new Uint8Array([1, 2, 255]) })).toContain("<Note>AQL/</Note>");
    expect(createXmlTextWriter(Plant)({ kind: "Flower", Name: "i", Colour: "red" })).toBe(
      '<Plant xmlns="urn:test:garden"><Flower><Name>i</Name><Colour>red</Colour></Flower></Plant>',
    );
  });

  test("wildcards take typed values with extra attributes, and markup", () => {
    const prefixed = createXmlTextWriter(Garden, { prefixes: { "urn:test:garden": "g", "urn:role": "r" } });
    const xml = prefixed({
      Name: "n",
      Extras: {
        any: [
          wildcardInput(Tree, { Name: "Elm" }, [
            { namespace: "urn:role", name: "actor", value: "a&b" },
            { namespace: "urn:odd", name: "x", value: "1" },
          ]),
          { markup: { xml: '<raw xmlns="urn:raw"/>' } },
        ],
      },
    });
    expect(xml).toContain(
      '<g:Extras><g:Tree r:actor="a&amp;b" xmlns:a2="urn:odd" a2:x="1"><g:Name>Elm</g:Name></g:Tree><raw xmlns="urn:raw"/></g:Extras>',
    );
  });

  test("what was written is read back the same, whatever the texts", () => {
    const text = trimmedXmlText;
    const writeBytes = createXmlWriter(Garden);
    const read = createXmlReader(Garden, { resolve: (_, name) => ({ Tree, Flower })[name] });
    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const tree = fc.record({
      Name: text,
      Height: optional(fc.integer({ min: -5, max: 2 ** 31 - 1 })),
      Key: optional(fc.uint8Array()),
    });
    const flower = fc.record({ Name: text, Colour: fc.constantFrom("red" as const, "green" as const) });
    const plant = fc.oneof(
      tree.map((value) => ({ kind: "Tree" as const, ...value })),
      flower.map((value) => ({ kind: "Flower" as const, ...value })),
      text.map((value) => ({ kind: "Name" as const, value })),
    );
    const evergreen = fc.constant({ kind: "Evergreen" as const, value: true as const });
    const garden = fc.record({
      id: optional(text),
      lang: optional(text),
      Name: text,
      Verbatim: optional(xmlText),
      Evergreen: optional(fc.constant(true as const)),
      Amount: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 3 }),
      WaterName: optional(text),
      Size: optional(
        fc.record({
          unit: fc.constantFrom("cm" as const, "m" as const),
          exact: optional(fc.boolean()),
          value: fc.nat(9),
        }),
      ),
      Plant: optional(plant),
      Bed: fc.array(
        fc.record({ plants: fc.array(fc.oneof(plant, evergreen), { minLength: 1, maxLength: 3 }) }),
        { maxLength: 3 },
      ),
      Note: optional(fc.oneof(xmlText, fc.constant({ xml: '<a b="1">t<c/></a>' }))),
    });
    fc.assert(
      fc.property(garden, (value) => {
        const { value: again, findings } = read(writeBytes(value));
        expect(findings).toEqual([]);
        expect(again).toEqual(value);
      }),
    );
  });

  test("octets are UTF-8", () => {
    expect(utf8Text(createXmlWriter(Tree)({ Name: "é€" }))).toBe(
      '<Tree xmlns="urn:test:garden"><Name>é€</Name></Tree>',
    );
  });
});
