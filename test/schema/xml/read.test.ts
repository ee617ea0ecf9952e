import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { wildcardValue } from "../../../simulator/schema/element.ts";
import {
  childRangeOf,
  createXmlDispatchReader,
  createXmlReader,
  pathAt,
  peekRoot,
  rangeOf,
  type XmlReadOptions,
} from "../../../simulator/schema/xml/index.ts";
import { Extras, Flower, Garden, Row, Tree, WATER } from "./declarations.ts";

const NS = 'xmlns="urn:test:garden"';

function read(xml: string, options: XmlReadOptions = {}) {
  const { value, findings, positions } = createXmlReader(Garden, options)(utf8(xml));
  const noted = findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
  const places = findings.map(({ range }) => range && positions.text.slice(range.start, range.end));
  return { value, findings, positions, noted, places };
}

describe("values", () => {
  test("every kind of content becomes its value, every field is there in declared order", () => {
    const { value, noted } = read(
      `<Garden ${NS} id="g1" xml:lang="en"><Name> Rose &amp; <![CDATA[<Co>]]> </Name><Verbatim> two  blanks </Verbatim>` +
        `<Height>12</Height><Evergreen/><w:Amount xmlns:w="${WATER}">1</w:Amount><Amount xmlns="${WATER}">2</Amount>` +
        `<Name xmlns="${WATER}">well</Name><Size unit="cm" exact="1"> 40 </Size><Plant><Tree><Name>Oak</Name></Tree></Plant>` +
        `<Bed><Flower><Name>Iris</Name><Colour>red</Colour></Flower><Name>weed</Name><Evergreen/></Bed>` +
        `<Note> kept &lt;as sent&gt; </Note></Garden>`,
    );
    expect(noted).toEqual([]);
    expect(value).toEqual({
      id: "g1",
      lang: "en",
      Name: "Rose & <Co>",
      Verbatim: " two  blanks ",
      Height: 12,
      Evergreen: true,
      Amount: [1, 2],
      WaterName: "well",
      Size: { unit: "cm", exact: true, value: 40 },
      Plant: { kind: "Tree", Name: "Oak" },
      Bed: [
        {
          plants: [
            { kind: "Flower", Name: "Iris", Colour: "red" },
            { kind: "Name", value: "weed" },
            { kind: "Evergreen", value: true },
          ],
        },
      ],
      Note: " kept <as sent> ",
    });
    expect(Object.keys(value ?? {})).toEqual([
      "id",
      "lang",
      "Name",
      "Verbatim",
      "Height",
      "Evergreen",
      "Amount",
      "WaterName",
      "Size",
      "Plant",
      "Bed",
      "Note",
      "Extras",
    ]);
  });

  test("markup in data is kept with the prefixes that were declared around it", () => {
    const { value, noted } = read(
      `<Garden ${NS} xmlns:p="urn:p" xmlns:q="urn:q"><Name/><Note>a <p:x q:y="1"><z/></p:x><p:x xmlns:p="urn:own"/></Note></Garden>`,
    );
    expect(noted).toEqual([]);
    expect(value?.Note).toEqual({
      xml: 'a <p:x xmlns:p="urn:p" xmlns:q="urn:q" q:y="1"><z/></p:x><p:x xmlns:q="urn:q" xmlns:p="urn:own"/>',
    });
  });

  test("line ends are those of XML", () => {
    const { value } = read(
      `<Garden ${NS}><Name/><Verbatim>a\r\nb\rc&#13;</Verbatim><Note>\r\n<x/>\r</Note></Garden>`,
    );
    expect(value?.Verbatim).toBe("a\nb\nc\r");
    expect(value?.Note).toEqual({ xml: "\n<x/>\n" });
  });

  test("an element that is nil counts as absent", () => {
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const { value, noted } = read(
      `<Garden ${NS} ${xsi} xsi:schemaLocation="a b"><Name>n</Name><Height xsi:nil="true"/><Size xsi:nil="1"/></Garden>`,
    );
    expect([value?.Height, value?.Size, noted]).toEqual([undefined, undefined, []]);
  });
});

