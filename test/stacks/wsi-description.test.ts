import { describe, expect, it } from "vitest";
import { serveWsdl } from "../../simulator/stacks/wsi-http.ts";
import { textOf } from "./wsi-messages.ts";

const base = "http://127.0.0.1:8480/i/operator";

describe("GET /wsi", () => {
  it.each([
    ["wsdl", "DeviceManagementSoap12"],
    ["?wsdl", "DeviceManagementSoap12"],
    ["WSDL", "DeviceManagementSoap12"],
    ["wsdl=soap11", "DeviceManagementSoap11"],
    ["wsdl=inline", "<xs:complexType"],
    ["wsdl=callback", "ExternalSystemCallbackSoap12"],
    ["xsd=types", '<xs:element name="RegisterExternalSystem">'],
  ])("?%s", (query, content) => {
    const response = serveWsdl(query, base);
    expect(response).toMatchObject({
      status: 200,
      headers: { "content-type": "text/xml; charset=utf-8", "cache-control": "no-store" },
    });
    expect(textOf(response)).toContain(content);
  });

  it("states the addresses of the base URL", () => {
    expect(textOf(serveWsdl("wsdl", base))).toContain(`location="${base}/wsi"`);
    expect(textOf(serveWsdl("wsdl", base))).toContain(`schemaLocation="${base}/wsi?xsd=types"`);
    expect(textOf(serveWsdl("wsdl=callback", base))).toContain(`location="${base}/es/callback"`);
  });

  it.each(["", "wsdl=soap13", "xsd", "xsd=other", "x=1"])("404 for ?%s", (query) => {
    expect(serveWsdl(query, base).status).toBe(404);
  });

  it("lists the operations that it is given", () => {
    const text = textOf(serveWsdl("wsdl", base, ["QueryOperation"]));
    expect(text).toContain('<wsdl:operation name="QueryOperation">');
    expect(text).not.toContain('<wsdl:operation name="RegisterExternalSystem">');
  });
});
