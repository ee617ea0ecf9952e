import type { AnyElement, Cardinality, Content, Field, Scalar } from "../../simulator/schema/element.ts";

/** A row of a table of elements. */
export interface ElementRow {
  readonly name: string;
  /** Name of the type as the schema has it, `xs:` types as such. */
  readonly type: string;
  readonly occurs: string;
  readonly doc: string;
}

/** A named type of the schema. */
export interface NamedType {
  readonly name: string;
  readonly kind: "struct" | "choice" | "enumeration";
  readonly rows: readonly ElementRow[];
  readonly values: readonly string[];
  readonly doc: string;
}

const occurrences: Readonly<Record<Cardinality, string>> = {
  one: "1",
  optional: "0..1",
  many: "0..n",
  some: "1..n",
};

/** The child elements of an element. */
export function rowsOf({ content }: { readonly content: Content }): readonly ElementRow[] {
  if (content.kind === "choice")
    return content.alternatives().map((alternative) => rowOf(alternative, "one of these"));
  return content.kind === "struct" ? Object.values(content.fields).flatMap(fieldRows) : [];
}

function fieldRows(field: Field): readonly ElementRow[] {
  if (field.kind === "element") return [rowOf(field.element, occurrences[field.cardinality])];
  if (field.kind !== "group") return [];
  return field
    .alternatives()
    .map((alternative) => rowOf(alternative, `any of these, ${occurrences[field.cardinality]}`));
}

function rowOf(element: AnyElement, occurs: string): ElementRow {
  return { name: element.name, type: typeOf(element), occurs, doc: element.doc ?? "" };
}

/** Name of an element's type. */
function typeOf({ content }: AnyElement): string {
  if (content.kind === "scalar") return content.scalar.values ? content.scalar.name : content.scalar.xsd;
  return (content.kind === "struct" || content.kind === "choice" ? content.typeName : undefined) ?? "";
}

/** All named types that elements use, by name. */
export function namedTypes(elements: readonly AnyElement[]): readonly NamedType[] {
  const found = new Map<string, NamedType>();
  const visit = (element: AnyElement): void => {
    const { content } = element;
    if (content.kind === "scalar") noteEnumeration(found, content.scalar);
    if (content.kind !== "struct" && content.kind !== "choice") return;
    const { typeName } = content;
    if (typeName !== undefined) {
      if (found.has(typeName)) return;
      const doc = element.doc ?? "";
      found.set(typeName, { name: typeName, kind: content.kind, rows: rowsOf(element), values: [], doc });
    }
    for (const child of childrenOf(content)) visit(child);
  };
  for (const element of elements) visit(element);
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function noteEnumeration(found: Map<string, NamedType>, { name, values }: Scalar<unknown>): void {
  if (values) found.set(name, { name, kind: "enumeration", rows: [], values, doc: "" });
}

function childrenOf(content: Content): readonly AnyElement[] {
  if (content.kind === "choice") return content.alternatives();
  if (content.kind !== "struct") return [];
  return Object.values(content.fields).flatMap((field) => {
    if (field.kind === "element") return [field.element];
    return field.kind === "group" ? [...field.alternatives()] : [];
  });
}
