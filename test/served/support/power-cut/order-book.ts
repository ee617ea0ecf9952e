import { callWsi, textOf, type SoapAnswer } from "../scripted-soap.ts";
import type { ServedHost } from "../served-host.ts";
import type { Order } from "./orders.ts";

/** What became of an order. */
export interface Placed {
  readonly order: Order;
  /** Place in the order of first sending, and of acknowledgement: comparable with one another. */
  readonly sentAt: number;
  ackedAt: number | undefined;
  /** The response, once there was one. */
  response: string | undefined;
  operationId: string | undefined;
  sessionId: string | undefined;
  subscriptionId: string | undefined;
  /** Acknowledged as `rejected`. */
  rejected: boolean;
  /** Message id of the fault that it was answered with. */
  fault: string | undefined;
  attempts: number;
}

/** All orders of a run, and what was wrong with the answers. */
export interface OrderBook {
  readonly placed: readonly Placed[];
  /** Orders by operationId; an order that changes another operation is not in here. */
  readonly operations: ReadonlyMap<string, Placed>;
  readonly problems: readonly string[];
  /** Requests that a cut left without an answer. */
  readonly unanswered: number;
  /** Responses to repeated requests that were compared with the first. */
  readonly compared: number;
  place(host: ServedHost, order: Order): Promise<Placed>;
  /** Repeats what a cut left without an answer. */
  repeatOpen(host: ServedHost): Promise<void>;
  /** Repeats an answered order: its response has to be the same. */
  repeat(host: ServedHost, placed: Placed): Promise<void>;
  /** Told of every acknowledgement. */
  onAcknowledged(listener: () => void): () => void;
  /** State of an operation; undefined when a cut came in between. */
  state(host: ServedHost, operationId: string): Promise<SoapAnswer | undefined>;
}

/** Creates an empty book. */
export function createOrderBook(): OrderBook {
  const placed: Placed[] = [];
  const operations = new Map<string, Placed>();
  const problems: string[] = [];
  const listeners = new Set<() => void>();
  let tick = 0;
  let unanswered = 0;
  let compared = 0;

  const send = async (
    host: ServedHost,
    { operation, content }: Pick<Order, "operation" | "content">,
  ): Promise<SoapAnswer | undefined> => {
    try {
      return await callWsi(host, operation, content);
    } catch {
      return undefined; // the host was cut off
    }
  };

  const judge = (entry: Placed, { status, text }: SoapAnswer): void => {
    const { order } = entry;
    if (entry.response !== undefined) {
      compared++;
      if (entry.response !== text)
        problems.push(`${order.kind}: repeated, it is answered otherwise: ${entry.response} / ${text}`);
      return;
    }
    if (status !== 200) {
      const code = textOf(text, "messageId") ?? "";
      if (!order.mayFault?.includes(code)) problems.push(`${order.kind} was answered ${status} ${text}`);
      entry.fault = code;
      return;
    }
    entry.response = text;
    entry.ackedAt = ++tick;
    entry.operationId = textOf(text, "operationId");
    entry.sessionId = textOf(text, "sessionId");
    entry.subscriptionId = textOf(text, "subscriptionId");
    entry.rejected = textOf(text, "state") === "rejected";
    if (entry.operationId === undefined) problems.push(`${order.kind} has no operationId: ${text}`);
    else if (order.operation !== "CancelOperation") operations.set(entry.operationId, entry);
    for (const listener of listeners) listener();
  };

  const attempt = async (host: ServedHost, entry: Placed): Promise<void> => {
    entry.attempts++;
    const answer = await send(host, entry.order);
    if (answer) judge(entry, answer);
    else unanswered++;
  };

  return {
    placed,
    operations,
    problems,
    get unanswered() {
      return unanswered;
    },
    get compared() {
      return compared;
    },
    place: async (host, order) => {
      const entry: Placed = {
        order,
        sentAt: ++tick,
        ackedAt: undefined,
        response: undefined,
        operationId: undefined,
        sessionId: undefined,
        subscriptionId: undefined,
        rejected: false,
        fault: undefined,
        attempts: 0,
      };
      placed.push(entry);
      await attempt(host, entry);
      return entry;
    },
    repeatOpen: async (host) => {
      const open = placed.filter(
        ({ order, response, fault }) => order.repeatable && response === undefined && fault === undefined,
      );
      await Promise.all(open.map((entry) => attempt(host, entry)));
    },
    repeat: attempt,
    onAcknowledged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: async (host, operationId) => {
      const answer = await send(host, {
        operation: "QueryOperation",
        content: `<operationId>${operationId}</operationId><maxResults>1000</maxResults>`,
      });
      if (answer && answer.status !== 200)
        problems.push(`an acknowledged operation is not known: ${answer.status} ${answer.text}`);
      return answer;
    },
  };
}
