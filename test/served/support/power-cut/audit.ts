import type { ReceivedCallback } from "../callback-endpoint.ts";
import { textOf, textsOf } from "../scripted-soap.ts";
import type { DeviceLedger } from "./device-ledger.ts";
import type { OrderBook, Placed } from "./order-book.ts";

/* What the contract promises of acknowledged operations, checked against what came. */

/** States of an operation after which nothing more happens. */
export const terminalStates = ["succeeded", "partly-succeeded", "failed", "cancelled", "expired"];

/** Callbacks without their repetitions. */
export interface Callbacks {
  readonly received: number;
  readonly distinct: readonly ReceivedCallback[];
  readonly byOperation: ReadonlyMap<string, readonly ReceivedCallback[]>;
  readonly problems: readonly string[];
}

/** Sorts callbacks; finds gaps, wrong order, and repetitions that are not the same. */
export function sortCallbacks(received: readonly ReceivedCallback[]): Callbacks {
  const problems: string[] = [];
  const first = new Map<string, ReceivedCallback>();
  const byOperation = new Map<string, ReceivedCallback[]>();
  const latest = new Map<string, number>();
  for (const callback of received) {
    const { operationId, sequence, name, text } = callback;
    const key = `${operationId}.${sequence}`;
    const known = first.get(key);
    // order is kept in a stream: a subscription's alerts have one of their own beside its operation's (contract, section 2)
    const stream = `${operationId} ${name === "AlertNotification" || name === "SubscriptionStatus"}`;
    if ((latest.get(stream) ?? 0) > sequence)
      problems.push(`${name} ${key} came after a later one of its stream`);
    latest.set(stream, sequence);
    if (known) {
      if (known.text !== text) problems.push(`${key} came again otherwise: ${known.text} / ${text}`);
      continue;
    }
    first.set(key, callback);
    const list = byOperation.get(operationId) ?? [];
    list.push(callback);
    byOperation.set(operationId, list);
  }
  for (const [operationId, list] of byOperation) {
    const numbers = list.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
    const gap = numbers.findIndex((number, index) => number !== index + 1);
    if (gap >= 0) problems.push(`callback ${operationId}.${gap + 1} never came`);
    // by number from here on, whatever stream they came in
    list.sort((a, b) => a.sequence - b.sequence);
  }
  const ids = new Set<string>();
  for (const { text } of first.values()) {
    const id = textOf(text, "MessageID") ?? "";
    if (id === "" || ids.has(id)) problems.push(`MessageID ${id} is missing or that of another callback`);
    ids.add(id);
  }
  return { received: received.length, distinct: [...first.values()], byOperation, problems };
}

interface DeviceOutcome {
  readonly deviceId: string;
  readonly state: string;
}

function deviceOutcomes(text: string): readonly DeviceOutcome[] {
  return [...text.matchAll(/<(?:\w+:)?deviceResult>(.*?)<\/(?:\w+:)?deviceResult>/gs)].map(
    ([, body = ""]) => ({
      deviceId: textOf(body, "deviceId") ?? "",
      state: textOf(body, "state") ?? "",
    }),
  );
}

/** Operation's own state in an OperationResult or an OperationStatus. */
export function stateIn(text: string): string {
  return textOf(text.replace(/<(?:\w+:)?deviceResult>.*?<\/(?:\w+:)?deviceResult>/gs, ""), "state") ?? "";
}

function totalsIn(text: string): string {
  const body = /<(?:\w+:)?totals>(.*?)<\/(?:\w+:)?totals>/s.exec(text)?.[1] ?? "";
  return ["targeted", "succeeded", "failed", "cancelled", "expired"]
    .map((name) => `${name} ${textOf(body, name) ?? "?"}`)
    .join(", ");
}

/** Checks every acknowledged operation; `finals` are the last answers of QueryOperation. */
export function auditOperations(
  { operations, placed: all }: OrderBook,
  finals: ReadonlyMap<string, string>,
  callbacks: Callbacks,
  ledger: DeviceLedger,
): readonly string[] {
  const problems: string[] = [];
  const executions = countExecutions(ledger);
  const cancels = all.flatMap(({ order }) => (order.kind === "cancel" ? order.content : []));
  const wasCancelled = (operationId: string): boolean =>
    cancels.some((content) => content.includes(operationId));
  for (const [operationId, placed] of operations) {
    if (placed.rejected) continue;
    const final = finals.get(operationId) ?? "";
    const say = (text: string): void =>
      void problems.push(`${placed.order.kind} ${operationId}: ${text} (${stateIn(final)})`);
    const state = stateIn(final);
    if (!terminalStates.includes(state)) {
      say("it is not over");
      continue;
    }
    auditResult(placed, final, callbacks.byOperation.get(operationId) ?? [], say);
    auditExecutions(placed, final, executions, wasCancelled(operationId), say);
  }
  return problems;
}

/** The result of a subscription is that of its `setUp`: alerts, and the end of the subscription, come when they come. */
function outlivesResult(operation: string, callback: string): boolean {
  return (
    operation === "SubscribeAlerts" && (callback === "AlertNotification" || callback === "SubscriptionStatus")
  );
}

