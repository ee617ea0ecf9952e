import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import { defaultWsiLimits } from "../../../../../simulator/roles/dm-server/options.ts";
import {
  accessesOfParameter,
  parameterCommand,
  readParameters,
} from "../../../../../simulator/roles/dm-server/wsi/library/parameters.ts";

const document = (content: string): Uint8Array =>
  utf8(`<parameters xmlns="urn:dmwsi:1.0">${content}</parameters>`);
const parameter = (content: string): string => `<parameter>${content}</parameter>`;
const read = (octets: Uint8Array) => readParameters(octets, defaultWsiLimits);

describe("application/vnd.dmwsi.parameters+xml", () => {
  test("contract 5: nodes with format, type and value", () => {
    expect(
      read(
        document(
          parameter("<locUri>./A</locUri><format>int</format><data>7</data>") +
            parameter("<locUri>./B</locUri><type>image/png</type><binaryData>AQI=</binaryData>"),
        ),
      ),
    ).toEqual([
      { locUri: "./A", format: "int", data: "7" },
      { locUri: "./B", type: "image/png", binaryData: Uint8Array.of(1, 2) },
    ]);
  });

  test.each([
    ["no XML", utf8("A=1"), /line 1/],
    ["another root", utf8('<parameter xmlns="urn:dmwsi:1.0"/>'), /parameter/],
    ["no parameter", document(""), /no parameter/],
    ["no locUri", document(parameter("<data>1</data>")), /locUri/],
    [
      "an element of another type",
      document(parameter("<locUri>./A</locUri><binaryData>?</binaryData>")),
      /binaryData/,
    ],
    [
      "both values",
      document(parameter("<locUri>./A</locUri><data>1</data><binaryData>AQ==</binaryData>")),
      /parameter 1: data and binaryData/,
    ],
    ["an address upwards", document(parameter("<locUri>./A/../B</locUri><data>1</data>")), /parameter 1: /],
    ["a property", document(parameter("<locUri>./A?prop=ACL</locUri><data>1</data>")), /parameter 1: /],
    ["the root", document(parameter("<locUri>.</locUri><data>1</data>")), /parameter 1: /],
    [
      "a node twice",
      document(
        parameter("<locUri>./A/B</locUri><data>1</data>") + parameter("<locUri>A/%42</locUri><data>2</data>"),
      ),
      /parameter 2: \.\/A\/B occurs twice/,
    ],
  ])("SVC0206 %s", (_, octets, expected) => {
    const got = read(octets);
    expect("problem" in got ? got.problem : "").toMatch(expected);
  });

  test("octets of any kind give parameters or a problem, never an exception", () => {
    const whole = document(parameter("<locUri>./A</locUri><format>int</format><data>7</data>"));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, octet) => {
        const broken = whole.slice();
        broken[at] = octet;
        const got = read(broken);
        return "problem" in got ? got.problem !== "" : got.length === 1;
      }),
    );
  });

  test("a value in octets is bin, and a value that is a subtree touches all of it", () => {
    expect(parameterCommand("Replace", { locUri: "./B", binaryData: Uint8Array.of(1) })).toEqual({
      kind: "Replace",
      CmdID: "",
      Item: [{ Target: { LocURI: "./B" }, Meta: { Format: "bin" }, Data: Uint8Array.of(1) }],
    });
    const type = "application/vnd.syncml.dmtnds+xml";
    const data = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>C</NodeName></Node></MgmtTree>`;
    expect(accessesOfParameter({ locUri: "./B", type, data })).toEqual([
      { kind: "replace", locUri: "./B", wholeSubtree: true },
      { kind: "add", locUri: "./B", wholeSubtree: true },
    ]);
  });
});
