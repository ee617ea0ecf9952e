import type { SpecRef } from "../core/spec-ref.ts";

/*
 * The "declare once" toolkit. An element, its content and its WBXML token are one declared value; the TypeScript type,
 * the XML reader and writer, the validation with positions, the inspector's labels, XSD and reference pages are derived
 * from it. A declaration is plain data without closures over state, so that codecs can be generated from it.
 *
 * Values as code sees them:
 *   scalar element        its scalar (string, number, boolean, Date, Uint8Array)
 *   flag element          true
 *   struct                an object; property names are the declared field keys (= element names unless `name` differs)
 *   choice                a tagged object { kind: "<element name>", … } for structs, { kind, value } for anything else
 *   data element          string | Uint8Array | Markup
 */

/** WBXML code page and tag token (without content and attribute bits). */
export type Token = readonly [page: number, tag: number];

/** How a scalar is written as text. `xsd` names the XML Schema type. */
export interface Scalar<T> {
  readonly name: string;
  readonly xsd: string;
  /** The value, or undefined when the text is not one. The text comes with surrounding white space removed. */
  parse(text: string): T | undefined;
  print(value: T): string;
  /** Allowed values of an enumeration. */
  readonly values?: readonly string[] | undefined;
  /** Plain meaning of a value, for the inspector: status 212 → "authenticated for the session". */
  meaning?(value: T): string | undefined;
}

/** Markup carried inside a Data element: the XML text between its start and end tag, with all prefixes declared in it. */
export interface Markup {
  readonly xml: string;
}

/** Content of SyncML Data: text, markup, or octets that WBXML carried opaque. */
export type DataValue = string | Uint8Array | Markup;

/** Text only. White space around it is removed before parsing unless `preserve`. */
export interface ScalarContent<T> {
  readonly kind: "scalar";
  readonly scalar: Scalar<T>;
  readonly preserve: boolean;
}

/** No content: presence is the value `true`. */
export interface FlagContent {
  readonly kind: "flag";
}

/** Text, CDATA or markup, kept as sent (SyncML Data). */
export interface DataContent {
  readonly kind: "data";
}

/** Child elements (and attributes) by name. `typeName` is the global complex type in XSD; absent = anonymous. */
export interface StructContent<F extends Fields> {
  readonly kind: "struct";
  readonly fields: F;
  readonly typeName?: string | undefined;
}

/** Exactly one of several elements. */
export interface ChoiceContent<A extends readonly AnyElement[]> {
  readonly kind: "choice";
  readonly alternatives: () => A;
  readonly typeName?: string | undefined;
}

export type Content =
  | ScalarContent<unknown>
  | FlagContent
  | DataContent
  | StructContent<Fields>
  | ChoiceContent<readonly AnyElement[]>;

/** Labels and origin shared by declarations. */
export interface ElementInfo {
  /** Plain words for the inspector and the console: "session number". */
  readonly label?: string | undefined;
  /** One sentence for reference pages. */
  readonly doc?: string | undefined;
  readonly spec?: SpecRef | undefined;
  readonly token?: Token | undefined;
  /** The value is a secret: masked whenever it is shown or exported. */
  readonly secret?: boolean | undefined;
}

/** One XML element. `Out` is what readers give, `In` what writers accept (lists and optionals may be left out). */
export interface Element<Out, In = Out> extends ElementInfo {
  readonly name: string;
  /** Namespace URI; "" for none. */
  readonly namespace: string;
  readonly content: Content;
  /** Types only, never present at run time. */
  readonly type?: { readonly out: Out; readonly in: In } | undefined;
}

export type AnyElement = Element<unknown, unknown>;

/** `one` required, `optional` at most one, `many` any number, `some` at least one. */
export type Cardinality = "one" | "optional" | "many" | "some";

/** A child element of a struct. `name` overrides the property key as the element's name. */
export interface ElementField<E extends AnyElement, C extends Cardinality> {
  readonly kind: "element";
  readonly element: E;
  readonly cardinality: C;
  /** Text that a reader assumes where a required scalar is missing; the finding is then a warning only. */
  readonly assumed?: string | undefined;
}

/** An attribute of a struct's element, in no namespace. */
export interface AttributeField<T, C extends "one" | "optional"> {
  readonly kind: "attribute";
  readonly name: string;
  /** Namespace of a qualified attribute (`xml:lang`); absent = none. */
  readonly namespace?: string | undefined;
  readonly scalar: Scalar<T>;
  readonly cardinality: C;
  readonly secret?: boolean | undefined;
}

/** The text of a struct's element that also has attributes. */
export interface TextField<T> {
  readonly kind: "text";
  readonly scalar: Scalar<T>;
  readonly preserve: boolean;
}

