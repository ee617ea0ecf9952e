import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import type { NestedCommandInput } from "../../../simulator/protocols/syncml/index.ts";
import { carriedCommand, carriedSize, readValue } from "../../../simulator/roles/dm-server/encoding.ts";

const octets = Uint8Array.of(0, 255, 1);
const add = (Data: string | Uint8Array, Meta?: { Format?: string; Type?: string }): NestedCommandInput => ({
  kind: "Add",
  CmdID: "1",
  Item: [{ Target: { LocURI: "./A" }, Meta, Data }],
});

describe("DMREP 6.6 octets in a message", () => {
  test.each([
    ["xml", { Format: "b64" }, "AP8B"],
    ["wbxml", { Format: "bin" }, octets],
  ] as const)("in %s", (encoding, meta, data) => {
    for (const given of [undefined, { Format: "bin" }, { Format: "b64" }])
      expect(carriedCommand(add(octets, given), encoding)).toMatchObject({
        Item: [{ Meta: meta, Data: data }],
      });
  });

  test("a document that is text stays text in both", () => {
    const tnds = { Format: "xml", Type: "application/vnd.syncml.dmtnds+xml" };
    for (const encoding of ["xml", "wbxml"] as const)
      expect(carriedCommand(add(utf8("<MgmtTree/>"), tnds), encoding)).toMatchObject({
        Item: [{ Meta: tnds, Data: "<MgmtTree/>" }],
      });
  });

  test("a WBXML document is octets even where it looks like text", () => {
    const tnds = { Format: "xml", Type: "application/vnd.syncml.dmtnds+wbxml" };
    expect(carriedCommand(add(Uint8Array.of(3, 1, 106, 0), tnds), "xml")).toMatchObject({
      Item: [{ Meta: { Format: "b64", Type: tnds.Type }, Data: "AwFqAA==" }],
    });
  });

  test("members of containers too; what needs no change is the same object", () => {
    const atomic: NestedCommandInput = { kind: "Atomic", CmdID: "1", commands: [add("x"), add(octets)] };
    expect(carriedCommand(atomic, "xml")).toMatchObject({ commands: [{}, { Item: [{ Data: "AP8B" }] }] });
    const plain: NestedCommandInput = { kind: "Sequence", CmdID: "1", commands: [add("x")] };
    expect(carriedCommand(plain, "wbxml")).toBe(plain);
  });

  test("read: base64 and octets are the same value; base64 that is none stays text", () => {
    expect(readValue("AP8B", "b64")).toEqual({ data: undefined, binaryData: octets, format: "bin" });
    expect(readValue(octets, "bin")).toEqual({ data: undefined, binaryData: octets, format: "bin" });
    expect(readValue("?", "b64")).toEqual({ data: "?", binaryData: undefined, format: "b64" });
    expect(readValue("AP8B", undefined)).toEqual({ data: "AP8B", binaryData: undefined, format: undefined });
    expect(readValue({ xml: "<a/>" }, "xml").data).toBe("<a/>");
  });

  test("Size counts octets", () => {
    expect([carriedSize("é"), carriedSize(octets), carriedSize(undefined)]).toEqual([2, 3, 0]);
  });
});
