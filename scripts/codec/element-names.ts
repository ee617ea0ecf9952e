import type { AnyElement, Field, Scalar } from "../../simulator/schema/element.ts";
import { base64, int, long, string } from "../../simulator/schema/scalar.ts";

/** Kinds of scalars that generated codecs know. */
export type ScalarKind = "string" | "int" | "long" | "base64";

/** The kind of a scalar, whatever meanings were added to it. Throws for one that generated codecs do not know. */
export function scalarKind(scalar: Scalar<unknown>): ScalarKind {
  for (const [kind, known] of Object.entries({ string, int, long, base64 }))
    if (scalar.parse === known.parse) return kind as ScalarKind;
  throw new Error(`Generated codecs do not know the scalar ${scalar.name}`);
}

/** Page and tag of an element. Throws for one without a token. */
export function tokenOf(element: AnyElement): readonly [page: number, tag: number] {
  if (element.token === undefined) throw new Error(`${element.name} has no token`);
  return element.token;
}

/** Name of a local variable for a field. */
export function localName(key: string): string {
  return `of${key.replaceAll(/[^A-Za-z0-9]/g, "")}`;
}

/** A hexadecimal number as code has it. */
export function hexadecimal(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}

/** Elements that may stand in a field; none for those that only the interpreting codec reads. */
export function elementsOf(field: Field): readonly AnyElement[] {
  if (field.kind === "element") return [field.element];
  if (field.kind !== "group")
    throw new Error(`Generated codecs do not know fields of the kind ${field.kind}`);
  return field.anywhere === true ? [] : field.alternatives();
}

/** The structs that can stand in an element, itself included, inner ones first, each with its name in code. */
export function structsIn(root: AnyElement): ReadonlyMap<AnyElement, string> {
  const names = new Map<AnyElement, string>();
  const seen = new Set<AnyElement>();
  const visit = (element: AnyElement): void => {
    if (seen.has(element) || element.content.kind !== "struct") return;
    seen.add(element);
    for (const field of Object.values(element.content.fields)) elementsOf(field).forEach(visit);
    const taken = [...names.values()].filter((name) => name.replace(/\d+$/, "") === element.name).length;
    names.set(element, taken === 0 ? element.name : `${element.name}${taken + 1}`);
  };
  visit(root);
  return names;
}

/** True for a struct that can stand inside itself. */
export function isRecursive(element: AnyElement): boolean {
  const seen = new Set<AnyElement>();
  const reaches = (inner: AnyElement): boolean => {
    if (inner.content.kind !== "struct" || seen.has(inner)) return false;
    seen.add(inner);
    return Object.values(inner.content.fields).some((field) =>
      elementsOf(field).some((child) => child === element || reaches(child)),
    );
  };
  return reaches(element);
}
