import { deviceManagement, externalSystemCallback, type PortType } from "./contract.ts";
import { node, printDocument, type DocumentNode } from "../../schema/xml/index.ts";
import { actionOf, WSI, WSI_WSDL } from "./namespaces.ts";
import { operationNames, type OperationName } from "./operations.ts";
import { schemaNode } from "./xsd.ts";

/**
 * Which WSDL: `both` SOAP bindings; `soap11` alone, for toolkits that refuse a SOAP 1.2 binding; `inline` with the schema
 * inside, for toolkits that resolve no imports; `callback` for the endpoint of an External System.
 */
export type WsdlVariant = "both" | "soap11" | "inline" | "callback";

export interface WsdlOptions {
  readonly variant: WsdlVariant;
  /** Address of the service's endpoint. */
  readonly endpoint: string;
  /** Address of the schema, for the variants that import it. */
  readonly schemaLocation: string;
  /** Operations that are listed; the callback variant lists their outcomes. */
  readonly operations?: readonly OperationName[] | undefined;
}

/**
 * Java has a keyword for the name of one element (`package`), and JAX-WS makes method parameters of elements unless it is
 * told not to. Other toolkits pass over extensions of WSDL that are not required.
 */
const forJava = node(
  "jaxws:bindings",
  { "xmlns:jaxws": "http://java.sun.com/xml/ns/jaxws" },
  node("jaxws:enableWrapperStyle", {}, "false"),
);
const transport = "http://schemas.xmlsoap.org/soap/http";
const faults = ["ServiceException", "PolicyException"] as const;

/** WSDL 1.1, document/literal wrapped (contract, section 1). */
export function printWsdl(options: WsdlOptions): string {
  const names = options.operations ?? operationNames;
  const portType = options.variant === "callback" ? externalSystemCallback(names) : deviceManagement(names);
  const bindings: readonly Binding[] = options.variant === "soap11" ? [soap11] : [soap11, soap12];
  return printDocument(
    node(
      "wsdl:definitions",
      {
        name: portType.name,
        targetNamespace: WSI_WSDL,
        "xmlns:wsdl": "http://schemas.xmlsoap.org/wsdl/",
        "xmlns:xs": "http://www.w3.org/2001/XMLSchema",
        ...Object.fromEntries(bindings.map(({ prefix, namespace }) => [`xmlns:${prefix}`, namespace])),
        "xmlns:tns": WSI_WSDL,
        "xmlns:t": WSI,
      },
      documentation(portType.doc),
      forJava,
      typesNode(options, names),
      ...messageNodes(portType),
      portTypeNode(portType),
      ...bindings.map((binding) => bindingNode(portType, binding)),
      serviceNode(portType, bindings, options.endpoint),
    ),
  );
}

interface Binding {
  readonly prefix: string;
  readonly namespace: string;
  readonly suffix: string;
}

const soap11: Binding = {
  prefix: "soap",
  namespace: "http://schemas.xmlsoap.org/wsdl/soap/",
  suffix: "Soap11",
};
const soap12: Binding = {
  prefix: "soap12",
  namespace: "http://schemas.xmlsoap.org/wsdl/soap12/",
  suffix: "Soap12",
};

function typesNode({ variant, schemaLocation }: WsdlOptions, names: readonly OperationName[]): DocumentNode {
  if (variant === "inline") return node("wsdl:types", {}, schemaNode(names));
  const imported = node("xs:import", { namespace: WSI, schemaLocation });
  return node("wsdl:types", {}, node("xs:schema", { targetNamespace: WSI_WSDL }, imported));
}

function messageNodes({ messages }: PortType): readonly DocumentNode[] {
  const message = (name: string, part: string, element: string): DocumentNode =>
    node("wsdl:message", { name }, node("wsdl:part", { name: part, element: `t:${element}` }));
  return [
    ...messages.flatMap(({ name, request, response }) => [
      message(`${name}Request`, "parameters", request.name),
      message(`${name}Response`, "parameters", response.name),
    ]),
    ...faults.map((fault) => message(fault, "fault", fault)),
  ];
}

function portTypeNode({ name, messages }: PortType): DocumentNode {
  return node(
    "wsdl:portType",
    { name },
    ...messages.map((message) =>
      node(
        "wsdl:operation",
        { name: message.name },
        documentation(message.doc),
        node("wsdl:input", { message: `tns:${message.name}Request` }),
        node("wsdl:output", { message: `tns:${message.name}Response` }),
        ...faults.map((fault) => node("wsdl:fault", { name: fault, message: `tns:${fault}` })),
      ),
    ),
  );
}

function bindingNode(portType: PortType, { prefix, suffix }: Binding): DocumentNode {
  const body = node(`${prefix}:body`, { use: "literal" });
  return node(
    "wsdl:binding",
    { name: `${portType.name}${suffix}`, type: `tns:${portType.name}` },
    node(`${prefix}:binding`, { style: "document", transport }),
    ...portType.messages.map(({ name }) =>
      node(
        "wsdl:operation",
        { name },
        node(`${prefix}:operation`, { soapAction: actionOf(name), style: "document" }),
        node("wsdl:input", {}, body),
        node("wsdl:output", {}, body),
        ...faults.map((fault) =>
          node("wsdl:fault", { name: fault }, node(`${prefix}:fault`, { name: fault, use: "literal" })),
        ),
      ),
    ),
  );
}

function serviceNode(
  { name, service }: PortType,
  bindings: readonly Binding[],
  location: string,
): DocumentNode {
  return node(
    "wsdl:service",
    { name: service },
    ...bindings.map(({ prefix, suffix }) =>
      node(
        "wsdl:port",
        { name: `${name}${suffix}`, binding: `tns:${name}${suffix}` },
        node(`${prefix}:address`, { location }),
      ),
    ),
  );
}

function documentation(text: string): DocumentNode {
  return node("wsdl:documentation", {}, text);
}
