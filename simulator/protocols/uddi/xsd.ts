import type { AnyElement, Cardinality, Field, Scalar } from "../../schema/element.ts";
import { declaredElements } from "../../schema/describe.ts";
import { node, printDocument, type DocumentNode } from "../../schema/xml/index.ts";
import { requestNames, responseNameOf, uddiDeclaration, type UddiApi } from "./messages.ts";
import { XML } from "./namespaces.ts";
import { isSingle, uddiNamespace, type UddiVersion } from "./version.ts";

const XS = "http://www.w3.org/2001/XMLSchema";
const apis: readonly UddiApi[] = ["inquiry", "publication", "security"];

/**
 * XML Schema of all messages of a version: one global element for each, referred to from the others. `xmlLocation` is where
 * the schema of `xml:lang` lies, which not every toolkit has at hand.
 */
export function printUddiXsd(version: UddiVersion, xmlLocation: string): string {
  const uri = uddiNamespace(version);
  const elements: DocumentNode[] = [];
  for (const { element } of declaredElements(...messagesOf(version)))
    if (element.namespace === uri) elements.push(globalElement(version, element));
  const schema = node(
    "xs:schema",
    {
      "xmlns:xs": XS,
      "xmlns:u": uri,
      targetNamespace: uri,
      elementFormDefault: "qualified",
      attributeFormDefault: "unqualified",
    },
    node("xs:import", { namespace: XML, schemaLocation: xmlLocation }),
    ...elements.sort((a, b) => ((a.attributes["name"] ?? "") < (b.attributes["name"] ?? "") ? -1 : 1)),
  );
  return printDocument(schema);
}

/** XML Schema of the one attribute of the XML namespace that UDDI uses. */
export function printXmlXsd(): string {
  const lang = node("xs:attribute", { name: "lang", type: "xs:string" });
  return printDocument(node("xs:schema", { "xmlns:xs": XS, targetNamespace: XML }, lang));
}

function messagesOf(version: UddiVersion): readonly AnyElement[] {
  const requests = apis.flatMap((api) => requestNames(version, api));
  const responses = requests
    .map((name) => responseNameOf(version, name))
    .filter((name) => name !== undefined);
  const names = new Set([...requests, ...responses, "dispositionReport" as const]);
  return [...names].map((name) => uddiDeclaration(version, name));
}

function globalElement(version: UddiVersion, { name, content, doc }: AnyElement): DocumentNode {
  const documentation =
    doc === undefined ? undefined : node("xs:annotation", {}, node("xs:documentation", {}, doc));
  if (content.kind === "scalar") return node("xs:element", { name, type: content.scalar.xsd }, documentation);
  const fields = content.kind === "struct" ? Object.values(content.fields) : [];
  const attributes = fields.flatMap((field) => attributeNode(field) ?? []);
  const text = fields.find((field) => field.kind === "text");
  if (text) {
    const extension = node("xs:extension", { base: text.scalar.xsd }, ...attributes);
    const type = node("xs:complexType", {}, node("xs:simpleContent", {}, extension));
    return node("xs:element", { name }, documentation, type);
  }
  const parts = fields.flatMap((field) => partNode(version, field) ?? []);
  const sequence = parts.length > 0 ? node("xs:sequence", {}, ...parts) : undefined;
  return node("xs:element", { name }, documentation, node("xs:complexType", {}, sequence, ...attributes));
}

function attributeNode(field: Field): DocumentNode | undefined {
  if (field.kind !== "attribute") return undefined;
  const use = field.cardinality === "one" ? "required" : undefined;
  if (field.namespace === XML) return node("xs:attribute", { ref: "xml:lang", use });
  if (!field.scalar.values) return node("xs:attribute", { name: field.name, type: field.scalar.xsd, use });
  return node("xs:attribute", { name: field.name, use }, enumerated(field.scalar));
}

function enumerated({ xsd, values = [] }: Scalar<unknown>): DocumentNode {
  const all = values.map((value) => node("xs:enumeration", { value }));
  return node("xs:simpleType", {}, node("xs:restriction", { base: xsd }, ...all));
}

/** An element of another namespace is a signature, which may stand there. */
function partNode(version: UddiVersion, field: Field): DocumentNode | undefined {
  if (field.kind !== "element") return undefined;
  const { element, cardinality } = field;
  const occurs = occurrence(isSingle(version, field) ? singular[cardinality] : cardinality);
  return element.namespace === uddiNamespace(version)
    ? node("xs:element", { ref: `u:${element.name}`, ...occurs })
    : node("xs:any", { namespace: "##other", processContents: "skip", ...occurs });
}

const singular: Readonly<Record<Cardinality, Cardinality>> = {
  one: "one",
  some: "one",
  optional: "optional",
  many: "optional",
};

function occurrence(cardinality: Cardinality): { minOccurs?: string; maxOccurs?: string } {
  return {
    ...(cardinality === "optional" || cardinality === "many" ? { minOccurs: "0" } : {}),
    ...(cardinality === "some" || cardinality === "many" ? { maxOccurs: "unbounded" } : {}),
  };
}
