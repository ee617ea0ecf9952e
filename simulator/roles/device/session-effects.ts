import type { Finding } from "../../core/finding.ts";
import type { Effect } from "../../wire/role.ts";
import { dmClientSession, type DmClientEventName } from "./session-machine.ts";
import type { Session } from "./session.ts";

/** Sends the event to the machine, tells the change and gives the actions; undefined when the state does not know it. */
export function transition(
  session: Session,
  event: DmClientEventName,
  effects: Effect[],
): readonly string[] | undefined {
  const step = session.stepper.send(event);
  if (!step) return undefined;
  const { conversation } = session;
  effects.push({
    type: "state",
    machine: dmClientSession.id,
    conversation,
    event,
    from: step.from,
    state: step.state,
  });
  return step.actions;
}

/** News for the device's driver. */
export function report(
  session: Session,
  name: string,
  data: Readonly<Record<string, unknown>>,
  effects: Effect[],
): void {
  effects.push({ type: "report", report: { name, conversation: session.conversation, data } });
}

/** Something that no message shows. */
export function note(
  session: Session,
  code: string,
  text: string,
  severity: "info" | "warning" | "error",
  effects: Effect[],
  findings?: readonly Finding[],
): void {
  effects.push({
    type: "note",
    code,
    text,
    severity,
    conversation: session.conversation,
    ...(findings && findings.length > 0 ? { findings } : {}),
  });
}
