import type { BodyCommand, NestedCommand, SimpleCommand } from "../../protocols/syncml/index.ts";
import type { Execution, Performed } from "./execution.ts";
import { results, status, type Answered } from "./outgoing.ts";
import { perform } from "./perform.ts";

/** Items in one Results; a list of the whole tree goes out in several. */
const ITEMS_PER_RESULTS = 20;

/** A command that the device executes or refuses. */
export type ServerCommand = Exclude<BodyCommand, { readonly kind: "Status" | "Results" }>;

/** What a command means for the ones after it in the body. */
export type Continuation = "continue" | "stop";

/**
 * Executes a command of the body and puts its Status and Results out, children included. `stop`: the user cancelled,
 * so that what follows in the body is not executed.
 */
export function execute(command: ServerCommand | NestedCommand, execution: Execution): Continuation {
  if (isContainer(command))
    return command.kind === "Atomic"
      ? executeAtomic(command, execution)
      : executeSequence(command, execution);
  const performed = perform(command, execution);
  putOut(command, performed, execution);
  return performed.interruption === "cancelled" ? "stop" : "continue";
}

/** Answers a command, and all commands in it, with one code, without executing anything. */
export function refuse(command: ServerCommand | NestedCommand, code: number, execution: Execution): void {
  execution.out.push(status(answered(command, execution), code, isContainer(command) ? {} : refsOf(command)));
  if (isContainer(command)) for (const child of command.commands) refuse(child, code, execution);
}

type Container = Extract<NestedCommand, { readonly kind: "Atomic" | "Sequence" }>;

function isContainer(command: ServerCommand | NestedCommand): command is Container {
  return command.kind === "Atomic" || command.kind === "Sequence";
}

/** Sequence (8.6.8): its own 200 first; a No or a cancel skips the rest, a failure does not. */
function executeSequence(command: Container, execution: Execution): Continuation {
  execution.out.push(status(answered(command, execution), 200));
  let continuation: Continuation = "continue";
  let skipping = false;
  for (const child of command.commands) {
    if (skipping) {
      refuse(child, 215, execution);
      continue;
    }
    if (isContainer(child)) {
      skipping = execute(child, execution) === "stop";
      continue;
    }
    const performed = perform(child, execution);
    putOut(child, performed, execution);
    skipping = performed.interruption !== undefined;
    if (performed.interruption === "cancelled") continuation = "stop";
  }
  return continuation;
}

/** Atomic (8.6.9): all or nothing. The tree is immutable, so rolling back is returning to the root before it. */
function executeAtomic(command: Container, execution: Execution): Continuation {
  const { out, root: before } = execution;
  const startedBefore = execution.started.length;
  const illegal = command.commands.find((child) => !isAllowedInAtomic(child));
  if (illegal || execution.brokenAtomic) {
    out.push(status(answered(command, execution), 500));
    for (const child of command.commands) refuse(child, child === illegal ? 500 : 215, execution);
    return "continue";
  }
  const done: { readonly child: SimpleCommand; readonly performed: Performed }[] = [];
  let failed = false;
  let cancelled = false;
  for (const child of command.commands) {
    if (isContainer(child) || failed) break;
    const performed = perform(child, execution);
    done.push({ child, performed });
    failed = performed.parts.some((part) => part.code >= 300) || performed.interruption !== undefined;
    cancelled = performed.interruption === "cancelled";
  }
  out.push(status(answered(command, execution), failed ? 507 : 200));
  for (const [index, { child, performed }] of done.entries())
    putOut(child, failed ? rolledBack(performed, index === done.length - 1) : performed, execution);
  if (failed) {
    execution.root = before;
    execution.started.length = startedBefore;
    for (const child of command.commands.slice(done.length)) refuse(child, 215, execution);
  }
  return cancelled ? "stop" : "continue";
}

function isAllowedInAtomic(command: NestedCommand): boolean {
  return !isContainer(command) && command.kind !== "Get" && command.kind !== "Exec";
}

/** 216 for what had been done; the command that failed keeps its codes. */
function rolledBack(performed: Performed, failing: boolean): Performed {
  return {
    ...performed,
    parts: performed.parts.map((part) => (failing && part.code >= 214 ? part : { ...part, code: 216 })),
  };
}

/**
 * Status, then Results. Several items with one code get one Status without references, otherwise each its own
 * (section 4).
 */
function putOut(command: SimpleCommand, performed: Performed, execution: Execution): void {
  const answer = answered(command, execution);
  const { parts, items } = performed;
  const [first] = parts;
  if (first && parts.length > 1 && parts.every((part) => part.code === first.code))
    execution.out.push(status(answer, first.code));
  else
    for (const { code, targetRef, sourceRef } of parts)
      execution.out.push(status(answer, code, { targetRef, sourceRef, items }));
  const found = performed.results ?? [];
  for (let start = 0; start < found.length; start += ITEMS_PER_RESULTS)
    execution.out.push(results(answer, found.slice(start, start + ITEMS_PER_RESULTS)));
}

function answered(command: ServerCommand | NestedCommand, execution: Execution): Answered {
  return { msgRef: execution.msgRef, cmdRef: command.CmdID, cmd: command.kind };
}

function refsOf(command: SimpleCommand): { readonly targetRef?: string | undefined } {
  if (command.kind === "Alert" || command.Item.length !== 1) return {};
  return { targetRef: command.Item[0]?.Target?.LocURI };
}
