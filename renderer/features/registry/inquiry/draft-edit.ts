import type { Draft, UddiField } from "../../../../simulator/api/index.ts";

/** Children of a name. */
export function named(draft: Draft, name: string): readonly Draft[] {
  return draft.children?.filter((child) => child.name === name) ?? [];
}

/** The element with one of its children changed, added at its place in the order of the fields, or taken out. */
export function withChild(
  draft: Draft,
  fields: readonly UddiField[],
  name: string,
  number: number,
  next: Draft | undefined,
): Draft {
  const children = [...(draft.children ?? [])];
  let seen = 0;
  const index = children.findIndex((child) => child.name === name && seen++ === number);
  if (index >= 0) children.splice(index, 1, ...(next === undefined ? [] : [next]));
  else if (next !== undefined) children.splice(placeOf(children, fields, name), 0, next);
  return children.length === 0 ? { name: draft.name } : { name: draft.name, children };
}

/** A scalar of which one of two is told: an empty optional one goes. */
export function withText(
  draft: Draft,
  fields: readonly UddiField[],
  field: UddiField,
  number: number,
  text: string,
): Draft {
  const isKept = text !== "" || field.cardinality !== "optional";
  return withChild(draft, fields, field.name, number, isKept ? { name: field.name, text } : undefined);
}

function placeOf(children: readonly Draft[], fields: readonly UddiField[], name: string): number {
  const order = fields.map((field) => field.name);
  const own = order.indexOf(name);
  const index = children.findIndex((child) => order.indexOf(child.name) > own);
  return index < 0 ? children.length : index;
}

/** A few words of what is in an element. */
export function summaryOf(draft: Draft): string {
  const texts: string[] = [];
  const visit = ({ text, children = [] }: Draft): void => {
    if (text !== undefined && text !== "") texts.push(text);
    for (const child of children) if (texts.length < 4) visit(child);
  };
  visit(draft);
  return texts.join(" ").slice(0, 120);
}

/** Pairs of chosen qualifiers that exclude each other. */
export function conflictsIn(
  chosen: readonly string[],
  qualifiers: readonly { readonly name: string; readonly conflicts: readonly string[] }[],
): readonly (readonly [string, string])[] {
  return chosen.flatMap((name, index) => {
    const conflicts = qualifiers.find((each) => each.name === name)?.conflicts ?? [];
    return chosen
      .slice(index + 1)
      .flatMap((other) => (conflicts.includes(other) ? [[name, other] as const] : []));
  });
}
