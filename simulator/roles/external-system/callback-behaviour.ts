import { utf8 } from "../../core/bytes.ts";
import { callbackNames, type CallbackName } from "../../protocols/wsi/index.ts";
import type { SoapVersion } from "../../protocols/soap/index.ts";
import { unauthorized, writeFault } from "../../stacks/wsi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type { CallbackAnswer, CallbackBehaviour } from "./command.ts";

/** What an External System does with callbacks unless it is told otherwise. */
export const acceptingBehaviour: CallbackBehaviour = { delay: 0, answer: "accept", only: [], times: 0 };

const answers: Readonly<Record<CallbackAnswer, true>> = {
  accept: true,
  "fault-receiver": true,
  "fault-sender": true,
  unauthorised: true,
  unavailable: true,
  garbage: true,
  silence: true,
  close: true,
};

/** How one callback is answered. */
export interface AnswerPlan {
  readonly answer: CallbackAnswer;
  /** Milliseconds of run time before the answer. */
  readonly delay: number;
  /** The sender takes it as delivered: it is taken here too. */
  readonly taken: boolean;
}

/** The behaviour in force; counts how often it was used. */
export interface Behaviours {
  readonly current: CallbackBehaviour;
  /** The changed behaviour, or why it cannot be. */
  change(changes: Readonly<Record<string, unknown>>): CallbackBehaviour | string;
  planFor(name: CallbackName): AnswerPlan;
}

/** Creates the behaviour of an External System that accepts. */
export function createBehaviours(): Behaviours {
  let current = acceptingBehaviour;
  let used = 0;
  return {
    get current() {
      return current;
    },
    change: (changes) => {
      const next = changed(current, changes);
      if (typeof next === "string") return next;
      used = 0;
      return (current = next);
    },
    planFor: (name) => {
      const meant = current.only.length === 0 || current.only.includes(name);
      const { answer, delay } = meant ? current : acceptingBehaviour;
      if (meant && current.times > 0 && ++used >= current.times) current = acceptingBehaviour;
      return { answer, delay, taken: answer === "accept" || answer === "garbage" };
    },
  };
}

/** What is sent back for a way to answer; undefined when nothing is, or when it is the contract's own response. */
export function wrongAnswer(answer: CallbackAnswer, version: SoapVersion): HttpResponse | undefined {
  switch (answer) {
    case "fault-receiver":
      return writeFault(version, { kind: "server", text: "The callback service fails on purpose" });
    case "fault-sender":
      return writeFault(version, { kind: "client", text: "The callback is refused on purpose" });
    case "unauthorised":
      return unauthorized(version, "wrong");
    case "unavailable":
      return plain(503, "text/plain; charset=utf-8", "The callback service is unavailable on purpose.\n");
    case "garbage":
      return plain(200, "text/xml; charset=utf-8", "<<this is no XML & no SOAP\n");
    case "accept":
    case "silence":
    case "close":
      return undefined;
  }
}

function plain(status: number, type: string, text: string): HttpResponse {
  return { status, headers: { "content-type": type }, body: utf8(text) };
}

function changed(
  current: CallbackBehaviour,
  changes: Readonly<Record<string, unknown>>,
): CallbackBehaviour | string {
  const {
    delay = current.delay,
    answer = current.answer,
    only = current.only,
    times = current.times,
    ...more
  } = changes;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) return `a behaviour has no part ${unknown.slice(0, 80)}`;
  if (!isCount(delay)) return "delay is a number of milliseconds";
  if (!isCount(times)) return "times is a whole number";
  if (!isAnswer(answer)) return `answer is one of ${Object.keys(answers).join(", ")}`;
  if (!isCallbacks(only)) return `only is a list out of ${callbackNames.join(", ")}`;
  return { delay, answer, only, times };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isAnswer(value: unknown): value is CallbackAnswer {
  return typeof value === "string" && Object.hasOwn(answers, value);
}

function isCallbacks(value: unknown): value is readonly CallbackName[] {
  return Array.isArray(value) && value.every((name) => callbackNames.some((known) => known === name));
}
