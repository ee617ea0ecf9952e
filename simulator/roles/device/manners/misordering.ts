/**
 * Children that come first when elements are misordered, by their parent: the orders of shipped clients and of published
 * examples that differ from SyncML Representation 1.2. What is not named follows in its own order.
 */
const firstChildren: ReadonlyMap<string, readonly string[]> = new Map([
  ["Status", ["CmdID", "Data", "MsgRef", "CmdRef", "Cmd"]],
  ["Results", ["CmdID", "Item", "MsgRef", "CmdRef"]],
  ["Alert", ["Item", "CmdID", "Data", "Correlator"]],
  ["Replace", ["Item", "Meta", "CmdID"]],
  ["Item", ["Meta", "Data", "Target", "Source"]],
  ["Cred", ["Data", "Meta"]],
  ["Meta", ["Type", "Format"]],
]);

/** The children of an element in the order of a client that misorders them. Children of one name keep theirs. */
export function misordered<C extends { readonly name: string }>(
  parent: string,
  children: readonly C[],
): readonly C[] {
  const first = firstChildren.get(parent);
  if (!first) return children;
  const rank = (child: C): number => {
    const place = first.indexOf(child.name);
    return place < 0 ? first.length : place;
  };
  return [...children].sort((one, other) => rank(one) - rank(other));
}
