import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8, utf8Text } from "../../../../simulator/core/bytes.ts";
import { judgeContent, judgeFetch } from "../../../../simulator/roles/device/objects/package-fetch.ts";
import {
  readFacts,
  readPackage,
  writePackage,
  type PackageFacts,
} from "../../../../simulator/roles/device/objects/package-format.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";

const crypto = createNodeCrypto();
const facts: PackageFacts = {
  kind: "software",
  model: "Bench-1",
  name: "Notes",
  version: "2.1.0",
  softwareVersion: "5.3.0",
  components: [
    { id: "notes", name: "Notes", version: "2.1.0" },
    { id: "notes-help", name: "Help", version: "1" },
  ],
  requires: ["base", "fonts"],
  parameters: ["licence"],
  environment: "java",
};

describe("packages", () => {
  test("what is written is read, whatever the payload", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        expect(readPackage(writePackage(facts, payload, crypto), crypto)).toEqual(facts);
      }),
      { numRuns: 50 },
    );
    expect(readFacts(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
    expect(readFacts({ ...facts, kind: "hardware" })).toBeUndefined();
  });

  test("the head is text that a person can read", () => {
    const [first, second, third] = (utf8Text(writePackage(facts, utf8("x"), crypto)) ?? "").split("\n");
    expect([first, second, third]).toEqual(["DMWSI-PACKAGE/1", "Kind: software", "Model: Bench-1"]);
  });

  test("a changed octet is noticed: of the payload, of the head", () => {
    const octets = writePackage(facts, utf8("payload"), crypto);
    const text = utf8Text(octets) ?? "";
    expect(readPackage(utf8(text.replace("payload", "Payload")), crypto)).toBe("corrupted");
    expect(readPackage(utf8(text.replace("2.1.0", "2.1.1")), crypto)).toBe("signature");
    expect(readPackage(utf8(text.replace("DMWSI", "OTHER")), crypto)).toBe("unacceptable");
    expect(readPackage(utf8(text.replace("Kind: software", "Kind: hardware")), crypto)).toBe("unacceptable");
  });

  test("any octets are read without failure, and are none of ours", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(readPackage(octets, crypto)).toBe("unacceptable");
      }),
    );
    const octets = writePackage(facts, utf8("payload"), crypto);
    fc.assert(
      fc.property(fc.nat(octets.length - 1), fc.nat(255), (at, value) => {
        const changed = octets.slice();
        changed[at] = value;
        const read = readPackage(changed, crypto);
        if (value !== octets[at]) expect(["unacceptable", "corrupted", "signature"]).toContain(read);
      }),
    );
  });

  test("the rules of a device: kind, model, a package for all models, any octets", () => {
    const octets = writePackage(facts, utf8("x"), crypto);
    const judged = (model: string, kind: PackageFacts["kind"] = "software"): unknown =>
      judgeContent(octets, { kind, model }, crypto);
    expect(judged("Bench-1")).toEqual(facts);
    expect(judged("Bench-2")).toBe("wrong-model");
    expect(judged("Bench-1", "firmware")).toBe("unacceptable");
    const all = writePackage({ ...facts, model: "*" }, utf8("x"), crypto);
    expect(judgeContent(all, { kind: "software", model: "Bench-2" }, crypto)).toMatchObject({ model: "*" });
    expect(judgeContent(utf8("x"), { kind: "firmware", model: "M", packages: "any" }, crypto)).toMatchObject({
      kind: "firmware",
      version: "",
    });
  });

  test("a response is a package up to the largest size, and nothing else is", () => {
    const response = (status: number, size: number): unknown =>
      judgeFetch({ kind: "response", response: { status, headers: {}, body: new Uint8Array(size) } }, 10);
    expect(response(200, 10)).toEqual({ octets: new Uint8Array(10) });
    expect(response(200, 11)).toBe("too-large");
    expect(response(204, 0)).toBe("bad-url");
    expect(response(410, 0)).toBe("not-found");
  });
});
