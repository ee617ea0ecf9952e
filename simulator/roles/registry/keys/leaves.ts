import type { AnyElement, AttributeField, TextField } from "../../../schema/element.ts";

/*
 * Walks over values by their declaration, for what concerns every message alike: keys are translated and texts measured
 * wherever they stand. Declarations of UDDI have structs and scalars only; anything else is passed over.
 */

/** A text inside a message: of an element, or of one of its attributes. */
export interface Leaf {
  readonly element: AnyElement;
  readonly field: AttributeField<unknown, "one" | "optional"> | TextField<unknown> | undefined;
}

/** Calls `visit` for every text inside a value, and `visitList` for every list, with the element of its members. */
export function visitLeaves(
  element: AnyElement,
  value: unknown,
  visit: (leaf: Leaf, value: unknown) => void,
  visitList?: (element: AnyElement, count: number) => void,
): void {
  if (value === undefined) return;
  const { content } = element;
  if (content.kind === "scalar") return visit({ element, field: undefined }, value);
  if (content.kind !== "struct") return;
  const parts = value as Readonly<Record<string, unknown>>;
  for (const [key, field] of Object.entries(content.fields)) {
    const part = parts[key];
    if (part === undefined) continue;
    if (field.kind === "attribute" || field.kind === "text") visit({ element, field }, part);
    else if (field.kind === "element") {
      if (Array.isArray(part)) visitList?.(field.element, part.length);
      for (const member of membersOf(part)) visitLeaves(field.element, member, visit, visitList);
    }
  }
}

/** The value with every text replaced by what `change` gives for it; `after` sees each struct when it is done. */
export function mapLeaves(
  element: AnyElement,
  value: unknown,
  change: (leaf: Leaf, value: unknown) => unknown,
  after?: (element: AnyElement, value: Record<string, unknown>) => void,
): unknown {
  if (value === undefined) return undefined;
  const { content } = element;
  if (content.kind === "scalar") return change({ element, field: undefined }, value);
  if (content.kind !== "struct") return value;
  const mapped: Record<string, unknown> = { ...(value as object) };
  for (const [key, field] of Object.entries(content.fields)) {
    const part = mapped[key];
    if (part === undefined) continue;
    if (field.kind === "attribute" || field.kind === "text") mapped[key] = change({ element, field }, part);
    else if (field.kind === "element")
      mapped[key] = Array.isArray(part)
        ? part.map((member) => mapLeaves(field.element, member, change, after))
        : mapLeaves(field.element, part, change, after);
  }
  after?.(element, mapped);
  return mapped;
}

function membersOf(part: unknown): readonly unknown[] {
  return Array.isArray(part) ? part : [part];
}
