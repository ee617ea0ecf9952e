import type { Alert, ItemInput } from "../../protocols/syncml/index.ts";

/** What the user does with an alert. */
export type UserAnswer =
  | "accept"
  | "reject"
  | "cancel"
  | "timeout"
  | { readonly text: string }
  | { readonly choices: readonly number[] };

/**
 * A device without a user interface; a script with answers by alert code, without one the alert's default counts; or a
 * person, who is asked and answers with the command `answerUser`, or with the default when MAXDT is over.
 */
export type UserInteraction = "none" | "person" | Readonly<Partial<Record<UserAlert, UserAnswer>>>;

/** What a person at the device is asked. */
export interface UserQuestion {
  /** The alert code that the question has the form of: 1101 confirms, 1102 takes text, 1103 and 1104 offer choices. */
  readonly code: UserAlert;
  readonly text: string;
  readonly choices: readonly string[];
  /** Milliseconds that the text is shown at least, and after which the default counts. */
  readonly shownFor: number;
  readonly patience: number;
  /** Answer when nobody answers: the alert's DR. Undefined = none was given: status 408. */
  readonly preset?: UserAnswer | undefined;
  /** Most characters of a text. */
  readonly longest?: number | undefined;
  /** IT and ET of the alert: what kind of text, and whether it is echoed. */
  readonly input?: "alphanumeric" | "numeric" | "date" | "time" | "phone" | "ip" | undefined;
  readonly echo?: "text" | "password" | undefined;
}

/** User interaction alerts of DM Protocol 1.2, 8.7.1. */
export type UserAlert = 1100 | 1101 | 1102 | 1103 | 1104;

/** Answer to an alert: status code, items of the Status, and what it means for the commands after it. */
export interface AlertAnswer {
  readonly code: number;
  readonly items: readonly ItemInput[];
  /** `no`: 1101 answered No. `cancelled`: the user cancelled. */
  readonly interruption?: "no" | "cancelled" | undefined;
}

/** Milliseconds that a question waits when the alert has no MAXDT. */
export const DEFAULT_PATIENCE = 30_000;
/** Characters that the display of a device can show at once. */
const DISPLAY = 4_096;

const inputs = {
  A: "alphanumeric",
  N: "numeric",
  D: "date",
  T: "time",
  P: "phone",
  I: "ip",
} as const satisfies Readonly<Record<string, UserQuestion["input"]>>;

/** Characters that an input field of each kind takes. */
const typeable: Readonly<Partial<Record<NonNullable<UserQuestion["input"]>, RegExp>>> = {
  numeric: /[0-9+\-.]/,
  date: /[0-9]/,
  time: /[0-9]/,
  phone: /[0-9+pws]/,
  ip: /[0-9.]/,
};
/** Digits of a date `DDMMYYYY` and a time `hhmmss`. */
const digits: Readonly<Partial<Record<NonNullable<UserQuestion["input"]>, number>>> = { date: 8, time: 6 };

/** True for the codes of user interaction. */
export function isUserAlert(code: number): code is UserAlert {
  return code >= 1100 && code <= 1104;
}

/**
 * The question that a user interaction alert puts, or the status of one that cannot be put: 412 when items are missing,
 * 415 for items that are no text, 416 for what the display cannot show.
 */
export function questionOf(alert: Alert, code: UserAlert): UserQuestion | 412 | 415 | 416 {
  const { Item } = alert;
  if (Item.some(({ Meta, Data }) => (Meta?.Type ?? "text/plain") !== "text/plain" || isOctets(Data)))
    return 415;
  const texts = Item.map((item) => (typeof item.Data === "string" ? item.Data : ""));
  const choices = texts.slice(2);
  if (texts.length < 2 || (code >= 1103 && choices.length === 0)) return 412;
  if (texts.reduce((length, text) => length + text.length, 0) > DISPLAY) return 416;
  const options = new URLSearchParams(texts[0] ?? "");
  const number = (name: string): number | undefined => {
    const value = Number(options.get(name) ?? "");
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  const seconds = number("MAXDT");
  return {
    code,
    text: texts[1] ?? "",
    choices,
    shownFor: (number("MINDT") ?? 0) * 1000,
    patience: seconds === undefined ? DEFAULT_PATIENCE : seconds * 1000,
    preset: presetOf(code, options.get("DR")),
    ...(code === 1102
      ? {
          longest: number("MAXLEN"),
          input: (inputs as Readonly<Record<string, UserQuestion["input"]>>)[options.get("IT") ?? "A"],
          echo: options.get("ET") === "P" ? "password" : "text",
        }
      : {}),
  };
}

/** What a script answers to a question; its default is what a willing user would do. */
export function scriptedAnswer(
  question: UserQuestion,
  script: Exclude<UserInteraction, "none" | "person">,
): UserAnswer {
  return script[question.code] ?? question.preset ?? willing(question.code);
}

/** Answer of a device without a person to a question of its own objects: the preset, or a willing user's. */
export function unattendedAnswer(question: UserQuestion): UserAnswer {
  return question.preset ?? willing(question.code);
}

/** Status, items and meaning of an answer. A timeout is the preset where there is one, otherwise 408. */
export function alertAnswer(question: UserQuestion, given: UserAnswer): AlertAnswer {
  const answer = given === "timeout" ? (question.preset ?? "timeout") : given;
  const { code, choices } = question;
  if (answer === "cancel") return { code: 214, items: [], interruption: "cancelled" };
  if (answer === "timeout") return plain(408);
  if (code === 1101 && answer === "reject") return { code: 304, items: [], interruption: "no" };
  if (code === 1102) return { code: 200, items: [{ Data: typed(question, answer) }] };
  if (code < 1103) return plain(200);
  const chosen = choicesOf(answer).filter((choice) => choice >= 1 && choice <= choices.length);
  const numbers = code === 1103 ? chosen.slice(0, 1) : [...new Set(chosen)];
  return { code: 200, items: numbers.map((choice) => ({ Data: String(choice) })) };
}

function plain(code: number): AlertAnswer {
  return { code, items: [] };
}

function isOctets(data: unknown): boolean {
  return data instanceof Uint8Array;
}

function presetOf(code: UserAlert, preset: string | null): UserAnswer | undefined {
  // a text that nobody answers was displayed all the same
  if (code === 1100) return "accept";
  if (preset === null) return undefined;
  if (code === 1101) return preset === "0" ? "reject" : "accept";
  if (code === 1102) return { text: preset };
  return { choices: preset.split("-").map(Number) };
}

function willing(code: UserAlert): UserAnswer {
  if (code === 1102) return { text: "" };
  return code >= 1103 ? { choices: [1] } : "accept";
}

/** The text as the input field has it: only characters of its kind, and no more than it holds. */
function typed({ input, longest }: UserQuestion, answer: UserAnswer): string {
  const text = typeof answer === "object" && "text" in answer ? answer.text : "";
  const allowed = input && typeable[input];
  const taken = allowed ? Array.from(text).filter((character) => allowed.test(character)) : Array.from(text);
  const most = Math.min(longest ?? taken.length, (input && digits[input]) ?? taken.length);
  return taken.slice(0, most).join("");
}

function choicesOf(answer: UserAnswer): readonly number[] {
  return typeof answer === "object" && "choices" in answer ? answer.choices : [1];
}
