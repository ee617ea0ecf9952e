import { utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";
import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { CallbackName } from "../../protocols/wsi/index.ts";
import {
  readWsiRequest,
  unauthorized,
  writeWsiResponse,
  type RequestContext,
  type WsiMessage,
} from "../../stacks/wsi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type { Effect, RoleEvent } from "../../wire/role.ts";
import { judgeSender } from "./callback-authentication.ts";
import { wrongAnswer, type AnswerPlan, type Behaviours } from "./callback-behaviour.ts";
import { checkAddressing, checkRepetition } from "./callback-checks.ts";
import { subjectOf, type CallbackStreams } from "./callback-streams.ts";
import type { CallbackAnswer, CallbackServiceCredentials } from "./command.ts";
import type { Turn } from "./turn.ts";

/** A callback as received for the first time. */
export type ReceivedCallback = WsiMessage<"ExternalSystemCallback">;
type Received = Extract<RoleEvent<never>, { type: "request.received" }>;

/** A callback that came, for screens. What it says is in the journal, under its exchange. */
export interface CallbackEntry {
  readonly callback: CallbackName;
  readonly operationId: string;
  readonly sequence: number;
  /** Date of its arrival. */
  readonly receivedAt: number;
  readonly exchange: string;
  readonly repeated: boolean;
  /** How it was answered. */
  readonly answer: CallbackAnswer;
}

/** What the callback service needs of the rest of the External System. */
export interface CallbackParts {
  readonly credentials: CallbackServiceCredentials;
  readonly crypto: Crypto;
  readonly streams: CallbackStreams;
  readonly behaviours: Behaviours;
  /** MessageID of an operation's request; null when it had none, undefined when nothing is known of it. */
  readonly requestedBy: (operationId: string) => string | null | undefined;
  /** Takes a callback that did not come before. */
  readonly take: (callback: ReceivedCallback, turn: Turn) => void;
}

/** The callback service of an External System (contract, section 6). */
export interface CallbackService {
  receive(event: Received, turn: Turn): void;
  /** The sender waits no longer. */
  gone(exchange: string, turn: Turn): void;
  /** True when the timer is one of ours. */
  due(timer: string, turn: Turn): boolean;
  /** What came last, oldest first. */
  entries(): Iterable<CallbackEntry>;
}

/** Callbacks that are listed; the oldest are forgotten. */
const MOST_ENTRIES = 1_000;
const ref = spec("wsi-contract", "2 Asynchrony");

/** Creates the service; deliveries are at least once, so each operationId and sequence is taken once only. */
export function createCallbackService(parts: CallbackParts): CallbackService {
  const { behaviours, streams } = parts;
  const entries: CallbackEntry[] = [];
  /** Answers that wait for their time, by exchange. */
  const late = new Map<string, Effect>();

  /** Where a callback stands in its stream; true when it has come before. */
  const place = (callback: ReceivedCallback, context: RequestContext, exchange: string, turn: Turn) => {
    const { operation, value } = callback;
    const { operationId, sequence } = value;
    const conversation = `operation:${operationId}`;
    const data = { callback: operation, operationId, sequence };
    const findings: Finding[] = [
      ...checkAddressing(operation, context.addressing, parts.requestedBy(operationId)),
    ];
    let repeated = false;
    if (sequence < 1) {
      const text = `sequence of ${operation} is ${sequence}; it counts from 1.`;
      findings.push({ severity: "warning", code: "callback/sequence", text, spec: ref });
    } else {
      const { messageId } = context.addressing ?? {};
      const subject = subjectOf(operation);
      const arrival = streams.arrive({ operationId, sequence, subject, messageId });
      if (arrival.kind === "gap") turn.report("callback.gap", { operationId, ...arrival.gap }, conversation);
      if (arrival.kind === "late") turn.report("callback.late", data, conversation);
      if (arrival.kind === "repeated") {
        repeated = true;
        findings.push(...checkRepetition(operation, arrival.messageId, messageId));
        turn.report("callback.repeated", data, conversation);
      }
      const odd = oddness(operation, sequence, arrival);
      if (odd) findings.push(odd);
    }
    for (const finding of findings)
      turn.sink({
        type: "note",
        code: finding.code,
        text: finding.text,
        severity: finding.severity,
        conversation,
        exchange,
        findings: [finding],
      });
    return repeated;
  };

  const answer = (exchange: string, plan: AnswerPlan, http: HttpResponse, turn: Turn): void => {
    if (plan.answer === "silence") return;
    const effect: Effect =
      plan.answer === "close" ? { type: "hang-up", exchange } : { type: "respond", exchange, http };
    if (plan.delay === 0) return turn.sink(effect);
    late.set(exchange, effect);
    turn.sink({ type: "timer.arm", timer: timerOf(exchange), due: turn.moment.now + plan.delay });
  };

  return {
    receive: ({ exchange, request, peer }, turn) => {
      const respond = (http: HttpResponse): void => turn.sink({ type: "respond", exchange, http });
      // somebody looks whether this service is there
      if (request.method !== "POST") return respond(postOnly);
      const read = readWsiRequest(request, "ExternalSystemCallback", { date: turn.moment.date });
      const [first] = read.findings;
      if (first)
        turn.sink({
          type: "note",
          code: "callback/message",
          text: first.text,
          severity: read.ok ? "warning" : "error",
          exchange,
          findings: read.findings,
        });
      if (!read.ok) return respond(read.response);
      const sender = judgeSender(read, peer, parts.credentials, parts.crypto);
      if (sender !== "accepted") {
        turn.sink({
          type: "note",
          code: "callback-refused",
          text: `The DM server's callback credentials are ${sender}`,
          severity: "warning",
          exchange,
        });
        return respond(unauthorized(read.soapVersion, sender));
      }
      const plan = behaviours.planFor(read.operation);
      const { operationId, sequence } = read.value;
      let repeated = false;
      if (plan.taken) {
        // first what the callback changes, then its answer: an acknowledged callback is never lost
        repeated = place(read, read, exchange, turn);
        if (!repeated) parts.take(read, turn);
      } else {
        const data = { callback: read.operation, operationId, sequence, answer: plan.answer };
        turn.report("callback.refused", data, `operation:${operationId}`);
      }
      entries.push({
        callback: read.operation,
        operationId,
        sequence,
        receivedAt: turn.moment.date,
        exchange,
        repeated,
        answer: plan.answer,
      });
      if (entries.length > MOST_ENTRIES) entries.shift();
      const right = writeWsiResponse(read.soapVersion, read.operation, {}, read.addressing);
      answer(exchange, plan, wrongAnswer(plan.answer, read.soapVersion) ?? right, turn);
    },
    gone: (exchange, turn) => {
      if (late.delete(exchange)) turn.sink({ type: "timer.cancel", timer: timerOf(exchange) });
    },
    due: (timer, turn) => {
      const exchange = timer.startsWith(TIMER) ? timer.slice(TIMER.length) : undefined;
      const effect = exchange === undefined ? undefined : late.get(exchange);
      if (exchange === undefined || !effect) return false;
      late.delete(exchange);
      turn.sink(effect);
      return true;
    },
    entries: () => entries,
  };
}

const postOnly: HttpResponse = {
  status: 405,
  headers: { allow: "POST", "content-type": "text/plain; charset=utf-8" },
  body: utf8("Callbacks are taken here with POST.\n"),
};

const TIMER = "answer/";

function timerOf(exchange: string): string {
  return `${TIMER}${exchange}`;
}

/** What the place of a callback in its stream says about the deliveries. */
function oddness(
  name: CallbackName,
  sequence: number,
  arrival: ReturnType<CallbackStreams["arrive"]>,
): Finding | undefined {
  switch (arrival.kind) {
    case "next":
    case "filled":
      return undefined;
    case "gap": {
      const { from, to } = arrival.gap;
      const missing = from === to ? `Callback ${from} is` : `Callbacks ${from} to ${to} are`;
      if (subjectOf(name) === "subscription") {
        const text = `${missing} not here before ${name} ${sequence}: another recipient gets it, it is under way, or it was dropped.`;
        return { severity: "info", code: "callback/gap", text, spec: ref };
      }
      const text = `${missing} missing before ${name} ${sequence}.`;
      return { severity: "warning", code: "callback/gap", text, spec: ref };
    }
    case "late": {
      const text = `${name} ${sequence} comes after later ones: the order of its stream is broken.`;
      return { severity: "warning", code: "callback/order", text, spec: ref };
    }
    case "repeated": {
      const text = `${name} ${sequence} has come before; it is answered and not taken again.`;
      return { severity: "info", code: "callback/repeated", text, spec: ref };
    }
  }
}
