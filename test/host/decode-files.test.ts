import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { decodeFiles } from "../../simulator/host/decode-files.ts";
import { encodeFile } from "../../simulator/host/encode-file.ts";
import type { Output } from "../../simulator/host/cli/output.ts";
import { readSyncMLWbxml } from "../../simulator/protocols/syncml/index.ts";
import { writeDmBootstrap } from "../../simulator/stacks/bootstrap.ts";
import { hex, ownWbxml } from "../support/hex.ts";

const folder = mkdtempSync(join(tmpdir(), "decode-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, content: Uint8Array | string): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

function run(command: (output: Output) => void) {
  const said = {
    json: undefined as unknown,
    lines: [] as string[],
    says: [] as string[],
    code: 0,
    bytes: new Uint8Array(0) as Uint8Array,
  };
  command({
    json: (document) => {
      said.json = JSON.parse(JSON.stringify(document));
    },
    line: (text) => {
      said.lines.push(...text.split("\n"));
    },
    bytes: (octets) => {
      said.bytes = octets;
    },
    say: (text) => {
      said.says.push(text);
    },
    progress: () => undefined,
    exit: (code) => {
      said.code = code;
    },
  });
  return said;
}

const package0 = put(
  "p0.bin",
  hex("71e97eb340fe90aed9a38777a9855f8202d800000000a70e646d2e6578616d706c652e636f6d"),
);
const challenge = put("a2.wbxml", ownWbxml("a2"));
const junk = put("junk", "nothing known");

describe("decode", () => {
  test("prints each field of octets with its place, secrets covered", () => {
    const { lines, code } = run((output) => decodeFiles([challenge], { type: "auto" }, output));
    expect(code).toBe(0);
    expect(lines).toContain("  (head) [0-4]");
    expect(lines).toContain("      VerDTD: 1.2 [7-13]");
    expect(lines.join("\n")).toMatch(/NextNonce: •+ \[\d+-\d+\]/);
  });

  test("prints bits of a notification", () => {
    const { lines } = run((output) => decodeFiles([package0], { type: "notification" }, output));
    expect(lines).toContain("  sessionId: 167 [bits 168-183]");
  });

  test("reports as JSON: message, findings, and the tree with ranges", () => {
    const { json } = run((output) => decodeFiles([challenge], { type: "wbxml", json: true }, output));
    expect(json).toMatchObject({
      contentType: "",
      kind: "syncml",
      message: { SyncHdr: { SessionID: "1F" }, SyncBody: { Final: true } },
      tree: { name: "(WBXML)", range: { unit: "byte", start: 0, end: 317 } },
      findings: [],
    });
    expect(Object.keys(json as object)).not.toContain("carries");
  });

  test("several files give a list, and one that cannot be read exit code 1", () => {
    const { json, code } = run((output) =>
      decodeFiles([challenge, junk, package0], { type: "auto", json: true }, output),
    );
    expect((json as readonly { readonly kind: string }[]).map(({ kind }) => kind)).toEqual([
      "syncml",
      "octets",
      "notification",
    ]);
    expect(code).toBe(1);
  });

  test("shows documents inside behind the message", () => {
    const file = put(
      "boot.wbxml",
      writeDmBootstrap({
        serverId: "dms.example",
        deviceId: "IMEI:1",
        objects: [{ VerDTD: "1.2", Node: [{ NodeName: "A" }] }],
      }),
    );
    const { lines } = run((output) => decodeFiles([file], { type: "auto" }, output));
    const at = lines.findIndex((line) => line.startsWith("inside: "));
    expect(lines.slice(at, at + 2)).toEqual([
      "inside: application/vnd.syncml.dmtnds+wbxml",
      expect.stringMatching(/^tnds: Management tree document/),
    ]);
    const { json } = run((output) => decodeFiles([file], { type: "auto", json: true }, output));
    expect(json).toMatchObject({ carries: [{ kind: "tnds", message: { VerDTD: "1.2" } }] });
  });
});

describe("encode", () => {
  test("writes WBXML from XML, from WBXML and from the report of decode", () => {
    const xml = run((output) => encodeFile(challenge, { to: "xml" }, output)).bytes;
    const file = put("a2.xml", xml);
    const wbxml = run((output) => encodeFile(file, { to: "wbxml" }, output)).bytes;
    expect(Buffer.from(wbxml).equals(Buffer.from(readFileSync(challenge)))).toBe(true);
    const { json } = run((output) => decodeFiles([challenge], { type: "auto", json: true }, output));
    const report = put("a2.json", JSON.stringify(json).replaceAll("•", "A"));
    const again = run((output) => encodeFile(report, { to: "wbxml" }, output)).bytes;
    expect(readSyncMLWbxml(again).value?.SyncHdr).toEqual(readSyncMLWbxml(wbxml).value?.SyncHdr);
  });

  test("says what it is in JSON, and why it cannot", () => {
    const out = join(folder, "made.wbxml");
    const { json } = run((output) => encodeFile(challenge, { to: "wbxml", out, json: true }, output));
    expect(json).toMatchObject({ contentType: "application/vnd.syncml.dm+wbxml", bytes: 317, out });
    const refused = run((output) => encodeFile(junk, { to: "wbxml", json: true }, output));
    expect(refused.code).toBe(1);
    expect(refused.json).toMatchObject({ error: { code: "encode/unreadable" } });
    expect(refused.says).toEqual(["dmwsi: The source is neither XML nor WBXML nor JSON."]);
  });
});
