import type { UserAnswer } from "../user-interaction.ts";
import type { ObjectHost } from "./management-object.ts";
import type { Consent } from "./object-spec.ts";

const PATIENCE = 60_000;

/** What is asked: the stages that it is for, the name under which the answer comes, and the text. */
export interface ConsentQuestion {
  readonly stages: readonly string[];
  readonly name: string;
  readonly text: string;
}

/** Asks the user, where the profile wants one of the stages to be asked for. False: none needs consent. */
export function askConsent(
  consent: Consent | undefined,
  question: ConsentQuestion,
  host: ObjectHost,
): boolean {
  if (!consent || !question.stages.some((stage) => consent.before.includes(stage))) return false;
  host.ask(question.name, {
    code: 1101,
    text: question.text,
    choices: [],
    shownFor: 0,
    patience: consent.patience ?? PATIENCE,
    preset: consent.unanswered ?? "accept",
  });
  return true;
}

/** True for an answer that lets the stage begin. */
export function isConsent(answer: UserAnswer): boolean {
  return answer === "accept";
}
