import fc from "fast-check";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  isUddiRequest,
  resolveUddi,
  UDDI2,
  UDDI3,
  uddiDeclaration,
  uddiErrors,
  uddiNames,
  type UddiName,
} from "../../../simulator/protocols/uddi/index.ts";
import { createXmlReader, createXmlWriter } from "../../../simulator/schema/xml/index.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import { noVectors, vectorPath } from "../../support/vectors.ts";
import { compileXsdFile } from "../../support/xsd-file.ts";

const all = ([2, 3] as const).flatMap((version) => uddiNames(version).map((name) => ({ version, name })));

describe("UDDI messages of versions 2 and 3", () => {
  it.each(all)("$name of version $version comes back as it was written", ({ version, name }) => {
    const declaration = uddiDeclaration(version, name);
    const write = createXmlWriter(declaration);
    const read = createXmlReader(declaration);
    fc.assert(
      fc.property(arbitraryOf(declaration), (value) => {
        const bytes = write(value);
        const result = read(bytes);
        expect(result.findings).toEqual([]);
        expect(write(result.value)).toEqual(bytes);
      }),
      { numRuns: 8 },
    );
  });

  it("resolves names in its own namespace only", () => {
    expect(resolveUddi(UDDI2, "find_service")).toBe(uddiDeclaration(2, "find_service"));
    expect(resolveUddi(UDDI3, "find_service")).toBe(uddiDeclaration(3, "find_service"));
    expect(resolveUddi("urn:uddi-org:api", "find_service")).toBeUndefined();
    expect(resolveUddi(UDDI3, "get_businessDetailExt")).toBeUndefined();
    expect(resolveUddi(UDDI2, "get_operationalInfo")).toBeUndefined();
    expect(resolveUddi(UDDI2, "toString")).toBeUndefined();
    expect(isUddiRequest("serviceList")).toBe(false);
  });

  it("has one number for each error code", () => {
    expect(new Set(Object.values(uddiErrors)).size).toBe(Object.keys(uddiErrors).length);
  });

  const schema = vectorPath("uddi", "schemas", "uddi_v2.xsd");
  it.skipIf(!existsSync(schema))(
    existsSync(schema) ? "validates against the official schema" : noVectors,
    () => {
      const check = compileXsdFile(schema);
      const cases: readonly (readonly [UddiName, object])[] = [
        [
          "find_service",
          { generic: "2.0", name: [{ text: "x" }], findQualifiers: { findQualifier: ["exactNameMatch"] } },
        ],
        ["get_authToken", { generic: "2.0", userID: "u", cred: "c" }],
        [
          "serviceList",
          {
            generic: "2.0",
            operator: "o",
            serviceInfos: { serviceInfo: [{ serviceKey: "s", businessKey: "b", name: [{ text: "n" }] }] },
          },
        ],
        [
          "dispositionReport",
          {
            generic: "2.0",
            operator: "o",
            result: [{ errno: 0, errInfo: { errCode: "E_success", text: "" } }],
          },
        ],
      ];
      for (const [name, value] of cases)
        expect(check.problems(createXmlWriter(uddiDeclaration(2, name))(value))).toEqual([]);
      check.dispose();
    },
  );
});
