import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { utf8, utf8Text } from "../../simulator/core/bytes.ts";
import { decodeFiles } from "../../simulator/host/decode-files.ts";
import { encodeFile } from "../../simulator/host/encode-file.ts";
import type { Output } from "../../simulator/host/cli/output.ts";
import { readMgmtTree } from "../../simulator/protocols/dmddf/index.ts";
import { readProvisioning } from "../../simulator/protocols/provisioning/index.ts";
import { readSyncML } from "../../simulator/protocols/syncml/index.ts";
import { comparable } from "../protocols/syncml/comparable.ts";
import { ownWbxml } from "../support/hex.ts";

const installed = ["wbxml2xml", "xml2wbxml"].every(
  (program) => spawnSync(program, ["-h"]).error === undefined,
);
const without = installed ? "" : ": wbxml2xml and xml2wbxml (Debian: libwbxml2-utils) are not installed";
const folder = mkdtempSync(join(tmpdir(), "decode-interop-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a command printed and how it ended. */
interface Outcome {
  json: unknown;
  lines: string[];
  code: number;
}

function recorder(): Output & { readonly outcome: Outcome } {
  const outcome: Outcome = { json: undefined, lines: [], code: 0 };
  return {
    outcome,
    json: (document) => {
      outcome.json = JSON.parse(JSON.stringify(document));
    },
    line: (text) => {
      outcome.lines.push(...text.split("\n"));
    },
    bytes: () => undefined,
    say: (text) => {
      outcome.lines.push(text);
    },
    progress: () => undefined,
    exit: (code) => {
      outcome.code = code;
    },
  };
}

function put(name: string, content: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** The file that `encode` makes of one. */
function encoded(file: string, to: "xml" | "wbxml"): string {
  const out = join(folder, `out.${to}`);
  const output = recorder();
  encodeFile(file, { to, out }, output);
  expect(output.outcome.code).toBe(0);
  return out;
}

function decoded(
  file: string,
  type = "auto",
): { readonly code: number; readonly report: Readonly<Record<string, unknown>> } {
  const output = recorder();
  decodeFiles([file], { type, json: true }, output);
  return { code: output.outcome.code, report: output.outcome.json as Readonly<Record<string, unknown>> };
}

/** Runs a converter of libwbxml over a file. */
function convert(program: string, options: readonly string[], from: string): Uint8Array {
  const to = join(folder, "converted");
  const { status, stderr, stdout } = spawnSync(program, [...options, "-o", to, from], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
  return readFileSync(to);
}

const withoutDoctype = (xml: Uint8Array): Uint8Array =>
  utf8(new TextDecoder().decode(xml).replace(/<!DOCTYPE[^>]*>/, ""));
const withDoctype = (root: string, publicId: string, xml: Uint8Array): string =>
  `<?xml version="1.0"?><!DOCTYPE ${root} PUBLIC "${publicId}" "x.dtd">${utf8Text(xml) ?? ""}`;

const SYNCML = "-//SYNCML//DTD SyncML 1.2//EN";
const samples = ["a1", "a2", "a4", "b1", "b3", "e1"];

const provisioning = utf8(
  '<wap-provisioningdoc version="1.1"><characteristic type="APPLICATION"><parm name="APPID" value="w7"/>' +
    '<parm name="PROVIDER-ID" value="dms.example"/><parm name="ADDR" value="https://dms.example/dm"/><parm name="INIT"/></characteristic></wap-provisioningdoc>',
);

describe.skipIf(!installed)(`encode and decode beside libwbxml${without}`, () => {
  test.each(samples)("%s: wbxml2xml reads what encode --to wbxml writes", (name) => {
    const xml = encoded(put(`${name}.wbxml`, ownWbxml(name)), "xml");
    const theirs = convert("wbxml2xml", [], encoded(xml, "wbxml"));
    const ours = readSyncML(readFileSync(xml)).value;
    expect(comparable(readSyncML(withoutDoctype(theirs)).value)).toEqual(comparable(ours));
  });

  test.each(samples)("%s: decode reads what xml2wbxml writes, with or without a string table", (name) => {
    const xml = readFileSync(encoded(put(`${name}.wbxml`, ownWbxml(name)), "xml"));
    const source = put(`${name}.xml`, withDoctype("SyncML", SYNCML, xml));
    const { message } = decoded(source).report;
    for (const options of [["-n"], []]) {
      const { code, report } = decoded(put("theirs.wbxml", convert("xml2wbxml", options, source)));
      expect([code, report["kind"]]).toEqual([0, "syncml"]);
      expect(report["message"]).toEqual(message);
    }
  });

  test("TNDS documents, both ways", () => {
    const octets = put("tree.wbxml", ownWbxml("tnds"));
    const xml = encoded(octets, "xml");
    const tree = readMgmtTree(readFileSync(xml), "xml").value;
    const theirs = convert(
      "xml2wbxml",
      ["-n"],
      put("tree.xml", withDoctype("MgmtTree", "-//OMA//DTD-DM-DDF 1.2//EN", readFileSync(xml))),
    );
    expect(decoded(put("theirs.wbxml", theirs), "tnds").report).toMatchObject({ kind: "tnds", findings: [] });
    expect(readMgmtTree(theirs, "wbxml").value).toEqual(tree);
  });

  test("provisioning documents, both ways", () => {
    const wbxml = encoded(put("prov.xml", provisioning), "wbxml");
    const { value } = readProvisioning(provisioning);
    expect(readProvisioning(convert("wbxml2xml", [], wbxml)).value).toEqual(value);
    const theirs = convert(
      "xml2wbxml",
      [],
      put("prov.xml", withDoctype("wap-provisioningdoc", "-//WAPFORUM//DTD PROV 1.0//EN", provisioning)),
    );
    const { report } = decoded(put("theirs.wbxml", theirs), "bootstrap");
    expect(report).toMatchObject({
      kind: "bootstrap",
      message: JSON.parse(JSON.stringify(value)) as unknown,
    });
  });
});
