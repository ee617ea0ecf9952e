import type { Effect, Moment } from "../../../wire/role.ts";
import type { EffectSink } from "../ports.ts";

/** The event that is being handled: its time and where its effects go. */
export interface Turn {
  readonly moment: Moment;
  readonly sink: EffectSink;
}

type Note = Extract<Effect, { readonly type: "note" }>;

/** Tells the journal what no message shows. */
export function note(turn: Turn, what: Omit<Note, "type">): void {
  turn.sink({ type: "note", ...what });
}
