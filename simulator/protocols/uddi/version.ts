import { spec, type SpecRef } from "../../core/spec-ref.ts";
import {
  namespace,
  type AnyElement,
  type Element,
  type ElementField,
  type ElementInfo,
  type Field,
  type Fields,
  type Infer,
  type Input,
  type Scalar,
  type StructIn,
  type StructOut,
} from "../../schema/element.ts";
import { UDDI2, UDDI3 } from "./namespaces.ts";

/** The versions of UDDI that are spoken here; the namespace of a message tells which. */
export type UddiVersion = 2 | 3;

/** Namespace of the messages of a version. */
export function uddiNamespace(version: UddiVersion): string {
  return version === 2 ? UDDI2 : UDDI3;
}

/** Version of a namespace, or undefined. */
export function versionOfNamespace(uri: string): UddiVersion | undefined {
  return uri === UDDI2 ? 2 : uri === UDDI3 ? 3 : undefined;
}

/*
 * Both versions are declared once. The TypeScript type of a declaration covers both: what only one of them has is
 * optional. At run time a declaration has exactly the fields and cardinalities of its version.
 */

interface Bound {
  /** The only version that has the field. */
  readonly only?: UddiVersion;
  /** The version in which the field must be there. */
  readonly requiredIn?: UddiVersion;
  /** The version in which a list has at most one member. */
  readonly singleIn?: UddiVersion;
}
type BoundField = Field & Bound;

/** A field that only one version has; a list of it is absent in the other. */
export function only<E extends AnyElement>(
  version: UddiVersion,
  field: ElementField<E, "many">,
): ElementField<Element<readonly Infer<E>[], readonly Input<E>[]>, "optional">;
export function only<F extends Field & { readonly cardinality: "optional" }>(
  version: UddiVersion,
  field: F,
): F;
export function only(version: UddiVersion, field: Field): Field & Bound {
  return { ...field, only: version };
}

/** A field that one version requires and the other does not. */
export function requiredIn<F extends Field & { readonly cardinality: "optional" | "many" }>(
  version: UddiVersion,
  field: F,
): F {
  return { ...field, requiredIn: version };
}

/** A list of which one version allows a single member; readers take more, the registry refuses them. */
export function singleIn<F extends Field & { readonly cardinality: "some" | "many" }>(
  version: UddiVersion,
  field: F,
): F {
  return { ...field, singleIn: version };
}

/** Most members of a list in a version, for its schema. */
export function isSingle(version: UddiVersion, field: Field): boolean {
  return (field as BoundField).singleIn === version;
}

/** Builds the elements of one version. */
export interface VersionedBuilder {
  readonly version: UddiVersion;
  spec(clause: string): SpecRef;
  scalar<const N extends string, T>(
    name: N,
    scalar: Scalar<T>,
    info?: ElementInfo,
  ): Element<T> & { readonly name: N };
  struct<const N extends string, const F extends Fields>(
    name: N,
    fields: F,
    info?: ElementInfo,
  ): Element<StructOut<F>, StructIn<F>> & { readonly name: N };
}

/** The builder of a version: fields of the other one are left out. */
export function versioned(version: UddiVersion): VersionedBuilder {
  const el = namespace(uddiNamespace(version));
  return {
    version,
    spec: (clause) => spec(version === 2 ? "uddi2" : "uddi3", clause),
    scalar: (name, scalar, info) => el.scalar(name, scalar, info),
    struct: (name, fields, info) => el.struct(name, fieldsOf(version, fields), info),
  };
}

function fieldsOf<F extends Fields>(version: UddiVersion, fields: F): F {
  const kept: [string, Field][] = [];
  for (const [key, field] of Object.entries<BoundField>(fields)) {
    if (field.only !== undefined && field.only !== version) continue;
    kept.push([key, field.requiredIn === version ? required(field) : field]);
  }
  return Object.fromEntries(kept) as F;
}

function required(field: Field): Field {
  if (field.kind === "attribute") return { ...field, cardinality: "one" };
  if (field.kind === "element")
    return { ...field, cardinality: field.cardinality === "many" ? "some" : "one" };
  return field;
}
