import fc from "fast-check";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  isUddiRequest,
  resolveUddi,
  UDDI2,
  uddiDeclaration,
  uddiErrors,
  type UddiName,
} from "../../../simulator/protocols/uddi/index.ts";
import { createXmlReader, createXmlWriter } from "../../../simulator/schema/xml/index.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import { noVectors, vectorPath } from "../../support/vectors.ts";
import { compileXsdFile } from "../../support/xsd-file.ts";

const names: readonly UddiName[] = [
  "find_service",
  "find_business",
  "find_tModel",
  "get_businessDetail",
  "get_serviceDetail",
  "get_tModelDetail",
  "get_authToken",
  "discard_authToken",
  "save_tModel",
  "save_business",
  "save_service",
  "delete_service",
  "delete_tModel",
  "serviceList",
  "businessList",
  "tModelList",
  "businessDetail",
  "serviceDetail",
  "tModelDetail",
  "authToken",
  "dispositionReport",
];

describe("UDDI 2.0 messages", () => {
  it.each(names)("%s comes back as it was written", (name) => {
    const declaration = uddiDeclaration(name);
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
    expect(resolveUddi(UDDI2, "find_service")).toBe(uddiDeclaration("find_service"));
    expect(resolveUddi("urn:uddi-org:api_v3", "find_service")).toBeUndefined();
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
        expect(check.problems(createXmlWriter(uddiDeclaration(name))(value))).toEqual([]);
      check.dispose();
    },
  );
});
