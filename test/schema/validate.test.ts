import { describe, expect, test } from "vitest";
import { describe as describeElement, declaredElements } from "../../simulator/schema/describe.ts";
import { printableValue, valueFromPrintable } from "../../simulator/schema/printable.ts";
import { validate } from "../../simulator/schema/validate.ts";
import { Extras, Garden, Plant, Row, Size, Tree } from "./xml/declarations.ts";

describe("validation of values built in code", () => {
  test("a value that can be written has no findings", () => {
    expect(
      validate(Garden, {
        Name: "n",
        Amount: [1],
        Size: { unit: "cm", value: 1 },
        Plant: { kind: "Name", value: "x" },
        Bed: [{ plants: [{ kind: "Tree", Name: "o", Key: new Uint8Array([1]) }] }],
        Note: { xml: "<a/>" },
        Extras: { any: [{ element: Tree, value: { Name: "t" } }] },
      }),
    ).toEqual([]);
  });

  test("each fault is named with its path", () => {
    const findings = validate(Garden, {
      Height: 1.5,
      Evergreen: false,
      Amount: 3,
      Size: { unit: "mm", value: "x" },
      Plant: { kind: "Rock" },
      Bed: [{ plants: [] }, { plants: [{ kind: "Flower", Name: "a\u0000", Colour: "blue" }] }],
      Note: 5,
      Extras: { any: [1] },
      Weed: true,
    });
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "schema/unknown-element Garden/Weed",
      "schema/missing Garden",
      "schema/value Garden/Height",
      "schema/value Garden/Evergreen",
      "schema/value Garden/Amount",
      "schema/value Garden/Size/@unit",
      "schema/value Garden/Size",
      "schema/value Garden/Plant",
      "schema/missing Garden/Bed[1]",
      "xml/illegal-character Garden/Bed[2]/plants[1]/Flower/Name",
      "schema/value Garden/Bed[2]/plants[1]/Flower/Colour",
      "schema/value Garden/Note",
      "schema/value Garden/Extras/any[1]",
    ]);
  });

  test.each([undefined, null, 3, "text", [], new Uint8Array(1)])("%j is no garden", (value) => {
    expect(validate(Garden, value)[0]?.code).toBe("schema/value");
  });
});

describe("description", () => {
  test("lists the parts of an element as pages and schemas need them", () => {
    const { parts, kind, label, spec } = describeElement(Garden);
    expect([kind, label, spec?.clause]).toEqual(["struct", "garden", "test"]);
    expect(
      parts.slice(0, 3).map(({ key, kind: part, name, cardinality }) => [key, part, name, cardinality]),
    ).toEqual([
      ["id", "attribute", "id", "optional"],
      ["lang", "attribute", "lang", "optional"],
      ["Name", "element", "Name", "one"],
    ]);
    expect(parts.find(({ key }) => key === "WaterName")?.name).toBe("Name");
    expect(describeElement(Size).parts.at(-1)?.scalar?.name).toBe("int");
    expect(describeElement(Plant).parts[0]?.elements.map(({ name }) => name)).toEqual([
      "Tree",
      "Flower",
      "Name",
    ]);
    expect(describeElement(Extras).parts[0]?.kind).toBe("wildcard");
  });

  test("walks all elements below, each once", () => {
    const names = [...declaredElements(Garden, Row)].map(({ name, namespace }) => `${namespace} ${name}`);
    expect(names[0]).toBe("urn:test:garden Garden");
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("urn:test:water Name");
    expect(names).toContain("urn:test:garden Colour");
  });
});

describe("printable values", () => {
  const value = {
    Name: "n",
    Amount: [],
    Plant: { kind: "Tree" as const, Name: "o", Key: new Uint8Array([1, 2, 3]) },
    Bed: [{ plants: [{ kind: "Name" as const, value: "x" }] }],
    Note: new Uint8Array([255]),
  };

  test("are JSON: octets as base64, secrets masked at equal length, empty lists left out", () => {
    expect(printableValue(Garden, value)).toEqual({
      Name: "n",
      Plant: { kind: "Tree", Name: "o", Key: "••••" },
      Bed: [{ plants: [{ kind: "Name", value: "x" }] }],
      Note: "/w==",
    });
  });

  test("wildcards are printed by the declaration that typed them", () => {
    const any = [
      {
        namespace: "u",
        name: "Tree",
        attributes: [],
        element: Tree,
        value: { Name: "t", Key: new Uint8Array([9]) },
      },
      { namespace: "u", name: "Raw", attributes: [], markup: { xml: "<Raw/>" } },
    ];
    expect(printableValue(Extras, { any })).toEqual({
      any: [
        { namespace: "u", name: "Tree", attributes: [], value: { Name: "t", Key: "••••" } },
        { namespace: "u", name: "Raw", attributes: [], markup: { xml: "<Raw/>" } },
      ],
    });
  });

  test("come back from JSON", () => {
    const data = {
      Name: "n",
      Height: "12",
      Plant: { kind: "Tree", Name: "o", Key: "AQID" },
      Amount: ["1", 2],
    };
    expect(valueFromPrintable(Garden, data)).toEqual({
      Name: "n",
      Height: 12,
      Plant: { kind: "Tree", Name: "o", Key: new Uint8Array([1, 2, 3]) },
      Amount: [1, 2],
    });
    expect(valueFromPrintable(Garden, "nonsense")).toBe("nonsense");
  });
});
