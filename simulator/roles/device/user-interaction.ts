import type { Alert, ItemInput } from "../../protocols/syncml/index.ts";

/** What the user does with an alert. */
export type UserAnswer =
  | "accept"
  | "reject"
  | "cancel"
  | "timeout"
  | { readonly text: string }
  | { readonly choices: readonly number[] };

/** A device without a user interface, or the user's answers by alert code; without one the alert's default counts. */
export type UserInteraction = "none" | Readonly<Partial<Record<UserAlert, UserAnswer>>>;

/** User interaction alerts of DM Protocol 1.2, 8.7.1. */
export type UserAlert = 1100 | 1101 | 1102 | 1103 | 1104;

/** Answer to an alert: status code, items of the Status, and what it means for the commands after it. */
export interface AlertAnswer {
  readonly code: number;
  readonly items: readonly ItemInput[];
  /** `no`: 1101 answered No. `cancelled`: the user cancelled. */
  readonly interruption?: "no" | "cancelled" | undefined;
}

/** True for the codes of user interaction. */
export function isUserAlert(code: number): code is UserAlert {
  return code >= 1100 && code <= 1104;
}

/** Answers a user interaction alert: 406 without a user interface, 412 when items are missing. */
export function answerUserAlert(alert: Alert, code: UserAlert, user: UserInteraction): AlertAnswer {
  if (user === "none") return plain(406);
  const texts = alert.Item.map((item) => (typeof item.Data === "string" ? item.Data : ""));
  const choices = texts.slice(2);
  if (texts.length < 2 || (code >= 1103 && choices.length === 0)) return plain(412);
  const options = new URLSearchParams(texts[0] ?? "");
  const answer = user[code] ?? defaultAnswer(code, options.get("DR"));
  if (answer === "cancel") return { code: 214, items: [], interruption: "cancelled" };
  if (answer === "timeout") return plain(408);
  if (code === 1101 && answer === "reject") return { code: 304, items: [], interruption: "no" };
  if (code === 1102) return { code: 200, items: [{ Data: limited(textOf(answer), options.get("MAXLEN")) }] };
  if (code < 1103) return plain(200);
  const chosen = choicesOf(answer).filter((choice) => choice >= 1 && choice <= choices.length);
  const numbers = code === 1103 ? chosen.slice(0, 1) : chosen;
  return { code: 200, items: numbers.map((choice) => ({ Data: String(choice) })) };
}

function plain(code: number): AlertAnswer {
  return { code, items: [] };
}

function defaultAnswer(code: UserAlert, preset: string | null): UserAnswer {
  if (code === 1101) return preset === "0" ? "reject" : "accept";
  if (code === 1102) return { text: preset ?? "" };
  if (code === 1100) return "accept";
  return { choices: (preset ?? "1").split("-").map(Number) };
}

function textOf(answer: UserAnswer): string {
  return typeof answer === "object" && "text" in answer ? answer.text : "";
}

function choicesOf(answer: UserAnswer): readonly number[] {
  return typeof answer === "object" && "choices" in answer ? answer.choices : [1];
}

function limited(text: string, limit: string | null): string {
  const length = Number(limit ?? "");
  return limit !== null && Number.isInteger(length) && length > 0 ? text.slice(0, length) : text;
}
