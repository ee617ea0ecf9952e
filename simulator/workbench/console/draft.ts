import type { Draft } from "../../api/index.ts";

/** Children of a draft with their places: names with their number among equals, `command[1]/replace[0]`. */
export function placedChildren(
  draft: Draft,
  path: string,
): readonly { readonly child: Draft; path: string }[] {
  const seen = new Map<string, number>();
  return (draft.children ?? []).map((child) => {
    const number = seen.get(child.name) ?? 0;
    seen.set(child.name, number + 1);
    return { child, path: childPath(path, child.name, number) };
  });
}

/** The place of the child with this name and number among equals. */
export function childPath(path: string, name: string, number = 0): string {
  return `${path === "" ? "" : `${path}/`}${name}[${number}]`;
}

/** Children of this name. */
export function childrenNamed(draft: Draft | undefined, name: string): readonly Draft[] {
  return draft?.children?.filter((child) => child.name === name) ?? [];
}

/** Text of the first child of this name; undefined when it is absent or empty. */
export function textOf(draft: Draft | undefined, name: string): string | undefined {
  const text = childrenNamed(draft, name)[0]?.text?.trim();
  return text === "" ? undefined : text;
}

/** An element with text. */
export function leaf(name: string, text: string): Draft {
  return { name, text };
}

/** An element with children. */
export function node(name: string, ...children: readonly (Draft | undefined)[]): Draft {
  return { name, children: children.filter((child) => child !== undefined) };
}

/** Every command of a draft with its kind, those inside containers too, in document order. */
export function commandsIn(
  draft: Draft,
  field: string,
): readonly { readonly kind: string; readonly command: Draft; readonly path: string }[] {
  const found: { kind: string; command: Draft; path: string }[] = [];
  const visit = (command: Draft, path: string): void => {
    found.push({ kind: command.name, command, path });
    if (command.name !== "atomic" && command.name !== "sequence") return;
    for (const { child, path: at } of placedChildren(command, path)) visit(child, at);
  };
  for (const { child, path } of placedChildren(draft, ""))
    if (child.name === field) for (const each of placedChildren(child, path)) visit(each.child, each.path);
  return found;
}
