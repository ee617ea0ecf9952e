import type { Finding } from "../../../core/finding.ts";
import type { DeviceHost } from "../core.ts";
import { dmClientSession, type DmClientEventName } from "./session-machine.ts";
import type { Session } from "./session.ts";

/** Sends the event to the machine, tells the change and gives the actions; undefined when the state does not know it. */
export function transition(
  host: DeviceHost,
  session: Session,
  event: DmClientEventName,
): readonly string[] | undefined {
  const step = session.stepper.send(event);
  if (!step) return undefined;
  const { conversation } = session;
  host.effects.push({
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
  host: DeviceHost,
  session: Session | undefined,
  name: string,
  data: Readonly<Record<string, unknown>>,
): void {
  host.effects.push({
    type: "report",
    report: { name, ...(session ? { conversation: session.conversation } : {}), data },
  });
}

/** Something that no message shows. */
export function note(
  host: DeviceHost,
  session: Session | undefined,
  code: string,
  text: string,
  severity: "info" | "warning" | "error",
  findings?: readonly Finding[],
): void {
  host.effects.push({
    type: "note",
    code,
    text,
    severity,
    ...(session ? { conversation: session.conversation } : {}),
    ...(findings && findings.length > 0 ? { findings } : {}),
  });
}
