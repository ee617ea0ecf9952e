import type { CommandForm, Draft } from "../../../simulator/api/index.ts";
import { named, placeOf } from "./draft-edit.ts";

/** A management command as a row of the table. */
export interface CommandRow {
  /** Place of the element of its kind: `command[1]/replace[0]`. */
  readonly path: string;
  /** Place of what is removed and moved: the `command` itself, or the member of a container. */
  readonly owner: string;
  /** Number from 1, inside a container `2.1`, as results count. */
  readonly number: string;
  readonly depth: number;
  readonly kind: string;
  readonly element: Draft;
  /** Kinds that can stand here. */
  readonly kinds: readonly string[];
}

/** Commands of a request as rows, containers before their members. */
export function commandRows(
  draft: Draft,
  field: string,
  forms: readonly CommandForm[],
): readonly CommandRow[] {
  const rows: CommandRow[] = [];
  const all = forms.map(({ kind }) => kind);
  named(draft, field).forEach((command, index) => {
    const owner = placeOf("", field, index);
    const element = command.children?.[0] ?? { name: "" };
    visit(element, placeOf(owner, element.name), owner, String(index + 1), 0, all);
  });
  return rows;

  function visit(
    element: Draft,
    path: string,
    owner: string,
    number: string,
    depth: number,
    kinds: readonly string[],
  ): void {
    const { name: kind } = element;
    rows.push({ path, owner, number, depth, kind, element, kinds });
    const members = forms.find((form) => form.kind === kind)?.members ?? [];
    if (members.length === 0) return;
    const seen = new Map<string, number>();
    (element.children ?? []).forEach((member, index) => {
      const among = seen.get(member.name) ?? 0;
      seen.set(member.name, among + 1);
      const at = placeOf(path, member.name, among);
      visit(member, at, at, `${number}.${index + 1}`, depth + 1, members);
    });
  }
}

/** The same command as another kind, with the fields that both have; an address stays an address. */
export function asKind(element: Draft, kind: string, forms: readonly CommandForm[]): Draft {
  const form = forms.find((each) => each.kind === kind);
  const before = element.children ?? [];
  if (form === undefined) return { name: kind };
  if (form.members.length > 0) {
    const isContainer = forms.some((each) => each.kind === element.name && each.members.length > 0);
    const members = isContainer ? before : element.name === "" ? [] : [element];
    const fitting = members.filter(({ name }) => form.members.includes(name));
    return fitting.length === 0 ? { name: kind } : { name: kind, children: fitting };
  }
  const address = [...named(element, "locUri"), ...named(element, "from")][0]?.text;
  const children = form.fields.flatMap(({ name }): Draft[] => {
    const same = before.filter((child) => child.name === name);
    if (same.length > 0) return same;
    return (name === "locUri" || name === "from") && address !== undefined ? [{ name, text: address }] : [];
  });
  return children.length === 0 ? { name: kind } : { name: kind, children };
}

/** A new command: as the last one is, without its value; a get where there is none. */
export function nextCommand(field: string, last: Draft | undefined): Draft {
  const kind = last?.children?.[0]?.name ?? "get";
  const plain = kind === "atomic" || kind === "sequence" ? "get" : kind;
  return { name: field, children: [{ name: plain }] };
}
