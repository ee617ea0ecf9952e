import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../simulator/host/config.ts";
import { servedInstances } from "../../simulator/host/instances.ts";
import { parseWsiProfile, wsiProfileIn } from "../../simulator/host/wsi-profile-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const good = `format: 1
name: Vendor DM
namespace: urn:vendor:dm
action: "{namespace}/{operation}"
path: /services/dm
`;

function mistakes(text: string): string[] {
  try {
    parseWsiProfile(text, "p.yaml");
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
  }
  return [];
}

describe("a profile of the WSI in a file", () => {
  it("takes what it leaves out from the contract", () => {
    expect(parseWsiProfile(good, "p.yaml")).toEqual({
      name: "Vendor DM",
      namespace: "urn:vendor:dm",
      wsdlNamespace: "urn:vendor:dm:wsdl",
      action: "{namespace}/{operation}",
      path: "/services/dm",
      callbackPath: "/es/callback",
    });
    expect(parseWsiProfile('{ "format": 1, "name": "Ours" }', "p.json")).toMatchObject({
      namespace: "urn:dmwsi:1.0",
      wsdlNamespace: "urn:dmwsi:1.0:wsdl",
      path: "/wsi",
    });
  });

  it.each([
    ["", ["p.yaml line 1, column 1: format: must be 1", "p.yaml line 1, column 1: name: must be a text"]],
    [good.replace("format: 1", "format: 2"), ["p.yaml line 1, column 1: format: must be 1"]],
    [`${good}colour: red\n`, ["p.yaml line 6, column 1: colour: is not a key of a profile of the WSI"]],
    [good.replace("{operation}", "x"), ["p.yaml line 4, column 1: action: must have {operation} in it once"]],
    [
      good.replace("/services/dm", "/dm"),
      ["p.yaml line 5, column 1: path: must be a path like /services/dm, at which nothing else is served"],
    ],
    [
      good.replace("urn:vendor:dm", "http://www.w3.org/2005/08/addressing"),
      ["p.yaml line 3, column 1: namespace: is a namespace of SOAP, XML or WSDL"],
    ],
  ])("names line, column and key of what is wrong with %j", (text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  it("says what is wrong with its YAML", () => {
    expect(mistakes("format: [1")[0]).toMatch(/^p\.yaml line \d+, column \d+: /);
  });

  it("is found beside the configuration, for each DM server and External System", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "vendor.yaml"), good);
    const file = join(folder, "c.yaml");
    writeFileSync(
      file,
      "dms: { wsiProfile: vendor.yaml }\nexternalSystems: [{ id: care, wsiProfile: vendor.yaml }]\ninstances: { two: {}, three: { dms: { wsiProfile: vendor.yaml } } }\n",
    );
    const { config } = loadConfig(file);
    expect(config.externalSystems[0]?.wsiProfile).toBe(join(folder, "vendor.yaml"));
    expect(servedInstances(config).map(({ name, profile }) => [name, profile?.path])).toEqual([
      [undefined, "/services/dm"],
      ["two", undefined],
      ["three", "/services/dm"],
    ]);
  });

  it("is read before anything starts", () => {
    const folder = temporaryFolder();
    const file = join(folder, "c.yaml");
    writeFileSync(file, "dms: { wsiProfile: none.yaml }\n");
    expect(() => loadConfig(file)).toThrow(/none\.yaml cannot be read/);
    writeFileSync(join(folder, "none.yaml"), "format: 1\nname: x\npath: nowhere\n");
    expect(() => loadConfig(file)).toThrow(/none\.yaml line 3, column 1: path: must be a path/);
    expect(wsiProfileIn(undefined)).toBeUndefined();
  });
});