describe("wildcards", () => {
  const resolve = (namespace: string, name: string) =>
    namespace === "urn:test:garden" ? { Tree, Flower }[name] : undefined;
  const xml =
    `<Garden ${NS} xmlns:t="urn:test:garden" xmlns:s="urn:s"><Name/><Extras><t:Tree s:role="r"><t:Name>Elm</t:Name></t:Tree>` +
    `<s:Raw a="1"><t:Deep/></s:Raw><Plain/></Extras></Garden>`;

  test("elements that the resolver knows are typed, with their attributes; others are markup that stands alone", () => {
    const { value, noted } = read(xml, { resolve });
    const any = value?.Extras?.any ?? [];
    expect(noted).toEqual([]);
    expect(any.map(({ namespace, name }) => [namespace, name])).toEqual([
      ["urn:test:garden", "Tree"],
      ["urn:s", "Raw"],
      ["urn:test:garden", "Plain"],
    ]);
    expect(any[0]?.attributes).toEqual([{ namespace: "urn:s", name: "role", value: "r" }]);
    expect(wildcardValue(any[0], Tree)).toEqual({ Name: "Elm" });
    expect(wildcardValue(any[1], Tree)).toBeUndefined();
    expect(any[1]?.markup).toEqual({
      xml: '<s:Raw xmlns="urn:test:garden" xmlns:s="urn:s" xmlns:t="urn:test:garden" a="1"><t:Deep/></s:Raw>',
    });
    expect(any[2]?.markup).toEqual({ xml: '<Plain xmlns="urn:test:garden"/>' });
  });

  test("the resolver is told the element around", () => {
    const parents: (string | undefined)[] = [];
    read(xml, {
      resolve: (_namespace, _name, parent) => {
        parents.push(parent?.name);
        return undefined;
      },
    });
    expect(parents).toEqual([Extras.name, Extras.name, Extras.name]);
  });
});

describe("findings", () => {
  test("each departure is named with its path and place, and what can be read is read", () => {
    const { value, noted, places } = read(
      `<Garden ${NS} colour="x" xmlns:f="urn:f" f:mine="1"><Height>tall</Height><Name>n</Name><Weed a="1"><Name>w</Name></Weed>stray` +
        `<Name>again</Name><Evergreen>yes</Evergreen><Size unit="mm">1</Size></Garden>`,
    );
    expect(noted).toEqual([
      "warning schema/unknown-attribute Garden/@colour",
      "error schema/value Garden/Height",
      "warning schema/order Garden/Name",
      "warning schema/unknown-element Garden/Weed",
      "warning schema/unexpected-text Garden",
      "warning schema/duplicate Garden/Name",
      "warning schema/unexpected-text Garden/Evergreen",
      "error schema/value Garden/Size/@unit",
    ]);
    expect(places[1]).toBe("tall");
    expect(places.slice(2, 7)).toEqual(["<Name>", '<Weed a="1">', "stray", "<Name>", "yes"]);
    expect(value).toMatchObject({ Name: "n", Evergreen: true, Size: { unit: "cm", value: 1 } });
    expect(value?.Height).toBeUndefined();
  });

  test("a bad value names the type, or the values that are allowed", () => {
    const { findings } = read(
      `<Garden ${NS}><Name/><Height>x</Height><Bed><Flower><Name/><Colour>blue</Colour></Flower></Bed></Garden>`,
    );
    expect(findings.map(({ text }) => text)).toEqual([
      'Height holds "x", which is not a value of type int.',
      'Colour holds "blue", which is none of red, green.',
    ]);
    expect(findings[0]?.spec).toEqual({ document: "wsi-contract", clause: "test" });
  });

  test("a secret that does not fit is not repeated", () => {
    const { findings } = read(
      `<Garden ${NS}><Name/><Plant><Tree><Name/><Key>pass word!</Key></Tree></Plant></Garden>`,
    );
    expect(findings[0]?.code).toBe("schema/value");
    expect(JSON.stringify(findings)).not.toContain("pass word");
  });

  test("required parts that are missing are blank and an error; an assumed one is a warning", () => {
    const { value, noted, places } = read(
      `<Garden ${NS}><Size/><Plant></Plant><Bed></Bed><Bed><Flower></Flower></Bed></Garden>`,
    );
    expect(noted).toEqual([
      "error schema/missing Garden",
      "error schema/missing Garden/Size",
      "error schema/value Garden/Size",
      "error schema/missing Garden/Plant",
      "error schema/missing Garden/Bed",
      "error schema/missing Garden/Bed/Flower",
      "warning schema/missing Garden/Bed/Flower",
    ]);
    expect(places.at(-1)).toBe("<Flower>");
    expect(value).toEqual({
      Name: "",
      Amount: [],
      Size: { unit: "cm", value: 0 },
      Plant: { kind: "Tree", Name: "" },
      Bed: [{ plants: [] }, { plants: [{ kind: "Flower", Name: "", Colour: "green" }] }],
    });
  });

  test("elements inside a text are unknown ones, and a choice holds one element", () => {
    const { value, noted } = read(
      `<Garden ${NS}><Name>a<b>c</b>d</Name><Plant><Name>x</Name><Tree><Name/></Tree></Plant></Garden>`,
    );
    expect(value).toMatchObject({ Name: "ad", Plant: { kind: "Name", value: "x" } });
    expect(noted).toEqual([
      "warning schema/unknown-element Garden/Name/b",
      "warning schema/duplicate Garden/Plant/Tree",
    ]);
  });

  test("another root is an error and no value", () => {
    const { value, noted } = read(`<Shed ${NS}><Name/></Shed>`);
    expect([value, noted]).toEqual([undefined, ["error schema/root Shed"]]);
  });
});

