import { node, printDocument, type DocumentNode } from "../../schema/xml/index.ts";
import { requestNames, responseNameOf, type UddiApi, type UddiRequestName } from "./messages.ts";
import { uddiNamespace, type UddiVersion } from "./version.ts";

/** Names of a description, as the specification gives them. */
interface Names {
  readonly namespace: string;
  readonly portType: string;
  readonly binding: string;
}

const names: Readonly<Record<UddiVersion, Readonly<Record<UddiApi, Names>>>> = {
  2: {
    inquiry: { namespace: "urn:uddi-org:inquiry_v2", portType: "Inquire", binding: "InquireSoap" },
    publication: { namespace: "urn:uddi-org:publication_v2", portType: "Publish", binding: "PublishSoap" },
    security: { namespace: "urn:uddi-org:publication_v2", portType: "Publish", binding: "PublishSoap" },
  },
  3: { inquiry: namesOf("Inquiry"), publication: namesOf("Publication"), security: namesOf("Security") },
};

function namesOf(api: string): Names {
  return {
    namespace: "urn:uddi-org:api_v3_binding",
    portType: `UDDI_${api}_PortType`,
    binding: `UDDI_${api}_SoapBinding`,
  };
}

/** Where a described API is served, and where its schema is. */
export interface UddiWsdlOptions {
  readonly version: UddiVersion;
  readonly api: UddiApi;
  readonly endpoint: string;
  readonly schemaLocation: string;
}

/** WSDL 1.1 of one API: document/literal over SOAP 1.1, an operation for each request. */
export function printUddiWsdl({ version, api, endpoint, schemaLocation }: UddiWsdlOptions): string {
  const { namespace, portType, binding } = names[version][api];
  const operations = requestNames(version, version === 2 && api === "security" ? "publication" : api);
  const schema = node(
    "xs:schema",
    { targetNamespace: namespace },
    node("xs:import", { namespace: uddiNamespace(version), schemaLocation }),
  );
  return printDocument(
    node(
      "wsdl:definitions",
      {
        name: portType,
        targetNamespace: namespace,
        "xmlns:wsdl": "http://schemas.xmlsoap.org/wsdl/",
        "xmlns:soap": "http://schemas.xmlsoap.org/wsdl/soap/",
        "xmlns:xs": "http://www.w3.org/2001/XMLSchema",
        "xmlns:tns": namespace,
        "xmlns:u": uddiNamespace(version),
      },
      node("wsdl:types", {}, schema),
      ...messageNodes(version, operations),
      node("wsdl:portType", { name: portType }, ...operations.map((name) => operationNode(version, name))),
      bindingNode(binding, portType, operations),
      node(
        "wsdl:service",
        { name: `${portType.replace(/_PortType$/, "")}Service` },
        node(
          "wsdl:port",
          { name: binding, binding: `tns:${binding}` },
          node("soap:address", { location: endpoint }),
        ),
      ),
    ),
  );
}

/** Message of a success that says nothing. */
const EMPTY = "success";

function messageNodes(version: UddiVersion, operations: readonly UddiRequestName[]): readonly DocumentNode[] {
  const elements = new Set<string | undefined>(["dispositionReport"]);
  for (const name of operations) elements.add(name).add(responseNameOf(version, name));
  return [...elements].map((name) =>
    name === undefined
      ? node("wsdl:message", { name: EMPTY })
      : node("wsdl:message", { name }, node("wsdl:part", { name: "body", element: `u:${name}` })),
  );
}

function operationNode(version: UddiVersion, name: UddiRequestName): DocumentNode {
  return node(
    "wsdl:operation",
    { name },
    node("wsdl:input", { message: `tns:${name}` }),
    node("wsdl:output", { message: `tns:${responseNameOf(version, name) ?? EMPTY}` }),
    node("wsdl:fault", { name: "error", message: "tns:dispositionReport" }),
  );
}

function bindingNode(
  binding: string,
  portType: string,
  operations: readonly UddiRequestName[],
): DocumentNode {
  const body = node("soap:body", { use: "literal" });
  return node(
    "wsdl:binding",
    { name: binding, type: `tns:${portType}` },
    node("soap:binding", { style: "document", transport: "http://schemas.xmlsoap.org/soap/http" }),
    ...operations.map((name) =>
      node(
        "wsdl:operation",
        { name },
        node("soap:operation", { soapAction: name, style: "document" }),
        node("wsdl:input", {}, body),
        node("wsdl:output", {}, body),
        node("wsdl:fault", { name: "error" }, node("soap:fault", { name: "error", use: "literal" })),
      ),
    ),
  );
}
