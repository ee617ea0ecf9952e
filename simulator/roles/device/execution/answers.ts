import type { NestedCommand, SimpleCommand } from "../../../protocols/syncml/index.ts";
import { answerCode } from "../manners/answers.ts";
import { results, status, type Answered, type Outgoing } from "../session/outgoing.ts";
import type { TurnCommand } from "../session/session.ts";
import type { Execution, Performed } from "./execution.ts";

/** Items in one Results; a list of the whole tree goes out in several. */
const ITEMS_PER_RESULTS = 20;

/** A command that the device executes or refuses. */
export type ServerCommand = TurnCommand | NestedCommand;
/** Atomic or Sequence. */
export type Container = Extract<NestedCommand, { readonly kind: "Atomic" | "Sequence" }>;

/** True for an Atomic or Sequence. */
export function isContainer(command: ServerCommand): command is Container {
  return command.kind === "Atomic" || command.kind === "Sequence";
}

/** Which command a Status or Results answers. */
export function answered(command: ServerCommand, execution: Execution): Answered {
  const cmd = command.kind === "unknown" ? command.name : command.kind;
  return { msgRef: execution.msgRef, cmdRef: command.CmdID, cmd };
}

/** Answers a command, and all commands in it, with one code, without executing anything. */
export function refuse(command: ServerCommand, code: number, execution: Execution): void {
  execution.out.push(status(answered(command, execution), code, refsOf(command)));
  if (isContainer(command)) for (const child of command.commands) refuse(child, code, execution);
}

/**
 * Status, then Results. Several items with one code get one Status without references, otherwise each its own
 * (section 4).
 */
export function answersOf(command: SimpleCommand, performed: Performed, execution: Execution): Outgoing[] {
  const { manners } = execution;
  const answer = answered(command, execution);
  const out: Outgoing[] = [];
  const { parts, items } = performed;
  const [first] = parts;
  if (first && parts.length > 1 && parts.every((part) => part.code === first.code))
    out.push(status(answer, answerCode(command, first.code, manners)));
  else
    for (const { code, targetRef, sourceRef } of parts)
      out.push(status(answer, answerCode(command, code, manners), { targetRef, sourceRef, items }));
  const found = performed.results ?? [];
  for (let start = 0; start < found.length; start += ITEMS_PER_RESULTS)
    out.push(results(answer, found.slice(start, start + ITEMS_PER_RESULTS)));
  return out;
}

function refsOf(command: ServerCommand): { readonly targetRef?: string | undefined } {
  if (isContainer(command) || command.kind === "Alert" || command.kind === "unknown") return {};
  return command.Item.length === 1 ? { targetRef: command.Item[0]?.Target?.LocURI } : {};
}
