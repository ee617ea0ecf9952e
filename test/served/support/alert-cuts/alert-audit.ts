import { sortCallbacks } from "../power-cut/audit.ts";
import type { DeviceLedger } from "../power-cut/device-ledger.ts";
import { textOf } from "../scripted-soap.ts";
import type { Attempt } from "./recipient.ts";

/* What issue and contract promise of alerts, checked against what came. */

/** An alert as a recipient got it. */
interface Got {
  readonly alertId: string;
  readonly deviceId: string;
  readonly mark: string;
}

interface AlertAudit {
  readonly problems: readonly string[];
  /** Callbacks that came more than once. */
  readonly again: number;
  /** Alerts that were stored twice, because their device got no answer and sent them again. */
  readonly storedTwice: number;
}

interface Facts {
  readonly ledger: DeviceLedger;
  /** Whether a process was there at a date. */
  readonly ran: (date: number) => boolean;
  readonly raised: readonly { readonly deviceId: string; readonly mark: string }[];
}

/** Alerts in a text, in their order. */
export function alertsIn(text: string): readonly Got[] {
  return [...text.matchAll(/<(?:\w+:)?alert>(.*?)<\/(?:\w+:)?alert>/gs)].flatMap(([, alert = ""]) =>
    (alert.match(/tok-[a-z0-9-]+/g) ?? []).map((mark) => ({
      alertId: textOf(alert, "alertId") ?? "",
      deviceId: textOf(alert, "deviceId") ?? "",
      mark,
    })),
  );
}

/** Checks what one recipient got for each of its subscriptions. */
export function auditRecipient(
  attempts: readonly Attempt[],
  subscriptions: readonly string[],
  facts: Facts,
): AlertAudit {
  const { distinct, received, problems: found } = sortCallbacks(attempts.map(({ callback }) => callback));
  const problems = [...found, ...needless(attempts)];
  let storedTwice = 0;
  for (const subscription of subscriptions) {
    const got = distinct
      .filter(({ name, text }) => name === "AlertNotification" && text.includes(subscription))
      .flatMap(({ text }) => alertsIn(text));
    const audit = auditStream(got, facts);
    problems.push(...audit.problems.map((problem) => `${subscription}: ${problem}`));
    storedTwice = audit.storedTwice;
  }
  return { problems, again: received - distinct.length, storedTwice };
}

/** A process does not send again what the recipient has taken from it. */
function needless(attempts: readonly Attempt[]): readonly string[] {
  const taken = new Set<string>();
  const problems: string[] = [];
  for (const { callback, process, accepted } of attempts) {
    const key = `${process}: ${callback.operationId}.${callback.sequence}`;
    if (taken.has(key)) problems.push(`${callback.name} ${key} was sent again after it had been taken`);
    if (accepted) taken.add(key);
  }
  return problems;
}

/** Every alert that was answered 200, in order, and none oftener than its device may have sent it in vain. */
function auditStream(
  got: readonly Got[],
  { ledger, ran, raised }: Facts,
): { readonly problems: readonly string[]; readonly storedTwice: number } {
  const problems: string[] = [];
  const ids = new Map<string, Set<string>>();
  const first = new Map<string, number>();
  const seen = new Set<string>();
  for (const [index, { alertId, mark }] of got.entries()) {
    const key = `${alertId} ${mark}`;
    if (seen.has(key)) problems.push(`the alert ${key} came in two callbacks`);
    seen.add(key);
    ids.set(mark, (ids.get(mark) ?? new Set()).add(alertId));
    if (!first.has(mark)) first.set(mark, index);
  }
  const inVain = new Map<string, number>();
  for (const { mark, at } of ledger.unanswered) if (ran(at)) inVain.set(mark, (inVain.get(mark) ?? 0) + 1);
  let storedTwice = 0;
  for (const [mark, { size }] of ids) {
    if (size > 1) storedTwice++;
    if (size > 1 + (inVain.get(mark) ?? 0)) problems.push(`the alert ${mark} was stored ${size} times`);
  }
  for (const { deviceId, mark } of ledger.acknowledged)
    if (!first.has(mark)) problems.push(`the alert ${mark} of ${deviceId} was answered 200 and is lost`);
  const latest = new Map<string, number>();
  for (const { deviceId, mark } of raised) {
    const at = first.get(mark);
    if (at === undefined) problems.push(`the alert ${mark} of ${deviceId} never came`);
    else if (at < (latest.get(deviceId) ?? -1))
      problems.push(`the alert ${mark} of ${deviceId} came too early`);
    else latest.set(deviceId, at);
  }
  return { problems, storedTwice };
}

/** What RetrieveAlerts gave is what a subscription got, no less. */
export function auditRetrieved(retrieved: readonly Got[], attempts: readonly Attempt[]): readonly string[] {
  const delivered = new Set(
    attempts
      .filter(({ callback }) => callback.name === "AlertNotification")
      .flatMap(({ callback }) => alertsIn(callback.text).map(({ alertId }) => alertId)),
  );
  const given = new Set(retrieved.map(({ alertId }) => alertId));
  return [
    ...[...delivered].filter((id) => !given.has(id)).map((id) => `RetrieveAlerts does not give ${id}`),
    ...[...given].filter((id) => !delivered.has(id)).map((id) => `${id} was stored and not delivered`),
  ];
}