function auditResult(
  { order }: Placed,
  final: string,
  told: readonly ReceivedCallback[],
  say: (text: string) => void,
): void {
  const results = told.filter(({ name }) => name === "OperationResult");
  const state = stateIn(final);
  const wanted = order.result === "always" || (order.result === "on-failure" && state !== "succeeded");
  if (results.length !== (wanted ? 1 : 0)) say(`${results.length} OperationResults came`);
  const [result] = results;
  if (result && stateIn(result.text) !== state) say(`its OperationResult says ${stateIn(result.text)}`);
  if (result && totalsIn(result.text) !== totalsIn(final))
    say(`totals differ: ${totalsIn(result.text)} / ${totalsIn(final)}`);
  for (const later of result ? told.slice(told.indexOf(result) + 1) : [])
    if (!outlivesResult(order.operation, later.name)) say(`${later.name} came after its OperationResult`);
  const targeted = order.devices?.length ?? 1;
  const asked = deviceOutcomes(final);
  const numbers = textsOf(
    /<(?:\w+:)?totals>.*?<\/(?:\w+:)?totals>/s.exec(final)?.[0] ?? "",
    "(?:succeeded|failed|cancelled|expired)",
  );
  const sum = numbers.reduce((all, each) => all + Number(each), 0);
  if (order.result === "always" && sum !== targeted) say(`totals do not add up: ${totalsIn(final)}`);
  const progress = told
    .filter(({ name }) => name === "OperationProgress")
    .flatMap(({ text }) => deviceOutcomes(text));
  if (progress.length === 0) return;
  const tellings = progress.map(({ deviceId, state: each }) => `${deviceId} ${each}`).toSorted();
  const answers = asked.map(({ deviceId, state: each }) => `${deviceId} ${each}`).toSorted();
  if (tellings.join() !== answers.join())
    say(`progress told ${tellings.join(", ")}; the query tells ${answers.join(", ")}`);
}

function countExecutions({ executions }: DeviceLedger): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { deviceId, mark } of executions) {
    const key = `${deviceId} ${mark}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function auditExecutions(
  { order }: Placed,
  final: string,
  executions: ReadonlyMap<string, number>,
  cancelled: boolean,
  say: (text: string) => void,
): void {
  const { mark, once } = order;
  if (mark === undefined) return;
  for (const { deviceId, state } of deviceOutcomes(final)) {
    const count = executions.get(`${deviceId} ${mark}`) ?? 0;
    if (once && count > 1) say(`${deviceId} carried it out ${count} times`);
    if (state === "succeeded" && count === 0) say(`${deviceId} is said to have done it and has not`);
    if ((state === "cancelled" || state === "expired") && count > 0)
      say(`${deviceId} is said to be ${state} and has done it`);
    // nothing is sent any more for an operation that was cancelled, be it repeatable
    if (state === "unknown" && !once && !cancelled)
      say(`${deviceId} is unknown although it could be asked again`);
    if (state === "failed") say(`${deviceId} failed: ${textOf(final, "reason") ?? ""}`);
  }
}

/** Work of one device is done in the order in which it was taken. */
export function auditOrder({ placed }: OrderBook, { executions }: DeviceLedger): readonly string[] {
  const first = new Map<string, number>();
  for (const { deviceId, mark, order } of executions) {
    const key = `${deviceId} ${mark}`;
    if (!first.has(key)) first.set(key, order);
  }
  const byDevice = new Map<string, Placed[]>();
  for (const entry of placed) {
    const [deviceId] = entry.order.devices ?? [];
    if (entry.order.operation !== "ManageParameters" || deviceId === undefined) continue;
    const list = byDevice.get(deviceId) ?? [];
    list.push(entry);
    byDevice.set(deviceId, list);
  }
  const problems: string[] = [];
  for (const [deviceId, list] of byDevice)
    for (const later of list)
      for (const earlier of list) {
        if (earlier.ackedAt === undefined || earlier.ackedAt > later.sentAt) continue;
        const before = first.get(`${deviceId} ${earlier.order.mark ?? ""}`);
        const after = first.get(`${deviceId} ${later.order.mark ?? ""}`);
        if (before !== undefined && after !== undefined && before > after)
          problems.push(
            `${deviceId} did ${later.order.kind} ${later.order.mark ?? ""} before ${earlier.order.kind} ${earlier.order.mark ?? ""}`,
          );
      }
  return problems;
}

/** Every alert that was answered with 200 is delivered in order, each once for a subscription. */
export function auditAlerts(
  subscriptionId: string,
  { acknowledged }: DeviceLedger,
  raised: readonly { readonly deviceId: string; readonly mark: string }[],
  { distinct }: Callbacks,
): { readonly problems: readonly string[]; readonly forwarded: number } {
  const problems: string[] = [];
  const alertIds = new Set<string>();
  const delivered: { readonly deviceId: string; readonly mark: string }[] = [];
  for (const { name, text } of distinct) {
    if (name !== "AlertNotification") continue;
    const key = `${textOf(text, "subscriptionId") ?? ""} ${textOf(text, "alertId") ?? ""}`;
    if (alertIds.has(key)) problems.push(`${key} was delivered twice`);
    alertIds.add(key);
    if (!text.includes(subscriptionId)) continue;
    for (const mark of text.match(/tok-[a-z0-9-]+/g) ?? [])
      delivered.push({ deviceId: textOf(text, "deviceId") ?? "", mark });
  }
  const arrived = new Map<string, number>();
  for (const [index, { mark }] of delivered.entries()) if (!arrived.has(mark)) arrived.set(mark, index);
  for (const { deviceId, mark } of acknowledged)
    if (!arrived.has(mark)) problems.push(`the alert ${mark} of ${deviceId} was answered 200 and is lost`);
  const latest = new Map<string, number>();
  for (const { deviceId, mark } of raised) {
    const at = arrived.get(mark);
    if (at === undefined) problems.push(`the alert ${mark} of ${deviceId} never came`);
    else if (at < (latest.get(deviceId) ?? -1))
      problems.push(`the alert ${mark} of ${deviceId} came too early`);
    else latest.set(deviceId, at);
  }
  return { problems, forwarded: alertIds.size };
}
