import type { SpecRef } from "../core/spec-ref.ts";
import type { AnyElement, Cardinality, Field, Scalar } from "./element.ts";
import { planOf, structOf } from "./plan.ts";

/** One part of an element, for reference pages, forms and XSD. */
export interface PartDescription {
  /** Property of the value in code. */
  readonly key: string;
  readonly kind: Field["kind"];
  /** Name on the wire; of a group or wildcard the key. */
  readonly name: string;
  readonly cardinality: Cardinality;
  /** Elements that may stand here: one, or the alternatives of a group. */
  readonly elements: readonly AnyElement[];
  /** Type of an attribute or text. */
  readonly scalar?: Scalar<unknown> | undefined;
}

/** An element declaration as a reader of reference pages needs it. */
export interface ElementDescription {
  readonly element: AnyElement;
  readonly name: string;
  readonly namespace: string;
  readonly kind: AnyElement["content"]["kind"];
  readonly label?: string | undefined;
  readonly doc?: string | undefined;
  readonly spec?: SpecRef | undefined;
  readonly secret: boolean;
  /** Name of the global complex type in XSD, of structs and choices that have one. */
  readonly typeName?: string | undefined;
  /** Type of a scalar element. */
  readonly scalar?: Scalar<unknown> | undefined;
  /** Parts in the order of the content model; of a choice one group. */
  readonly parts: readonly PartDescription[];
}

/** Describes one element. */
export function describe(element: AnyElement): ElementDescription {
  const { name, namespace, label, doc, spec, content } = element;
  const hasParts = content.kind === "struct" || content.kind === "choice";
  return {
    element,
    name,
    namespace,
    kind: content.kind,
    label,
    doc,
    spec,
    secret: element.secret === true,
    typeName: hasParts ? content.typeName : undefined,
    scalar: content.kind === "scalar" ? content.scalar : undefined,
    parts: hasParts ? structOf(planOf(element)).fields.map(({ key, field }) => describePart(key, field)) : [],
  };
}

function describePart(key: string, field: Field): PartDescription {
  switch (field.kind) {
    case "element":
      return {
        key,
        kind: field.kind,
        name: field.element.name,
        cardinality: field.cardinality,
        elements: [field.element],
      };
    case "group":
      return {
        key,
        kind: field.kind,
        name: key,
        cardinality: field.cardinality,
        elements: field.alternatives(),
      };
    case "attribute":
      return {
        key,
        kind: field.kind,
        name: field.name,
        cardinality: field.cardinality,
        elements: [],
        scalar: field.scalar,
      };
    case "text":
      return { key, kind: field.kind, name: key, cardinality: "one", elements: [], scalar: field.scalar };
    case "wildcard":
      return { key, kind: field.kind, name: key, cardinality: field.cardinality, elements: [] };
  }
}

/** An element and all that can stand inside it, each once, outer ones first. */
export function* declaredElements(...roots: readonly AnyElement[]): Generator<ElementDescription> {
  const seen = new Set<AnyElement>(roots);
  // a set that grows while it is walked
  for (const element of seen) {
    const description = describe(element);
    for (const { elements } of description.parts) for (const inner of elements) seen.add(inner);
    yield description;
  }
}
