/** Rights in the order of the table. */
export const aclRights = ["Add", "Delete", "Exec", "Get", "Replace"] as const;
export type AclRight = (typeof aclRights)[number];

/** Servers with their rights; `*` is every server. */
export type AclTable = ReadonlyMap<string, ReadonlySet<AclRight>>;

/**
 * Reads the text of an ACL (DM Tree and Description 1.2, 7.7.1).
 *
 * @returns undefined when it is none
 */
export function parseAcl(text: string): AclTable | undefined {
  const table = new Map<string, Set<AclRight>>();
  if (text.trim() === "") return table;
  for (const entry of text.trim().split("&")) {
    const [name, ids, ...rest] = entry.split("=");
    const right = aclRights.find((known) => known === name);
    if (right === undefined || ids === undefined || rest.length > 0) return undefined;
    for (const id of ids === "" ? [] : ids.split("+")) {
      if (!/^(?:\*|[^=&*+\s\p{Cc}]+)$/u.test(id)) return undefined;
      table.set(id, (table.get(id) ?? new Set()).add(right));
    }
  }
  return table;
}

/** The text of an ACL; empty when no right is left. */
export function printAcl(table: AclTable): string {
  return aclRights
    .flatMap((right) => {
      const ids = [...table].filter(([, rights]) => rights.has(right)).map(([id]) => id);
      if (ids.length === 0) return [];
      return `${right}=${ids.includes("*") ? "*" : ids.join("+")}`;
    })
    .join("&");
}

/** The table with one right of one server given or taken. */
export function withRight(table: AclTable, id: string, right: AclRight, given: boolean): AclTable {
  const rights = new Set(table.get(id));
  if (given) rights.add(right);
  else rights.delete(right);
  return new Map(table).set(id, rights);
}

/** The servers as rows: by name, `*` last and always there. */
export function aclServers(table: AclTable, added: readonly string[]): readonly string[] {
  const ids = new Set([...table.keys(), ...added]);
  ids.delete("*");
  return [...ids, "*"];
}
