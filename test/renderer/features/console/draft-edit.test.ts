import { describe, expect, it } from "vitest";
import type { CommandForm, Draft, FormField } from "../../../../simulator/api/index.ts";
import { asKind, commandRows, nextCommand } from "../../../../renderer/features/console/command-rows.ts";
import {
  at,
  moved,
  orderIn,
  withChild,
  without,
  withText,
} from "../../../../renderer/features/console/draft-edit.ts";
import { covered, xmlLines } from "../../../../renderer/features/console/xml-lines.ts";
import { consoleCatalog } from "../../../../simulator/workbench/console/form.ts";

const { commands, groups } = consoleCatalog();
function fieldsOf(operation: string): readonly FormField[] {
  return groups.flatMap((group) => group.operations).find(({ name }) => name === operation)?.fields ?? [];
}
const forms: readonly CommandForm[] = commands;
const order = orderIn(fieldsOf("ManageParameters"), forms);
const names = (draft: Draft | undefined) => draft?.children?.map(({ name }) => name);

describe("edits of a request", () => {
  const empty: Draft = { name: "ManageParameters" };

  it("put a field where the contract has it, whatever is written first", () => {
    const one = withText(empty, "expires[0]", "PT1H", order, false);
    const two = withText(one, "deviceId[0]", "IMEI:1", order, false);
    const three = withText(two, "clientReference[0]", "a", order, false);
    expect(names(three)).toEqual(["clientReference", "deviceId", "expires"]);
    expect(names(withText(three, "deviceId[0]", "", order, false))).toEqual(["clientReference", "expires"]);
  });

  it("make what is on the way, in order at every level", () => {
    const bulk = orderIn(fieldsOf("SubmitBulkOperation"), forms);
    const one = withText({ name: "SubmitBulkOperation" }, "target[0]/filter[0]/model[0]", "M", bulk, false);
    const two = withText(one, "target[0]/filter[0]/manufacturer[0]", "A", bulk, false);
    expect(names(at(two, "target[0]/filter[0]"))).toEqual(["manufacturer", "model"]);
  });

  it("keep an empty value of a list, and number what follows anew", () => {
    const registration = orderIn(fieldsOf("RegisterExternalSystem"), forms);
    const name = "requestedOperation";
    let draft = withChild({ name: "RegisterExternalSystem" }, "", { name, text: "" }, registration);
    draft = withChild(draft, "", { name, text: "B" }, registration);
    expect(at(draft, `${name}[0]`)?.text).toBe("");
    expect(at(without(draft, `${name}[0]`, registration), `${name}[0]`)?.text).toBe("B");
  });

  it("write the fields of a command in their order, in containers too", () => {
    const command = nextCommand("command", undefined);
    let draft = withChild(empty, "", { ...command, children: [{ name: "replace" }] }, order);
    draft = withText(draft, "command[0]/replace[0]/data[0]", "1", order, false);
    draft = withText(draft, "command[0]/replace[0]/locUri[0]", "./A", order, false);
    expect(names(at(draft, "command[0]/replace[0]"))).toEqual(["locUri", "data"]);
    draft = withChild(
      draft,
      "",
      { name: "command", children: [{ name: "atomic", children: [{ name: "add" }] }] },
      order,
    );
    draft = withText(draft, "command[1]/atomic[0]/add[0]/data[0]", "1", order, false);
    draft = withText(draft, "command[1]/atomic[0]/add[0]/locUri[0]", "./B", order, false);
    expect(names(at(draft, "command[1]/atomic[0]/add[0]"))).toEqual(["locUri", "data"]);
  });

  it("move commands among commands, never past another field", () => {
    const command = (uri: string): Draft => ({
      name: "command",
      children: [{ name: "get", children: [{ name: "locUri", text: uri }] }],
    });
    const draft: Draft = {
      ...empty,
      children: [{ name: "deviceId", text: "d" }, command("./A"), command("./B")],
    };
    const down = moved(draft, "command[0]", 1, order);
    expect(at(down, "command[0]/get[0]/locUri[0]")?.text).toBe("./B");
    expect(moved(draft, "command[0]", -1, order)).toEqual(draft);
    expect(moved(draft, "command[1]", 1, order)).toEqual(draft);
  });
});

describe("commands as rows", () => {
  const draft: Draft = {
    name: "ManageParameters",
    children: [
      { name: "command", children: [{ name: "get" }] },
      {
        name: "command",
        children: [
          {
            name: "sequence",
            children: [{ name: "get" }, { name: "get" }, { name: "atomic", children: [{ name: "add" }] }],
          },
        ],
      },
    ],
  };

  it("are numbered as results count, with the place of each", () => {
    const rows = commandRows(draft, "command", forms);
    expect(rows.map(({ number, depth, kind, path }) => `${number} ${depth} ${kind} ${path}`)).toEqual([
      "1 0 get command[0]/get[0]",
      "2 0 sequence command[1]/sequence[0]",
      "2.1 1 get command[1]/sequence[0]/get[0]",
      "2.2 1 get command[1]/sequence[0]/get[1]",
      "2.3 1 atomic command[1]/sequence[0]/atomic[0]",
      "2.3.1 2 add command[1]/sequence[0]/atomic[0]/add[0]",
    ]);
    expect(rows.at(-1)?.kinds).toEqual(["add", "replace", "delete", "copy"]);
  });

  it("keep what both kinds have when the kind changes", () => {
    const replace: Draft = {
      name: "replace",
      children: [
        { name: "locUri", text: "./A" },
        { name: "data", text: "1" },
      ],
    };
    expect(asKind(replace, "exec", forms).children).toEqual(replace.children);
    expect(asKind(replace, "get", forms)).toEqual({
      name: "get",
      children: [{ name: "locUri", text: "./A" }],
    });
    expect(asKind(replace, "copy", forms)).toEqual({
      name: "copy",
      children: [{ name: "from", text: "./A" }],
    });
    expect(asKind(replace, "atomic", forms)).toEqual({ name: "atomic", children: [replace] });
    expect(asKind({ name: "get" }, "atomic", forms)).toEqual({ name: "atomic" });
  });
});

describe("the envelope to read along", () => {
  it("is lit where the field stands, across tags that take several lines", () => {
    const xml = '<a\n  b="c">\n <d>text</d>\n</a>\n';
    const from = xml.indexOf("text");
    const lines = xmlLines(xml, { from, to: from + 4 });
    expect(lines.map((pieces) => pieces.map(({ text }) => text).join(""))).toEqual(xml.trimEnd().split("\n"));
    expect(lines[1]?.map(({ kind }) => kind)).toEqual(["tag"]);
    expect(lines.flat().filter(({ lit }) => lit)).toMatchObject([{ text: "text", kind: "text", from }]);
  });

  it("covers secrets at equal length", () => {
    expect(covered("<p>abc</p>", [{ from: 3, to: 6 }])).toBe("<p>•••</p>");
  });
});
