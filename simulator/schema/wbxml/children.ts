import type { AnyElement } from "../element.ts";
import type { ChildPlan, StructPlan } from "../plan.ts";
import { tagKey } from "./vocabulary.ts";

const known = new WeakMap<StructPlan, ReadonlyMap<number, ChildPlan>>();

/** Children of a struct by the key of their tag. Children without a declared token are not among them. */
export function childrenByToken(struct: StructPlan): ReadonlyMap<number, ChildPlan> {
  const made = known.get(struct);
  if (made) return made;
  const children = new Map<number, ChildPlan>();
  for (const child of struct.order) {
    const key = keyOf(child.plan.element);
    if (key !== undefined) children.set(key, child);
  }
  known.set(struct, children);
  return children;
}

/** Key of the tag of a declaration; undefined when it has no token. */
export function keyOf({ token }: AnyElement): number | undefined {
  return token && tagKey(token[0], token[1]);
}
