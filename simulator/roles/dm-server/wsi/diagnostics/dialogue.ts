import type { CommandOutcome, OutcomeItem, ReferencedCommand } from "../../ports.ts";
import type { DevicePlan, PlanStep, TaskResult } from "../tasks/task-contract.ts";

/** What the device answered to one Get or Exec. */
export interface Answered {
  readonly status: number;
  readonly items: readonly OutcomeItem[];
}

/** A request to the device, by kind and LocURI. */
export type Request =
  | { readonly kind: "get"; readonly locUri: string }
  | { readonly kind: "exec"; readonly locUri: string; readonly correlator: string };

/** How a conversation ends. */
export type Ending =
  | { readonly kind: "await"; readonly correlator: string }
  | { readonly kind: "done"; readonly result: TaskResult };

/** A conversation with a device, written as it runs: each `yield` is a package, its value the answers in its order. */
export type Conversation = Generator<readonly Request[], Ending, readonly Answered[]>;

const UNANSWERED: Answered = { status: 0, items: [] };

/** The plan that holds a conversation in one session. */
export function planOf(conversation: Conversation): DevicePlan {
  /** References of the commands under way. */
  let asked: readonly string[] = [];
  let sent = 0;
  return {
    next: (answered): PlanStep => {
      const byReference = new Map(answered.map((outcome) => [outcome.reference, outcome]));
      const answers = asked.map((reference) => answerOf(byReference.get(reference)));
      const step = conversation.next(answers);
      if (step.done) return step.value;
      const commands = step.value.map((request) => commandOf(request, String(++sent)));
      asked = commands.map(({ reference }) => reference);
      return { kind: "send", commands };
    },
  };
}

function answerOf(outcome: CommandOutcome | undefined): Answered {
  return outcome ? { status: outcome.status, items: outcome.items } : UNANSWERED;
}

function commandOf(request: Request, reference: string): ReferencedCommand {
  const Item = [{ Target: { LocURI: request.locUri } }];
  return request.kind === "get"
    ? { reference, command: { kind: "Get", CmdID: "", Item } }
    : { reference, command: { kind: "Exec", CmdID: "", Correlator: request.correlator, Item } };
}

/** Gets of these nodes. */
export function gets(locUris: readonly string[]): readonly Request[] {
  return locUris.map((locUri) => ({ kind: "get", locUri }));
}
