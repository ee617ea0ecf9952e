import type { DeviceHost } from "./core.ts";
import type { UserAnswer, UserQuestion } from "./user-interaction.ts";
import { report } from "./session/session-effects.ts";

/** A question that the person at the device has not answered yet. */
export interface PendingQuestion {
  /** Name for the command `answerUser`. */
  readonly id: string;
  readonly question: UserQuestion;
  /** Run time at which the default counts. */
  readonly due: number;
}

const TIMER = "user/";

/** Questions of a device to the person at it. */
export class Questions {
  readonly #pending: PendingQuestion[] = [];

  get pending(): readonly PendingQuestion[] {
    return this.#pending;
  }

  /** Shows a question: report `user.asked`. */
  ask(host: DeviceHost, id: string, question: UserQuestion): void {
    this.withdraw(host, id);
    const due = host.moment.now + question.patience;
    this.#pending.push({ id, question, due });
    host.effects.push({ type: "timer.arm", timer: `${TIMER}${id}`, due });
    report(host, host.session, "user.asked", { question: id, ...question });
  }

  /** Takes a question away; gives it, or undefined when there is none. */
  withdraw(host: DeviceHost, id: string): PendingQuestion | undefined {
    const index = this.#pending.findIndex((each) => each.id === id);
    if (index < 0) return undefined;
    const [taken] = this.#pending.splice(index, 1);
    host.effects.push({ type: "timer.cancel", timer: `${TIMER}${id}` });
    return taken;
  }
}

/** The question whose time is over, when a timer is one of a question. */
export function questionOfTimer(timer: string): string | undefined {
  return timer.startsWith(TIMER) ? timer.slice(TIMER.length) : undefined;
}

/** True when the answer has a form that the question takes. */
export function fitsQuestion({ code }: UserQuestion, answer: UserAnswer): boolean {
  if (answer === "cancel" || answer === "timeout") return true;
  if (code === 1102) return typeof answer === "object" && "text" in answer;
  if (code >= 1103) return typeof answer === "object" && "choices" in answer;
  return answer === "accept" || (answer === "reject" && code === 1101);
}
