/*
 * Access control lists, DM Tree and Description 1.2, 7.7.1:
 * acl = entry *("&" entry); entry = command "=" id *("+" id); id = "*" or a server identifier.
 */

export const aclCommands = ["Add", "Delete", "Exec", "Get", "Replace"] as const;
/** A command that an ACL grants. */
export type AclCommand = (typeof aclCommands)[number];

/** Who may do what. A command that is absent is granted to nobody. */
export interface Acl {
  /** As written to the node; what a Get of the property returns. */
  readonly text: string;
  readonly granted: Readonly<Partial<Record<AclCommand, "*" | readonly string[]>>>;
}

/** The ACL that a root has when nothing else is said. */
export const defaultRootAcl: Acl = readAclOrThrow("Add=*&Get=*");

/**
 * Reads an ACL. Empty text is `"inherit"`: the node has no ACL of its own. Text that is no ACL is undefined. A command
 * without identifiers is left out, as it must not be stored; `*` among others wins.
 */
export function parseAcl(text: string): Acl | "inherit" | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return "inherit";
  const granted: Partial<Record<AclCommand, "*" | string[]>> = {};
  for (const entry of trimmed.split("&")) {
    const equals = entry.indexOf("=");
    const command = aclCommands.find((each) => each === entry.slice(0, equals));
    if (equals < 0 || !command) return undefined;
    const ids = entry.slice(equals + 1);
    if (ids === "") continue;
    const list = ids.split("+");
    if (list.some((id) => !/^(?:\*|[^=&*+\s\p{Cc}]+)$/u.test(id))) return undefined;
    const before = granted[command];
    granted[command] =
      list.includes("*") || before === "*" ? "*" : [...new Set([...(before ?? []), ...list])];
  }
  return Object.keys(granted).length === 0 ? "inherit" : freezeAcl(granted);
}

/** True when the ACL grants the command to the server. */
export function aclAllows(acl: Acl, command: AclCommand, serverId: string): boolean {
  const ids = acl.granted[command];
  return ids === "*" || (ids?.includes(serverId) ?? false);
}

/** The ACL that a new interior node gets when its creator may not replace the parent: its creator may do the rest. */
export function creatorAcl(serverId: string): Acl {
  return freezeAcl({ Add: [serverId], Delete: [serverId], Replace: [serverId] });
}

/** The ACL without a server whose account was removed; undefined when nothing is left. On the root a command that loses its last server is for all. */
export function withoutServer(acl: Acl, serverId: string, root: boolean): Acl | undefined {
  const granted: Partial<Record<AclCommand, "*" | readonly string[]>> = {};
  for (const command of aclCommands) {
    const ids = acl.granted[command];
    if (ids === undefined) continue;
    const left = ids === "*" ? ids : ids.filter((id) => id !== serverId);
    if (left.length > 0) granted[command] = left;
    else if (root) granted[command] = "*";
  }
  return Object.keys(granted).length === 0 ? undefined : freezeAcl(granted);
}

function freezeAcl(granted: Acl["granted"]): Acl {
  const entries = Object.entries(granted).map(
    ([command, ids]) => `${command}=${ids === "*" ? ids : ids.join("+")}`,
  );
  return Object.freeze({ text: entries.join("&"), granted: Object.freeze(granted) });
}

function readAclOrThrow(text: string): Acl {
  const acl = parseAcl(text);
  if (acl === undefined || acl === "inherit") throw new Error(`${text} is no ACL`);
  return acl;
}
