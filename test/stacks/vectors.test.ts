import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeMessage, decodeReport, isReadable } from "../../simulator/stacks/decode.ts";
import { encodeMessage } from "../../simulator/stacks/encode.ts";
import { messageViews as registry } from "../../simulator/stacks/views.ts";
import { comparable } from "../protocols/syncml/comparable.ts";
import { haveVectors, noVectors, vectorPath } from "../support/vectors.ts";

const without = haveVectors ? "" : `: ${noVectors}`;
const filesIn = (folder: string): readonly string[] =>
  haveVectors ? readdirSync(vectorPath(folder)).filter((name) => !/^(?:README|index)/.test(name)) : [];
const decode = (folder: string, name: string) =>
  decodeMessage(new Uint8Array(readFileSync(vectorPath(folder, name))), { registry });

/** Messages whose authors left the header out, or parts of it. */
const withoutHeader: ReadonlySet<string> = new Set([
  "ms-remotefind-atomic-sequence-get.xml",
  "ms-replace-405-status.xml",
]);

interface Entry {
  readonly file: string;
  readonly kind: "message" | "abridged" | "fragment" | "tnds" | "http-head";
}
const entries = haveVectors
  ? (JSON.parse(readFileSync(vectorPath("syncml", "index.json"), "utf8")) as readonly Entry[])
  : [];

describe.skipIf(!haveVectors)(`messages of other people's making${without}`, () => {
  test.for(entries)("$file is read", ({ file, kind }) => {
    const decoded = decode("syncml", file);
    expect(isReadable(decoded)).toBe(true);
    JSON.stringify(decodeReport(decoded));
    // an excerpt says of itself that it is none; a snapshot may be the Data of a command
    const expected = kind === "http-head" ? ["http-head"] : kind === "tnds" ? ["tnds", "syncml"] : ["syncml"];
    expect(expected).toContain(decoded.kind);
    if (kind === "message") {
      const errors = decoded.findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
      expect(new Set(errors)).toEqual(new Set(withoutHeader.has(file) ? ["schema/missing"] : []));
    }
    expect(decoded.encoding).toBe(file.endsWith(".wbxml") ? "wbxml" : undefined);
  });
});

const kindOf = (name: string): string => {
  if (name.startsWith("syncml-011")) return "devinf";
  if (/^(?:si|ota)-/.test(name)) return name.endsWith(".wbxml") ? "wbxml" : "xml";
  if (name.startsWith("prov-")) return "bootstrap";
  return name.endsWith(".ddf") ? "tnds" : "syncml";
};

describe.skipIf(!haveVectors)(`documents of libwbxml${without}`, () => {
  test.for(filesIn("wbxml"))("%s is read", (name) => {
    const decoded = decode("wbxml", name);
    expect(decoded.kind).toBe(kindOf(name));
    const errors = decoded.findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
    // one is an excerpt without a header; what is not of device management is not read
    const expected = name.startsWith("syncml-013")
      ? ["schema/missing", "schema/missing"]
      : decoded.kind === "wbxml"
        ? ["wbxml/not-of-dm"]
        : [];
    expect(errors).toEqual(expected);
  });

  const twins = filesIn("wbxml").filter(
    (name) => /^(?:syncml|prov)/.test(name) && name.endsWith(".nst.wbxml"),
  );

  test.for(twins)("%s, its twins with a string table and in XML say the same", (name) => {
    const base = name.slice(0, -".nst.wbxml".length);
    const [first, ...others] = [".nst.wbxml", ".st.wbxml", ".xml", ".decoded.xml"].map((end) =>
      decode("wbxml", base + end),
    );
    expect(first?.value).toBeDefined();
    for (const other of others) expect(comparable(other.value)).toEqual(comparable(first?.value));
  });

  test.for(twins.filter((name) => !name.startsWith("syncml-013")))("%s goes to XML and back", (name) => {
    const octets = new Uint8Array(readFileSync(vectorPath("wbxml", name)));
    const xml = encodeMessage(octets, "xml").body;
    const back = encodeMessage(xml, "wbxml").body;
    const value = (bytes: Uint8Array): unknown => comparable(decodeMessage(bytes, { registry }).value);
    expect(value(back)).toEqual(value(octets));
  });
});
