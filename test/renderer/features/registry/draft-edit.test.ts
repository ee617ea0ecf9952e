import { expect, test } from "vitest";
import type { UddiField } from "../../../../simulator/api/index.ts";
import {
  conflictsIn,
  named,
  summaryOf,
  withChild,
  withText,
} from "../../../../renderer/features/registry/inquiry/draft-edit.ts";

const field = (name: string, cardinality: UddiField["cardinality"]): UddiField => ({
  name,
  label: name,
  doc: "",
  cardinality,
  kind: "text",
});
const fields = [field("@maxRows", "optional"), field("authInfo", "optional"), field("name", "many")];

test("a child is put at the place of its field, changed and taken out", () => {
  const named1 = withChild({ name: "find" }, fields, "name", 0, { name: "name", text: "a" });
  const both = withText(named1, fields, fields[0]!, 0, "5");
  expect(both.children?.map(({ name }) => name)).toEqual(["@maxRows", "name"]);
  const changed = withChild(both, fields, "name", 0, { name: "name", text: "b" });
  expect(named(changed, "name")).toEqual([{ name: "name", text: "b" }]);
  expect(withText(changed, fields, fields[0]!, 0, "").children?.map(({ name }) => name)).toEqual(["name"]);
  expect(withChild(named1, fields, "name", 0, undefined)).toEqual({ name: "find" });
});

test("an emptied value of a list stays until it is removed", () => {
  const draft = { name: "find", children: [{ name: "name", text: "a" }] };
  expect(withText(draft, fields, fields[2]!, 0, "").children).toEqual([{ name: "name", text: "" }]);
});

test("qualifiers that exclude each other are told once", () => {
  const qualifiers = [
    { name: "exactMatch", conflicts: ["approximateMatch"] },
    { name: "approximateMatch", conflicts: ["exactMatch"] },
  ];
  expect(conflictsIn(["exactMatch", "approximateMatch"], qualifiers)).toEqual([
    ["exactMatch", "approximateMatch"],
  ]);
  expect(conflictsIn(["exactMatch"], qualifiers)).toEqual([]);
});

test("a summary tells the first texts", () => {
  expect(
    summaryOf({
      name: "n",
      children: [
        { name: "@lang", text: "en" },
        { name: "#text", text: "Acme" },
      ],
    }),
  ).toBe("en Acme");
});
