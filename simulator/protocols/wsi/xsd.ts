import { WorkbenchError } from "../../core/error.ts";
import type { AnyElement, Cardinality, Content, Field, Scalar } from "../../schema/element.ts";
import { globalElements } from "./contract.ts";
import { node, printDocument, type DocumentNode } from "../../schema/xml/index.ts";
import { WSI } from "./namespaces.ts";
import { operationNames, type OperationName } from "./operations.ts";

const XS = "http://www.w3.org/2001/XMLSchema";

/** XML Schema of the messages of these operations and of their callbacks, as a document. */
export function printXsd(names: readonly OperationName[] = operationNames): string {
  return printDocument(schemaNode(names));
}

/** The same as a node, to be put inside a WSDL. */
export function schemaNode(names: readonly OperationName[]): DocumentNode {
  const types = new SchemaTypes();
  const elements = globalElements(names).map((element) => types.globalElement(element));
  return node(
    "xs:schema",
    {
      "xmlns:xs": XS,
      "xmlns:t": WSI,
      targetNamespace: WSI,
      elementFormDefault: "qualified",
      attributeFormDefault: "unqualified",
    },
    ...elements,
    ...types.definitions(),
  );
}

/** Collects named types while elements are written; a name stands for one definition. */
class SchemaTypes {
  readonly #types = new Map<string, { readonly source: unknown; definition: DocumentNode | undefined }>();

  definitions(): readonly DocumentNode[] {
    const sorted = [...this.#types].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.flatMap(([, { definition }]) => definition ?? []);
  }

  /** A message wrapper is anonymous, every other global element has a named type. */
  globalElement(element: AnyElement): DocumentNode {
    const type = this.#typeName(element);
    const doc = annotation(element.doc);
    if (type !== undefined) return node("xs:element", { name: element.name, type }, doc);
    return node("xs:element", { name: element.name }, doc, this.#complexType(element.content, undefined));
  }

  /** Name of an element's type; defines it when it is new. Undefined for an anonymous struct. */
  #typeName({ content, name }: AnyElement): string | undefined {
    if (content.kind === "scalar") return this.#scalarType(content.scalar);
    if (content.kind !== "struct" && content.kind !== "choice")
      throw new WorkbenchError(
        "wsi/not-expressible",
        `${name} has content that the contract's schema does not use`,
      );
    const { typeName } = content;
    if (typeName === undefined) return undefined;
    const source = content.kind === "struct" ? content.fields : content.alternatives;
    this.#define(typeName, source, () => this.#complexType(content, typeName));
    return `t:${typeName}`;
  }

  #scalarType(scalar: Scalar<unknown>): string {
    const { name, values, xsd } = scalar;
    if (!values) return xsd;
    this.#define(name, scalar, () =>
      node(
        "xs:simpleType",
        { name },
        node("xs:restriction", { base: xsd }, ...values.map((value) => node("xs:enumeration", { value }))),
      ),
    );
    return `t:${name}`;
  }

  #define(name: string, source: unknown, define: () => DocumentNode): void {
    const known = this.#types.get(name);
    if (known) {
      if (known.source !== source)
        throw new WorkbenchError("wsi/two-types", `The type ${name} is declared in two ways`);
      return;
    }
    const entry: { readonly source: unknown; definition: DocumentNode | undefined } = {
      source,
      definition: undefined,
    };
    this.#types.set(name, entry);
    entry.definition = define();
  }

  #complexType(content: Content, name: string | undefined): DocumentNode {
    if (content.kind === "choice") {
      const alternatives = content.alternatives().map((alternative) => this.#element(alternative, "one"));
      return node("xs:complexType", { name }, node("xs:choice", {}, ...alternatives));
    }
    if (content.kind !== "struct")
      throw new WorkbenchError("wsi/not-expressible", "A scalar has no complex type");
    const fields = Object.values(content.fields).map((field) => this.#field(field));
    return node("xs:complexType", { name }, node("xs:sequence", {}, ...fields));
  }

  #field(field: Field): DocumentNode {
    if (field.kind === "element") return this.#element(field.element, field.cardinality);
    if (field.kind !== "group")
      throw new WorkbenchError("wsi/not-expressible", "The contract's schema has elements only");
    const alternatives = field.alternatives().map((alternative) => this.#element(alternative, "one"));
    return node("xs:choice", occurs(field.cardinality), ...alternatives);
  }

  #element(element: AnyElement, cardinality: Cardinality): DocumentNode {
    const type = this.#typeName(element);
    const attributes = { name: element.name, type, ...occurs(cardinality) };
    const anonymous = type === undefined ? this.#complexType(element.content, undefined) : undefined;
    return node("xs:element", attributes, annotation(element.doc), anonymous);
  }
}

function occurs(cardinality: Cardinality): { minOccurs?: string; maxOccurs?: string } {
  switch (cardinality) {
    case "one":
      return {};
    case "optional":
      return { minOccurs: "0" };
    case "many":
      return { minOccurs: "0", maxOccurs: "unbounded" };
    case "some":
      return { maxOccurs: "unbounded" };
  }
}

function annotation(doc: string | undefined): DocumentNode | undefined {
  return doc === undefined ? undefined : node("xs:annotation", {}, node("xs:documentation", {}, doc));
}
