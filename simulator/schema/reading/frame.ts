import type { ChildPlan, ElementPlan, StructPlan } from "../plan.ts";
import type { Reports } from "./reports.ts";

/** An element with children whose end has not come, in any encoding. */
export interface Frame {
  readonly plan: ElementPlan;
  readonly struct: StructPlan;
  /** How the value goes into the frame below; undefined for a root. */
  readonly child: ChildPlan | undefined;
  readonly slots: unknown[];
  /** Where the element's four numbers stand among the places. */
  readonly place: number;
  lastSlot: number;
  /** Index of the child that is likely to come next. */
  expected: number;
  text: string;
}

/**
 * Notes that a declared child begins in a frame, with a finding where it stands out of order. Returns false, with a
 * finding, for one that is there already and is not read again.
 */
export function admitChild(
  frame: Frame,
  child: ChildPlan,
  reports: Reports,
  start: number,
  contentStart: number,
): boolean {
  const { slot } = child;
  frame.expected = child.list ? child.index : child.index + 1;
  if (!child.list && frame.slots[slot] !== undefined) {
    reports.duplicate(frame, child.plan, start, contentStart);
    return false;
  }
  if (child.anywhere) return true;
  if (slot < frame.lastSlot) reports.order(frame, child.plan, start, contentStart);
  else frame.lastSlot = slot;
  return true;
}

/** Puts the value of a child into the slot of its field. */
export function storeChild(frame: Frame, child: ChildPlan, value: unknown): void {
  if (!child.list) {
    frame.slots[child.slot] = value;
    return;
  }
  const list = frame.slots[child.slot];
  if (Array.isArray(list)) list.push(value);
  else frame.slots[child.slot] = [value];
}