/** A run of elements out of several, in document order: the commands of a SyncBody. */
export interface GroupField<A extends readonly AnyElement[], C extends Cardinality> {
  readonly kind: "group";
  readonly alternatives: () => A;
  readonly cardinality: C;
  /** The elements may stand anywhere among the struct's children; readers tell where each stood (`Aside`). */
  readonly anywhere?: boolean | undefined;
}

/**
 * Elements of any name in document order (`xs:any`): SOAP header blocks, the child of a SOAP body. A reader types those
 * that its `resolve` option knows and keeps the others as markup.
 */
export interface WildcardField<C extends Cardinality> {
  readonly kind: "wildcard";
  readonly cardinality: C;
}

/** An attribute as sent. Namespace declarations are not attributes. */
export interface AttributeValue {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

/** One element of a wildcard as readers give it. */
export interface AnyElementOut {
  readonly namespace: string;
  readonly name: string;
  /** All attributes, also those that the declaration knows (`mustUnderstand`, `role`). */
  readonly attributes: readonly AttributeValue[];
  /** The declaration that typed `value`; undefined when the element is kept as markup. */
  readonly element?: AnyElement | undefined;
  readonly value?: unknown;
  /** The whole element with its tags, all namespaces declared in it; only when it was not typed. */
  readonly markup?: Markup | undefined;
}

/** One element of a wildcard as writers accept it: a typed value with extra attributes, or ready markup. */
export type AnyElementIn =
  | {
      readonly element: AnyElement;
      readonly value: unknown;
      readonly attributes?: readonly AttributeValue[] | undefined;
    }
  | { readonly markup: Markup };

/** The typed value of a wildcard's element when it is the declared one. */
export function wildcardValue<Out>(
  any: AnyElementOut | undefined,
  element: Element<Out, unknown>,
): Out | undefined {
  return any !== undefined && any.element === element ? (any.value as Out) : undefined;
}

/** A typed wildcard element for a writer, checked by the compiler. */
export function wildcardInput<In>(
  element: Element<unknown, In>,
  value: In,
  attributes?: readonly AttributeValue[],
): AnyElementIn {
  return { element, value, attributes };
}

export type Field =
  | ElementField<AnyElement, Cardinality>
  | AttributeField<unknown, "one" | "optional">
  | TextField<unknown>
  | GroupField<readonly AnyElement[], Cardinality>
  | WildcardField<Cardinality>;

/** Declared in the order of the content model; the order of the keys is the order on the wire. */
export type Fields = { readonly [key: string]: Field };

// --- inference -------------------------------------------------------------------------------------------------------

type OutOf<E> = E extends { readonly type?: { readonly out: infer Out } | undefined } ? Out : never;
type InOf<E> = E extends { readonly type?: { readonly in: infer In } | undefined } ? In : never;
type NameOf<E> = E extends { readonly name: infer N } ? N : never;

/** What a reader gives for an element declaration. */
export type Infer<E> = OutOf<E>;
/** What a writer accepts for an element declaration. */
export type Input<E> = InOf<E>;

type Tag<N, V> = V extends DataValue | number | boolean | Date
  ? { readonly kind: N; readonly value: V }
  : { readonly kind: N } & V;
/** Union of tagged values of the alternatives, as readers give them. */
export type TaggedOut<A extends readonly AnyElement[]> = {
  [I in keyof A]: Tag<NameOf<A[I]>, OutOf<A[I]>>;
}[number];
/** Union of tagged values of the alternatives, as writers accept them. */
export type TaggedIn<A extends readonly AnyElement[]> = {
  [I in keyof A]: Tag<NameOf<A[I]>, InOf<A[I]>>;
}[number];

type ByCardinality<V, C> = C extends "many" | "some"
  ? readonly V[]
  : C extends "optional"
    ? V | undefined
    : V;

type FieldOut<F> =
  F extends ElementField<infer E, infer C>
    ? ByCardinality<OutOf<E>, C>
    : F extends AttributeField<infer T, infer C>
      ? ByCardinality<T, C>
      : F extends TextField<infer T>
        ? T
        : F extends GroupField<infer A, infer C>
          ? ByCardinality<TaggedOut<A>, C>
          : F extends WildcardField<infer C>
            ? ByCardinality<AnyElementOut, C>
            : never;

type FieldIn<F> =
  F extends ElementField<infer E, infer C>
    ? ByCardinality<InOf<E>, C>
    : F extends AttributeField<infer T, infer C>
      ? ByCardinality<T, C>
      : F extends TextField<infer T>
        ? T
        : F extends GroupField<infer A, infer C>
          ? ByCardinality<TaggedIn<A>, C>
          : F extends WildcardField<infer C>
            ? ByCardinality<AnyElementIn, C>
            : never;

type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly cardinality: "optional" } ? K : never;
}[keyof F];
type OmittableKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly cardinality: "optional" | "many" } ? K : never;
}[keyof F];

