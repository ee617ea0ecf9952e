import type { AnyElement } from "../element.ts";
import type { Frame } from "./frame.ts";

/**
 * An element that has no place in the sequence of its parent's children: one that is not known there and was skipped, or
 * one of a group that may stand anywhere.
 */
export interface Aside {
  readonly name: string;
  readonly parent: AnyElement;
  /** Names of the elements around it, from the root. */
  readonly around: readonly string[];
  /** How many elements of the parent's main list stood before it. */
  readonly before: number;
  /** Text of its child that identifies it (see the reader's option); empty when it has none. */
  readonly id: string;
}

/** Most asides of a message that are noted. */
export const mostAsides = 1000;

/** An aside that begins inside the innermost of the open frames. */
export function asideIn(frames: readonly Frame[], name: string): Aside & { id: string } {
  const frame = frames.at(-1);
  const { fields } = frame?.struct ?? { fields: [] };
  const main = fields.findIndex(({ field }) => field.kind === "group" && field.anywhere !== true);
  const list = frame?.slots[main];
  return {
    name,
    parent: (frame as Frame).plan.element,
    around: frames.map(({ plan }) => plan.name),
    before: Array.isArray(list) ? list.length : 0,
    id: "",
  };
}
