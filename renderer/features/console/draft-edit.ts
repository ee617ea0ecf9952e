import type { CommandForm, Draft, FormField } from "../../../simulator/api/index.ts";

/*
 * Edits of a request as it is being written. A place is the names on the way with their number among equals:
 * `command[1]/replace[0]/locUri[0]`, the same as the host uses.
 */

/** Steps of a place. */
function steps(path: string): readonly { readonly name: string; readonly number: number }[] {
  if (path === "") return [];
  return path.split("/").map((step) => {
    const [, name = step, number = "0"] = /^(.*)\[(\d+)\]$/.exec(step) ?? [];
    return { name, number: Number(number) };
  });
}

/** The place of a child. */
export function placeOf(path: string, name: string, number = 0): string {
  return `${path === "" ? "" : `${path}/`}${name}[${number}]`;
}

/** Children of a name. */
export function named(draft: Draft | undefined, name: string): readonly Draft[] {
  return draft?.children?.filter((child) => child.name === name) ?? [];
}

/** The element at a place; undefined where there is none. */
export function at(draft: Draft, path: string): Draft | undefined {
  let now: Draft | undefined = draft;
  for (const { name, number } of steps(path)) now = named(now, name)[number];
  return now;
}

/** Which fields an element has, in their order; undefined where order does not matter. */
export type OrderOf = (path: string) => readonly string[] | undefined;

/** The order of fields in a form, by place. */
export function orderIn(fields: readonly FormField[], commands: readonly CommandForm[]): OrderOf {
  return (path) => {
    let now: readonly FormField[] = fields;
    // the element at the place holds commands in any order
    let isFree = false;
    for (const { name } of steps(path)) {
      const field: FormField | undefined = isFree ? undefined : now.find((each) => each.name === name);
      const form: CommandForm | undefined =
        field === undefined ? commands.find(({ kind }) => kind === name) : undefined;
      isFree = field?.kind === "command" || (form?.members.length ?? 0) > 0;
      now = field?.fields ?? form?.fields ?? [];
      if (field === undefined && form === undefined) return undefined;
    }
    return isFree ? undefined : now.map(({ name }) => name);
  };
}

/** The draft with the element at a place changed; what is on the way is made where it is missing. */
export function changed(
  draft: Draft,
  path: string,
  order: OrderOf,
  change: (element: Draft) => Draft | undefined,
): Draft {
  return inside(draft, steps(path), "", order, change) ?? { name: draft.name };
}

function inside(
  draft: Draft,
  way: readonly { readonly name: string; readonly number: number }[],
  path: string,
  order: OrderOf,
  change: (element: Draft) => Draft | undefined,
): Draft | undefined {
  const [step, ...rest] = way;
  if (step === undefined) return change(draft);
  const children = [...(draft.children ?? [])];
  let seen = 0;
  const index = children.findIndex((child) => child.name === step.name && seen++ === step.number);
  const here = placeOf(path, step.name, step.number);
  const next = inside(children[index] ?? { name: step.name }, rest, here, order, change);
  if (index >= 0) {
    if (next === undefined) children.splice(index, 1);
    else children[index] = next;
  } else if (next !== undefined) children.splice(placeInOrder(children, step.name, order(path)), 0, next);
  const { text: _, ...bare } = draft;
  return children.length === 0 ? { name: draft.name } : { ...bare, children };
}

function placeInOrder(
  children: readonly Draft[],
  name: string,
  order: readonly string[] | undefined,
): number {
  const own = order?.indexOf(name) ?? -1;
  if (order === undefined || own < 0) return children.length;
  const index = children.findIndex((child) => order.indexOf(child.name) > own);
  return index < 0 ? children.length : index;
}

/** Sets the text of an element; `keep` leaves an empty one there, else it goes. */
export function withText(draft: Draft, path: string, text: string, order: OrderOf, keep: boolean): Draft {
  return changed(draft, path, order, ({ name }) => (text === "" && !keep ? undefined : { name, text }));
}

/** Adds an element at the end of those of its name. */
export function withChild(draft: Draft, parent: string, child: Draft, order: OrderOf): Draft {
  return changed(draft, parent, order, (element) => {
    const children = [...(element.children ?? [])];
    children.splice(placeInOrder(children, child.name, order(parent)), 0, child);
    return { name: element.name, children };
  });
}

/** Takes the element at a place out. */
export function without(draft: Draft, path: string, order: OrderOf): Draft {
  return changed(draft, path, order, () => undefined);
}

/** Moves an element by one among its siblings. */
export function moved(draft: Draft, path: string, by: 1 | -1, order: OrderOf): Draft {
  const way = steps(path);
  const last = way.at(-1);
  if (last === undefined) return draft;
  const parent = path.split("/").slice(0, -1).join("/");
  return changed(draft, parent, order, (element) => {
    const children = [...(element.children ?? [])];
    let seen = 0;
    const index = children.findIndex((child) => child.name === last.name && seen++ === last.number);
    const other = children[index + by];
    const own = children[index];
    if (own === undefined || other === undefined) return element;
    // fields of a struct keep their order; only equals and members of a container change places
    if (order(parent) !== undefined && other.name !== own.name) return element;
    children[index + by] = own;
    children[index] = other;
    return { ...element, children };
  });
}
