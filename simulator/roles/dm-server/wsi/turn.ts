import type { EffectSink } from "../ports.ts";
import type { Moment } from "../../../wire/role.ts";

/** The handling of one event: when it is, and where its effects go. */
export interface Turn {
  readonly moment: Moment;
  readonly emit: EffectSink;
}
