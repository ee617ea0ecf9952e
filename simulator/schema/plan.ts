import { WorkbenchError } from "../core/error.ts";
import type {
  AnyElement,
  AttributeField,
  Cardinality,
  ElementField,
  Field,
  Scalar,
  TextField,
} from "./element.ts";

/*
 * Declarations prepared for codecs: child elements by name, a slot for each field of a struct, and the blank value of a
 * required part that a peer left out. A plan is made once per declaration and shared by all codecs.
 */

/** A child element of a struct or choice. Several children of one name (in different namespaces) are chained. */
export interface ChildPlan {
  readonly plan: ElementPlan;
  /** Index of the field in its struct, which is also its place in the content model. */
  readonly slot: number;
  readonly list: boolean;
  /** The child is one of several alternatives: its value carries its name as `kind`. */
  readonly tagged: boolean;
  /** The child has no place of its own in the order of the content model. */
  readonly anywhere: boolean;
  /** Index among the struct's children in the order of the content model; of a child of its own the last. */
  readonly index: number;
  next: ChildPlan | undefined;
}

/** A field of a struct with the key of its property. */
export interface FieldPlan {
  readonly key: string;
  readonly field: Field;
  readonly list: boolean;
  readonly required: boolean;
}

/** Children of a struct, or of a choice as a struct with one unnamed group. */
export interface StructPlan {
  readonly fields: readonly FieldPlan[];
  readonly children: ReadonlyMap<string, ChildPlan>;
  /** The children in the order of the content model, in which most messages have them. */
  readonly order: readonly ChildPlan[];
  /** Slots of attributes by local name; undefined when there are none. */
  readonly attributes: ReadonlyMap<string, AttributePlan> | undefined;
  readonly text: { readonly slot: number; readonly field: TextField<unknown> } | undefined;
  readonly wildcard: { readonly slot: number; readonly list: boolean } | undefined;
  readonly choice: boolean;
}

/** An attribute with its slot. */
export interface AttributePlan {
  readonly slot: number;
  readonly field: AttributeField<unknown, "one" | "optional">;
}

/** An element declaration, prepared. `struct` is made at first use, because declarations may contain themselves. */
export interface ElementPlan {
  readonly element: AnyElement;
  readonly name: string;
  readonly namespace: string;
  readonly kind: AnyElement["content"]["kind"];
  readonly scalar: Scalar<unknown> | undefined;
  readonly preserve: boolean;
  struct: StructPlan | undefined;
}

const plans = new WeakMap<AnyElement, ElementPlan>();
const namespaces = new Map<string, string>();

/**
 * The one string that stands for a declared namespace, or the same text when none declares it. A reader that passes names
 * through here compares them by identity, which is much faster than by content.
 */
export function sharedNamespace(namespace: string): string {
  return namespaces.get(namespace) ?? namespace;
}

/** The plan of a declaration. */
export function planOf(element: AnyElement): ElementPlan {
  const known = plans.get(element);
  if (known) return known;
  const { content, name } = element;
  if (!namespaces.has(element.namespace)) namespaces.set(element.namespace, element.namespace);
  const namespace = sharedNamespace(element.namespace);
  const plan: ElementPlan = {
    element,
    name,
    namespace,
    kind: content.kind,
    scalar: content.kind === "scalar" ? content.scalar : undefined,
    preserve: content.kind === "scalar" && content.preserve,
    struct: undefined,
  };
  plans.set(element, plan);
  return plan;
}

/** The struct of an element with children. Throws `schema/no-children` for any other. */
export function structOf(plan: ElementPlan): StructPlan {
  return (plan.struct ??= makeStruct(plan.element));
}

function makeStruct(element: AnyElement): StructPlan {
  const { content } = element;
  if (content.kind === "choice")
    return planFields(
      [["value", { kind: "group", cardinality: "one", alternatives: content.alternatives }]],
      true,
    );
  if (content.kind === "struct") return planFields(Object.entries(content.fields), false);
  throw new WorkbenchError("schema/no-children", `${element.name} has no child elements`);
}