describe("namespaces", () => {
  test("are strict unless told otherwise", () => {
    expect(read("<Garden><Name>n</Name></Garden>").noted).toEqual(["error schema/root Garden"]);
    expect(read(`<Garden ${NS}><Name xmlns="urn:x">n</Name></Garden>`).noted).toEqual([
      "error schema/missing Garden",
      "warning schema/unknown-element Garden/Name",
    ]);
  });

  test("an alias, no namespace and a wrong one are read on request, the first of each with a finding", () => {
    const options = { aliases: { "urn:old": "urn:test:garden" }, anyNamespace: true };
    const alias = read('<Garden xmlns="urn:old"><Name>n</Name><Height>1</Height></Garden>', options);
    expect([alias.value?.Height, alias.noted]).toEqual([1, ["warning schema/namespace Garden"]]);
    const none = read('<Garden><Name xmlns="urn:odd">n</Name><Amount>1</Amount></Garden>', options);
    expect(none.value).toMatchObject({ Name: "n", Amount: [1] });
    expect(none.noted).toEqual([
      "warning schema/namespace Garden",
      "warning schema/namespace Garden/Name",
      "warning schema/namespace Garden/Amount",
    ]);
  });

  test("only the alias counts when any namespace is not allowed", () => {
    const options = { aliases: { "urn:old": "urn:test:garden" } };
    expect(read('<Garden xmlns="urn:old"><Name>n</Name></Garden>', options).value?.Name).toBe("n");
    expect(read('<Garden xmlns="urn:odd"><Name>n</Name></Garden>', options).value).toBeUndefined();
  });

  test("prefixes and defaults follow the scope of their declarations", () => {
    const { value, noted } = read(
      `<a:Garden xmlns:a="urn:test:garden" xmlns="${WATER}"><a:Name>n</a:Name><Amount>1</Amount><a:Bed><b:Tree xmlns:b="urn:test:garden" ` +
        `xmlns:a="urn:other"><b:Name>o</b:Name></b:Tree></a:Bed><Amount>2</Amount></a:Garden>`,
    );
    expect(value).toMatchObject({
      Name: "n",
      Amount: [1, 2],
      Bed: [{ plants: [{ kind: "Tree", Name: "o" }] }],
    });
    expect(noted).toEqual(["warning schema/order Garden/Amount"]);
  });

  test.each([
    ["an unbound prefix", '<x:Garden xmlns="urn:test:garden"/>'],
    ["a prefix bound to nothing", '<Garden xmlns="urn:test:garden" xmlns:x=""/>'],
    ["a reserved prefix", '<Garden xmlns="urn:test:garden" xmlns:xml="urn:x"/>'],
    ["one attribute by two prefixes", `<Garden ${NS} xmlns:a="urn:a" xmlns:b="urn:a" a:c="1" b:c="2"/>`],
    ["a name with two colons", `<Garden ${NS} xmlns:a="urn:a"><a:b:c/></Garden>`],
  ])("%s is not well-formed", (_, xml) => {
    expect(read(xml).findings.some(({ code }) => code === "xml/not-well-formed")).toBe(true);
  });
});

