import type { Effect, Moment } from "../../wire/role.ts";

/** Effects of one event and reports to the driver. */
export interface Turn {
  readonly moment: Moment;
  readonly sink: (effect: Effect) => void;
  report(name: string, data: Readonly<Record<string, unknown>>, conversation?: string): void;
}

/** Starts a turn; its effects go to `effects`. */
export function createTurn(moment: Moment, effects: Effect[]): Turn {
  return {
    moment,
    sink: (effect) => effects.push(effect),
    report: (name, data, conversation) =>
      effects.push({ type: "report", report: { name, data, conversation } }),
  };
}
