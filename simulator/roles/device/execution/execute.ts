import type { NestedCommand, SimpleCommand } from "../../../protocols/syncml/index.ts";
import { status } from "../session/outgoing.ts";
import type { Asking } from "../session/session.ts";
import { answered, answersOf, isContainer, refuse, type Container } from "./answers.ts";
import { executeAtomic } from "./atomic.ts";
import type { Execution, Performed } from "./execution.ts";
import { perform } from "./perform.ts";

/** What a command means for the ones after it in the body. */
export type Continuation = "continue" | "stop";

/**
 * Executes a command of the body and puts its Status and Results out, children included. `stop`: the user cancelled,
 * so that what follows in the body is not executed. A person at the device may have to be asked in the middle.
 */
export function* execute(command: NestedCommand, execution: Execution): Asking<Continuation> {
  if (!isContainer(command)) {
    const { interruption } = yield* executeSimple(command, execution);
    return interruption === "cancelled" ? "stop" : "continue";
  }
  if (command.kind === "Sequence") return yield* executeSequence(command, execution);
  return (yield* executeAtomic(command, execution)) ? "stop" : "continue";
}

/** Sequence (8.6.8): its own 200 first; a No or a cancel skips the rest, a failure does not. */
function* executeSequence(command: Container, execution: Execution): Asking<Continuation> {
  execution.out.push(status(answered(command, execution), 200));
  let continuation: Continuation = "continue";
  let skipping = false;
  for (const child of command.commands) {
    if (skipping) {
      refuse(child, 215, execution);
      continue;
    }
    if (isContainer(child)) {
      skipping = (yield* execute(child, execution)) === "stop";
      if (skipping) continuation = "stop";
      continue;
    }
    const { interruption } = yield* executeSimple(child, execution);
    skipping = interruption !== undefined;
    if (interruption === "cancelled") continuation = "stop";
  }
  return continuation;
}

function* executeSimple(command: SimpleCommand, execution: Execution): Asking<Performed> {
  const before = execution.changes.length;
  const performed = yield* perform(command, execution);
  execution.out.push(...answersOf(command, performed, execution));
  if (execution.changes.length > before)
    execution.objects.changed(execution.changes.slice(before).map((change) => change.uri));
  return performed;
}
