import { describe, expect, it } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { printWsdl, operationNames } from "../../../simulator/protocols/wsi/index.ts";
import { readWsdl } from "../../../simulator/protocols/wsdl/index.ts";

describe("reading a WSDL as a client does", () => {
  it("finds ports, addresses and imported schemas of our own WSDL", () => {
    const document = printWsdl({
      variant: "both",
      endpoint: "http://dms.example/wsi",
      schemaLocation: "http://dms.example/wsi?xsd=types",
      operations: operationNames,
    });
    expect(readWsdl(utf8(document))).toEqual({
      targetNamespace: "urn:dmwsi:1.0:wsdl",
      schemaLocations: ["http://dms.example/wsi?xsd=types"],
      ports: [
        {
          service: "DeviceManagementService",
          name: "DeviceManagementSoap11",
          soapVersion: "1.1",
          address: "http://dms.example/wsi",
        },
        {
          service: "DeviceManagementService",
          name: "DeviceManagementSoap12",
          soapVersion: "1.2",
          address: "http://dms.example/wsi",
        },
      ],
    });
  });

  it("says why a document is no WSDL", () => {
    expect(readWsdl(utf8("<html/>"))).toHaveProperty("problem");
    expect(readWsdl(utf8("not XML"))).toHaveProperty("problem");
  });
});