function planFields(entries: readonly (readonly [string, Field])[], choice: boolean): StructPlan {
  const children = new Map<string, ChildPlan>();
  const order: ChildPlan[] = [];
  const attributes = new Map<string, AttributePlan>();
  let text: StructPlan["text"];
  let wildcard: StructPlan["wildcard"];
  const fields = entries.map(([key, field], slot): FieldPlan => {
    const list = field.kind !== "text" && isList(field.cardinality);
    if (field.kind === "element")
      addChild(children, order, { plan: planOf(field.element), slot, list, tagged: false, anywhere: false });
    else if (field.kind === "group")
      for (const alternative of field.alternatives())
        addChild(children, order, {
          plan: planOf(alternative),
          slot,
          list,
          tagged: true,
          anywhere: field.anywhere === true,
        });
    else if (field.kind === "attribute") attributes.set(field.name, { slot, field });
    else if (field.kind === "text") text = { slot, field };
    else wildcard = { slot, list };
    const required = field.kind === "text" || field.cardinality === "one" || field.cardinality === "some";
    return { key, field, list, required };
  });
  return {
    fields,
    children,
    order,
    attributes: attributes.size > 0 ? attributes : undefined,
    text,
    wildcard,
    choice,
  };
}

function addChild(
  children: Map<string, ChildPlan>,
  order: ChildPlan[],
  place: Omit<ChildPlan, "index" | "next">,
): void {
  const child: ChildPlan = { ...place, index: order.length, next: undefined };
  order.push(child);
  const first = children.get(place.plan.name);
  if (!first) children.set(place.plan.name, child);
  else {
    let last = first;
    while (last.next) last = last.next;
    last.next = child;
  }
}

/** True for fields whose value is an array. */
export function isList(cardinality: Cardinality): boolean {
  return cardinality === "many" || cardinality === "some";
}

/** Value of an alternative as it stands in a group: structs carry `kind` beside their properties, others in a pair. */
export function tagValue(plan: ElementPlan, value: unknown): unknown {
  return plan.kind === "struct" ? { kind: plan.name, ...(value as object) } : { kind: plan.name, value };
}

const blanks = new WeakMap<AnyElement, { readonly value: unknown }>();

/**
 * The value that stands for a required element that is missing or unreadable, so that a value has its declared shape even
 * when the message had not: the empty text, zero, no octets, a struct of blanks. A finding of severity error tells that
 * it was used.
 */
export function blankOf(element: AnyElement): unknown {
  const known = blanks.get(element);
  if (known) return known.value;
  blanks.set(element, { value: undefined }); // an element that requires itself has no blank
  const value = makeBlank(element);
  blanks.set(element, { value });
  return value;
}

function makeBlank(element: AnyElement): unknown {
  const { content } = element;
  if (content.kind === "scalar") return blankScalar(content.scalar);
  if (content.kind === "flag") return true;
  if (content.kind === "data") return "";
  if (content.kind === "choice") {
    const first = content.alternatives()[0];
    return first ? tagValue(planOf(first), blankOf(first)) : undefined;
  }
  const value: Record<string, unknown> = {};
  for (const { key, field } of structOf(planOf(element)).fields) value[key] = blankField(field);
  return value;
}

/** Value of a field that has no usable value. */
export function blankField(field: Field): unknown {
  if (field.kind === "text") return blankScalar(field.scalar);
  if (isList(field.cardinality)) return [];
  if (field.cardinality === "optional") return undefined;
  if (field.kind === "attribute") return blankScalar(field.scalar);
  if (field.kind === "wildcard") return { namespace: "", name: "", attributes: [] };
  if (field.kind === "element") return assumedOf(field) ?? blankOf(field.element);
  const first = field.alternatives()[0];
  return first ? tagValue(planOf(first), blankOf(first)) : undefined;
}

/** Value that a declaration says to assume for a missing element. */
export function assumedOf(field: ElementField<AnyElement, Cardinality>): unknown {
  const { content } = field.element;
  if (field.assumed === undefined || content.kind !== "scalar") return undefined;
  return content.scalar.parse(field.assumed);
}

const blankTexts = ["", "0", "false", "1970-01-01T00:00:00Z", "PT1S"];

function blankScalar(scalar: Scalar<unknown>): unknown {
  for (const text of scalar.values?.[0] === undefined ? blankTexts : [scalar.values[0]]) {
    const value = scalar.parse(text);
    if (value !== undefined) return value;
  }
  return undefined;
}