describe("places", () => {
  const xml = `<Garden ${NS}>\n <Name>n</Name><Bed><Tree><Name>é</Name></Tree><Tree ><Name/></Tree ></Bed>\n</Garden>`;
  const { value, positions } = read(xml);

  test("four numbers for each element, in document order", () => {
    const slices: string[] = [];
    for (let index = 0; index < positions.places.length; index += 4) {
      const [start, contentStart, contentEnd, end] = positions.places.slice(index, index + 4);
      slices.push(
        `${xml.slice(start, contentStart)}|${xml.slice(contentStart, contentEnd)}|${xml.slice(contentEnd, end)}`,
      );
    }
    expect(slices.slice(1)).toEqual([
      "<Name>|n|</Name>",
      "<Bed>|<Tree><Name>é</Name></Tree><Tree ><Name/></Tree >|</Bed>",
      "<Tree>|<Name>é</Name>|</Tree>",
      "<Name>|é|</Name>",
      "<Tree >|<Name/>|</Tree >",
      "<Name/>||",
    ]);
  });

  test("of a value, of its child, and the path of a place", () => {
    const second = value?.Bed[0]?.plants[1];
    const range = rangeOf(positions, second);
    expect(xml.slice(range?.start, range?.end)).toBe("<Tree ><Name/></Tree >");
    const child = childRangeOf(positions, second, "Name");
    expect(xml.slice(child?.start, child?.end)).toBe("<Name/>");
    expect(childRangeOf(positions, value, "Tree")).toBeUndefined();
    expect(rangeOf(positions, {})).toBeUndefined();
    expect(pathAt(positions, xml.indexOf("é"))).toBe("Garden/Bed/Tree/Name");
    expect(pathAt(positions, xml.length)).toBeUndefined();
  });
});

describe("roots", () => {
  test("a reader by dispatch takes the declaration that the resolver chooses, and fragments", () => {
    const readAny = createXmlDispatchReader((_, name) => ({ Tree, Row })[name]);
    const { roots, findings } = readAny(
      utf8(`<Tree ${NS}><Name>a</Name></Tree><Other/><Row ${NS}><Tree><Name>b</Name></Tree></Row>`),
    );
    expect(roots.map(({ name, value }) => [name, value])).toEqual([
      ["Tree", { Name: "a" }],
      ["Other", undefined],
      ["Row", { Tree: [{ Name: "b" }] }],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(["xml/several-roots"]);
  });

  test("a look at the root reads no further", () => {
    expect(peekRoot(utf8('<?xml version="1.0"?><!-- c --><p:Env xmlns:p="urn:e"><never'))).toMatchObject({
      namespace: "urn:e",
      name: "Env",
      findings: [],
    });
    expect(peekRoot(utf8("")).name).toBeUndefined();
    expect(peekRoot(utf8("<!DOCTYPE x><x/>")).findings.map(({ code }) => code)).toEqual([
      "xml/doctype-skipped",
    ]);
  });
});
