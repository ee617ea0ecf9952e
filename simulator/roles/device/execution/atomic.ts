import type { NestedCommand, SimpleCommand } from "../../../protocols/syncml/index.ts";
import { status, type Outgoing } from "../session/outgoing.ts";
import type { Asking } from "../session/session.ts";
import { answered, answersOf, isContainer, refuse, type Container } from "./answers.ts";
import type { Execution, Performed } from "./execution.ts";
import { perform } from "./perform.ts";

interface Done {
  readonly child: SimpleCommand;
  readonly performed: Performed;
}

/**
 * Atomic (DM Protocol 1.2, 8.6.9): all or nothing. The tree is immutable, so rolling back is returning to the root
 * before it. Statuses: 507 when a command fails (the others 216, or 516 when the device cannot undo them), 500 for what
 * may not be in it, 517 when the answers do not fit into one message. Gives `true` when the user cancelled.
 */
export function* executeAtomic(command: Container, execution: Execution): Asking<boolean> {
  const { state, out } = execution;
  const illegal = command.commands.find((child) => !isAllowed(child));
  if (illegal || execution.brokenAtomic) {
    out.push(status(answered(command, execution), 500));
    for (const child of command.commands) refuse(child, child === illegal ? 500 : 215, execution);
    return false;
  }
  state.saved.push(state.root);
  const marks = {
    started: execution.started.length,
    works: execution.works.length,
    changes: execution.changes.length,
  };
  const done: Done[] = [];
  let failed = false;
  let cancelled = false;
  for (const child of command.commands) {
    if (isContainer(child) || failed) break;
    const performed = yield* perform(child, execution);
    done.push({ child, performed });
    failed = performed.parts.some((part) => part.code >= 300) || performed.interruption !== undefined;
    cancelled = performed.interruption === "cancelled";
  }
  const before = state.saved.pop() ?? state.root;
  const head = answered(command, execution);
  const answers: Outgoing[] = [];
  if (!failed) {
    answers.push(
      status(head, 200),
      ...done.flatMap((each) => answersOf(each.child, each.performed, execution)),
    );
    if (execution.fits(answers)) {
      out.push(...answers);
      const uris = execution.changes.slice(marks.changes).map((change) => change.uri);
      if (uris.length > 0) execution.objects.changed(uris);
      return false;
    }
  }
  const undone = execution.behaviour.rollback === "works";
  out.push(status(head, failed ? 507 : 517));
  for (const [index, { child, performed }] of done.entries())
    out.push(
      ...answersOf(
        child,
        rolledBack(performed, failed && index === done.length - 1, undone ? 216 : 516),
        execution,
      ),
    );
  for (const child of command.commands.slice(done.length)) refuse(child, 215, execution);
  if (undone) {
    state.root = before;
    execution.changes.length = marks.changes;
  }
  execution.started.length = marks.started;
  execution.works.length = marks.works;
  return cancelled;
}

function isAllowed(command: NestedCommand): boolean {
  return !isContainer(command) && command.kind !== "Get" && command.kind !== "Exec";
}

/** `code` for what had been done; what failed keeps its own. */
function rolledBack(performed: Performed, failing: boolean, code: number): Performed {
  return {
    ...performed,
    items: failing ? performed.items : undefined,
    parts: performed.parts.map((part) => (failing && part.code >= 214 ? part : { ...part, code })),
  };
}