/** Value of a struct as readers give it: every list present, optionals `undefined` when absent. */
export type StructOut<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: FieldOut<F[K]>;
} & { readonly [K in OptionalKeys<F>]?: FieldOut<F[K]> };

/** Value of a struct as writers accept it. */
export type StructIn<F extends Fields> = {
  readonly [K in Exclude<keyof F, OmittableKeys<F>>]: FieldIn<F[K]>;
} & { readonly [K in OmittableKeys<F>]?: FieldIn<F[K]> | undefined };

// --- builders --------------------------------------------------------------------------------------------------------

/** The builders of a namespace: `const el = namespace("SYNCML:SYNCML1.2")`, then `el.struct("Item", { … })`. */
export interface NamespaceBuilder {
  /** An element that holds text of a scalar type. */
  scalar<const N extends string, T>(
    name: N,
    scalar: Scalar<T>,
    info?: ElementInfo & { readonly preserve?: boolean },
  ): Element<T> & { readonly name: N };
  /** An empty element. */
  flag<const N extends string>(name: N, info?: ElementInfo): Element<true> & { readonly name: N };
  /** An element that holds text, CDATA or markup as sent. */
  data<const N extends string>(name: N, info?: ElementInfo): Element<DataValue> & { readonly name: N };
  /** An element with children. */
  struct<const N extends string, const F extends Fields>(
    name: N,
    fields: F,
    info?: ElementInfo & { readonly typeName?: string },
  ): Element<StructOut<F>, StructIn<F>> & { readonly name: N };
  /** An element that holds exactly one of several elements. */
  choice<const N extends string, const A extends readonly AnyElement[]>(
    name: N,
    alternatives: () => A,
    info?: ElementInfo & { readonly typeName?: string },
  ): Element<TaggedOut<A>, TaggedIn<A>> & { readonly name: N };
}

/** Starts declarations in a namespace. */
export function namespace(uri: string): NamespaceBuilder {
  return {
    scalar: (name, scalar, info = {}) => ({
      ...info,
      name,
      namespace: uri,
      content: { kind: "scalar", scalar, preserve: info.preserve ?? false },
    }),
    flag: (name, info = {}) => ({ ...info, name, namespace: uri, content: { kind: "flag" } }),
    data: (name, info = {}) => ({ ...info, name, namespace: uri, content: { kind: "data" } }),
    struct: (name, fields, info = {}) => ({
      ...info,
      name,
      namespace: uri,
      content: { kind: "struct", fields, typeName: info.typeName },
    }),
    choice: (name, alternatives, info = {}) => ({
      ...info,
      name,
      namespace: uri,
      content: { kind: "choice", alternatives, typeName: info.typeName },
    }),
  };
}

/** A required child. `assumed` is the text that a reader assumes where it is missing. */
export function one<E extends AnyElement>(element: E, assumed?: string): ElementField<E, "one"> {
  return { kind: "element", element, cardinality: "one", assumed };
}
/** A child that may be absent. */
export function optional<E extends AnyElement>(element: E): ElementField<E, "optional"> {
  return { kind: "element", element, cardinality: "optional" };
}
/** Any number of a child. */
export function many<E extends AnyElement>(element: E): ElementField<E, "many"> {
  return { kind: "element", element, cardinality: "many" };
}
/** One or more of a child. */
export function some<E extends AnyElement>(element: E): ElementField<E, "some"> {
  return { kind: "element", element, cardinality: "some" };
}
/** A required attribute. */
export function attribute<T>(
  name: string,
  scalar: Scalar<T>,
  info: { readonly namespace?: string; readonly secret?: boolean } = {},
): AttributeField<T, "one"> {
  return { kind: "attribute", name, scalar, cardinality: "one", ...info };
}
/** An attribute that may be absent. */
export function optionalAttribute<T>(
  name: string,
  scalar: Scalar<T>,
  info: { readonly namespace?: string; readonly secret?: boolean } = {},
): AttributeField<T, "optional"> {
  return { kind: "attribute", name, scalar, cardinality: "optional", ...info };
}
/** The text beside attributes. */
export function text<T>(scalar: Scalar<T>, info: { readonly preserve?: boolean } = {}): TextField<T> {
  return { kind: "text", scalar, preserve: info.preserve ?? false };
}
/** Elements out of several, in document order. */
export function group<const A extends readonly AnyElement[], C extends Cardinality>(
  cardinality: C,
  alternatives: () => A,
  info: { readonly anywhere?: boolean } = {},
): GroupField<A, C> {
  return { kind: "group", alternatives, cardinality, ...info };
}
/** Elements of any name, in document order. */
export function wildcard<C extends Cardinality>(cardinality: C): WildcardField<C> {
  return { kind: "wildcard", cardinality };
}
