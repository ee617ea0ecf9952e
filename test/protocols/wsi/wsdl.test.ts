import { readFileSync } from "node:fs";
import { join } from "node:path";
import { XmlDocument, type XmlElement } from "libxml2-wasm";
import { afterAll, describe, expect, it } from "vitest";
import {
  callbacksOf,
  operationNames,
  printWsdl,
  type WsdlVariant,
} from "../../../simulator/protocols/wsi/index.ts";
import { compileXsd } from "../../support/xsd.ts";

const rules = compileXsd(readFileSync(join(import.meta.dirname, "schemas/wsdl-rules.xsd"), "utf8"));
afterAll(() => rules.dispose());

const namespaces = {
  w: "http://schemas.xmlsoap.org/wsdl/",
  s11: "http://schemas.xmlsoap.org/wsdl/soap/",
  s12: "http://schemas.xmlsoap.org/wsdl/soap12/",
  xs: "http://www.w3.org/2001/XMLSchema",
};
const variants: readonly WsdlVariant[] = ["both", "soap11", "inline", "callback"];

const print = (variant: WsdlVariant, operations = operationNames): string =>
  printWsdl({
    variant,
    endpoint: "http://127.0.0.1:8480/wsi",
    schemaLocation: "http://127.0.0.1:8480/wsi?xsd=types",
    operations,
  });

/** Attribute values that an XPath finds. */
function values(xml: string, xpath: string): string[] {
  const document = XmlDocument.fromString(xml);
  try {
    return document.find(xpath, namespaces).map((node) => node.content);
  } finally {
    document.dispose();
  }
}

describe.each(variants)("WSDL %s", (variant) => {
  const wsdl = print(variant);

  it("keeps to the content model of WSDL 1.1", () => {
    expect(rules.problems(wsdl)).toEqual([]);
    expect(rules.problems(print(variant, operationNames))).toEqual([]);
  });

  it("BP R2101: resolves every name that it uses", () => {
    const local = (names: readonly string[], prefix: string): string[] =>
      names.map((name) => {
        expect(name.startsWith(`${prefix}:`), name).toBe(true);
        return name.slice(prefix.length + 1);
      });
    const messages = values(wsdl, "/w:definitions/w:message/@name");
    expect(new Set(messages).size).toBe(messages.length);
    const used = values(wsdl, "//w:portType//@message");
    expect(new Set(local(used, "tns"))).toEqual(new Set(messages));
    expect(
      local(values(wsdl, "//w:binding/@type"), "tns").every(
        (type) => type === values(wsdl, "//w:portType/@name")[0],
      ),
    ).toBe(true);
    expect(local(values(wsdl, "//w:port/@binding"), "tns")).toEqual(values(wsdl, "//w:binding/@name"));
    expect(local(values(wsdl, "//w:part/@element"), "t")).toContain("ServiceException");
  });

  it("is document/literal wrapped: R2204, R2201, R2706, R2716, R2718, R2754", () => {
    const operations = values(wsdl, "//w:portType/w:operation/@name");
    for (const binding of values(wsdl, "//w:binding/@name"))
      expect(values(wsdl, `//w:binding[@name="${binding}"]/w:operation/@name`)).toEqual(operations);
    for (const name of operations) {
      const part = (message: string): string[] => values(wsdl, `//w:message[@name="${message}"]/w:part/@*`);
      expect(part(`${name}Request`)).toEqual(["parameters", `t:${name}`]);
      expect(part(`${name}Response`)).toEqual(["parameters", `t:${name}Response`]);
      expect(values(wsdl, `//w:portType/w:operation[@name="${name}"]/w:fault/@name`)).toEqual([
        "ServiceException",
        "PolicyException",
      ]);
    }
    for (const use of values(wsdl, "//@use")) expect(use).toBe("literal");
    for (const style of values(wsdl, "//@style")) expect(style).toBe("document");
    for (const transport of values(wsdl, "//@transport"))
      expect(transport).toBe("http://schemas.xmlsoap.org/soap/http");
    expect(
      values(wsdl, "//s11:*[@namespace or @encodingStyle]/@* | //s12:*[@namespace or @encodingStyle]/@*"),
    ).toEqual([]);
    expect(
      values(wsdl, "//w:binding//w:fault[s11:fault/@name != @name or s12:fault/@name != @name]/@name"),
    ).toEqual([]);
  });

  it("gives every operation its own action (R2710 and section 1 of the contract)", () => {
    for (const prefix of ["s11", "s12"]) {
      const actions = values(wsdl, `//${prefix}:operation/@soapAction`);
      const names = values(wsdl, `//w:operation[${prefix}:operation]/@name`);
      expect(actions).toEqual(names.map((name) => `urn:dmwsi:1.0:${name}`));
    }
  });

  it("imports the schema, or holds it", () => {
    const imports = values(wsdl, "//xs:import/@schemaLocation");
    expect(imports).toEqual(variant === "inline" ? [] : ["http://127.0.0.1:8480/wsi?xsd=types"]);
    expect(values(wsdl, "//w:types/xs:schema/@targetNamespace")).toEqual([
      variant === "inline" ? "urn:dmwsi:1.0" : "urn:dmwsi:1.0:wsdl",
    ]);
  });
});

describe("WSDL", () => {
  it("lists exactly the operations that it is given", () => {
    expect(values(print("both"), "//w:portType/w:operation/@name")).toEqual(operationNames);
    expect(values(print("both", ["QueryOperation"]), "//w:portType/w:operation/@name")).toEqual([
      "QueryOperation",
    ]);
    expect(values(print("callback"), "//w:portType/w:operation/@name")).toEqual(callbacksOf(operationNames));
  });

  it("puts the SOAP 1.1 port first and has it alone in the variant for it", () => {
    expect(values(print("both"), "//w:port/@name")).toEqual([
      "DeviceManagementSoap11",
      "DeviceManagementSoap12",
    ]);
    expect(values(print("soap11"), "//w:port/@name")).toEqual(["DeviceManagementSoap11"]);
    expect(print("soap11")).not.toContain("soap12");
    expect(values(print("callback"), "//w:port/@name")).toEqual([
      "ExternalSystemCallbackSoap11",
      "ExternalSystemCallbackSoap12",
    ]);
    expect(values(print("callback"), "//w:service/@name")).toEqual(["ExternalSystemCallbackService"]);
  });

  it("escapes addresses", () => {
    const endpoint = "http://127.0.0.1/wsi?a=1&b=<2>";
    const wsdl = printWsdl({ variant: "both", endpoint, schemaLocation: endpoint });
    expect(values(wsdl, "//@location")).toEqual([endpoint, endpoint]);
  });

  it("compiles with its schema inside", () => {
    const document = XmlDocument.fromString(print("inline", operationNames));
    const schema = document.get("//xs:schema", namespaces) as XmlElement;
    const text = schema.toString();
    document.dispose();
    compileXsd(text.replace("<xs:schema", '<xs:schema xmlns:tns="urn:dmwsi:1.0:wsdl"')).dispose();
    expect(text).toContain("RegisterExternalSystem");
  });
});
