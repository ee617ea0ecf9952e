import { PolicyCommandKind, type PolicyView } from "../../../../simulator/api/index.ts";

/** Kinds of commands in the order of the columns. */
export const commandKinds = PolicyCommandKind.options;

/** One subtree, and the kinds of commands that may touch it. */
export interface SubtreeRow {
  readonly subtree: string;
  readonly kinds: readonly PolicyCommandKind[];
}

/** The subtrees of a policy as rows, in the order in which they are first named. */
export function rowsOf({ subtrees }: PolicyView): readonly SubtreeRow[] {
  if (Array.isArray(subtrees)) return subtrees.map((subtree) => ({ subtree, kinds: commandKinds }));
  const rows = new Map<string, PolicyCommandKind[]>();
  for (const kind of commandKinds)
    for (const subtree of subtrees[kind] ?? []) rows.set(subtree, [...(rows.get(subtree) ?? []), kind]);
  return Array.from(rows, ([subtree, kinds]) => ({ subtree, kinds }));
}

/** The same as a policy says it: one list where every row is for all kinds. A row for no kind is left out. */
export function subtreesOf(rows: readonly SubtreeRow[]): PolicyView["subtrees"] {
  const used = rows.filter(({ kinds }) => kinds.length > 0);
  if (used.every(({ kinds }) => kinds.length === commandKinds.length))
    return used.map(({ subtree }) => subtree);
  const named = commandKinds.map(
    (kind) => [kind, rows.filter(({ kinds }) => kinds.includes(kind)).map(({ subtree }) => subtree)] as const,
  );
  return Object.fromEntries(named.filter(([, list]) => list.length > 0));
}

/** Places of findings about one subtree: `subtrees.0`, `subtrees.replace.2`. */
export function pathsOf(policy: PolicyView, subtree: string): readonly string[] {
  const { subtrees } = policy;
  if (Array.isArray(subtrees)) return [`subtrees.${subtrees.indexOf(subtree)}`];
  return commandKinds.flatMap((kind) => {
    const at = subtrees[kind]?.indexOf(subtree) ?? -1;
    return at < 0 ? [] : [`subtrees.${kind}.${at}`];
  });
}

/** True when two policies grant the same; the order of entries does not matter to it. */
export function isSamePolicy(a: PolicyView, b: PolicyView): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(policy: PolicyView) {
  const { managementDomain, operations, devices, alertTypes, acceptsAlertsFrom, quota } = policy;
  return {
    managementDomain,
    lists: [operations, devices, alertTypes, acceptsAlertsFrom].map((list) => list.toSorted()),
    quota: [quota.requestsPerMinute, quota.devicesPerBulk, quota.outstandingOperations],
    rows: rowsOf(policy)
      .map(({ subtree, kinds }) => `${subtree} ${kinds.join()}`)
      .toSorted(),
  };
}

/** The operations of a policy after a group was granted or taken back. `all` are those that can be granted. */
export function withOperations(
  granted: readonly string[],
  changed: readonly string[],
  on: boolean,
  all: readonly string[],
): string[] {
  const before = granted.includes("*") ? all : granted;
  const after = on
    ? [...before, ...changed.filter((name) => !before.includes(name))]
    : before.filter((name) => !changed.includes(name));
  return all.every((name) => after.includes(name)) ? ["*"] : [...after];
}
