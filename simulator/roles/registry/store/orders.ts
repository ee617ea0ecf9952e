import type { Stamp } from "./records.ts";

/**
 * Orders in which lists are given: by name as code points, without regard to case, or as people sort (UTS #10); by date of
 * the last change.
 */
export type Order = "name" | "foldedName" | "collatedName" | "date";

/** An order and its directions. Among equal names, dates decide. */
export interface Sorting {
  readonly order: Order;
  readonly descending: boolean;
  /** The latest first: among equal names, or of all. */
  readonly latestFirst: boolean;
}

/** Tells which of two records comes first. */
export type Comparator<R> = (left: R, right: R) => number;

const collator = new Intl.Collator("und");

/** How records are compared in a sorting; no two records are equal. */
export function comparatorOf<R extends Stamp>(
  nameOf: (record: R) => string,
  { order, descending, latestFirst }: Sorting,
): Comparator<R> {
  const forward = descending ? -1 : 1;
  const later = latestFirst ? -1 : 1;
  if (order === "date") return (left, right) => later * byDate(left, right);
  const names = comparedBy[order];
  return (left, right) => forward * names(nameOf(left), nameOf(right)) || later * byDate(left, right);
}

const comparedBy: Readonly<Record<Exclude<Order, "date">, Comparator<string>>> = {
  name: byText,
  foldedName: (left, right) => byText(left.toLowerCase(), right.toLowerCase()),
  collatedName: (left, right) => collator.compare(left, right),
};

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By the last change, then by order of saving. */
function byDate(left: Stamp, right: Stamp): number {
  return left.modified - right.modified || left.order - right.order || byText(left.key, right.key);
}
