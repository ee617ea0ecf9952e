import { utf8Text } from "../../core/bytes.ts";
import type { CrossingRecord, JournalRecord } from "../../journal/record.ts";
import {
  isOperationName,
  type DeviceResult,
  type DiagnosticsDelivery,
  type OperationName,
} from "../../protocols/wsi/index.ts";
import { inContractNames, readAnyWsiEnvelope } from "../../stacks/wsi-foreign-names.ts";
import { readWsiResponse } from "../../stacks/wsi-http.ts";
import { MOST_MESSAGES, MOST_RESULTS, type CallOutcome, type CallRecord } from "./call-record.ts";
import { faultView } from "./fault-view.ts";

/** What the values of responses are told to. */
export type Learn = (operation: string, value: Readonly<Record<string, unknown>>) => void;

/**
 * Takes a record of the journal that may belong to a call: it does when it was caused by one that does, or continues
 * one of its conversations. True when it belongs to it.
 */
export function observe(call: CallRecord, record: JournalRecord, learn: Learn): boolean {
  if (call.request === undefined) return isRequestOf(call, record) && begin(call, record);
  const { cause, conversation } = record;
  const belongs =
    (cause !== undefined && call.members.has(cause)) ||
    (conversation !== undefined && call.conversations.has(conversation));
  if (!belongs || record.kind === "step" || record.kind === "note") return false;
  if (call.members.size < 10 * MOST_MESSAGES) {
    call.members.add(record.seq);
    if (conversation !== undefined) call.conversations.add(conversation);
  }
  if (record.kind === "state") {
    if (record.machine === "dm-server-session" && conversation !== undefined)
      call.sessions.set(conversation, record.state);
    return true;
  }
  call.last = record.clock;
  if (call.messages.length < MOST_MESSAGES) call.messages.push(record.seq);
  else call.more++;
  if (record.direction === "response" && record.exchange === exchangeOf(call))
    takeResponse(call, record, learn);
  if (record.channel === "wsi-callback" && record.direction === "request") takeCallback(call, record);
  return true;
}

const exchanges = new WeakMap<CallRecord, string>();

function exchangeOf(call: CallRecord): string | undefined {
  return exchanges.get(call);
}

function isRequestOf(call: CallRecord, record: JournalRecord): record is CrossingRecord {
  return (
    call.envelope !== undefined &&
    record.kind === "crossing" &&
    record.channel === "wsi" &&
    record.direction === "request" &&
    record.from.role === "external-system" &&
    record.from.name === call.made.system &&
    utf8Text(record.original?.body ?? record.body) === call.envelope
  );
}

function begin(call: CallRecord, record: CrossingRecord): true {
  call.envelope = undefined;
  call.request = record.seq;
  call.clock = call.last = record.clock;
  exchanges.set(call, record.exchange);
  call.members.add(record.seq);
  call.messages.push(record.seq);
  // a conversation that others share from the start would draw their messages in
  if (record.conversation?.startsWith("call:") === true) call.conversations.add(record.conversation);
  if (record.outcome !== "delivered" && record.outcome !== "edited") {
    call.answer = "failed";
    call.fault = { code: record.outcome, text: unanswered(record.outcome), variables: [] };
  }
  return true;
}

function takeResponse(call: CallRecord, record: CrossingRecord, learn: Learn): void {
  if (call.answer !== "sending" && call.answer !== "left") return;
  const isLeft = call.answer === "left";
  call.response = record.seq;
  if (record.outcome !== "delivered" && record.outcome !== "edited") {
    call.answer = "failed";
    call.fault = { code: record.outcome, text: unanswered(record.outcome), variables: [] };
    return;
  }
  const { operation } = call.made;
  const name: OperationName = isOperationName(operation) ? operation : "QueryOperation";
  const http = { status: record.status ?? 200, headers: record.headers, body: inContractNames(record.body) };
  const read = readWsiResponse(http, name);
  if (read.kind !== "response") {
    call.answer = read.kind === "fault" ? "faulted" : "failed";
    call.fault = faultView(read, call.made.draft);
    return;
  }
  const value = read.value as Readonly<Record<string, unknown>>;
  learn(operation, value);
  takeResults(call, value);
  const ack = ackOf(value);
  call.operationId = ack?.operationId;
  call.expiresAt = ack?.expiresAt;
  if (ack?.state === "rejected") {
    call.answer = "rejected";
    call.fault = { code: "rejected", text: ack.reason ?? "The DM server gave no reason.", variables: [] };
  } else if (!isLeft) call.answer = ack ? "acknowledged" : "answered";
}

function ackOf(value: Readonly<Record<string, unknown>>):
  | {
      readonly operationId: string;
      readonly state: string;
      readonly reason?: string;
      readonly expiresAt?: number;
    }
  | undefined {
  const { ack } = value;
  return typeof ack === "object" && ack !== null
    ? (ack as { operationId: string; state: string; reason?: string; expiresAt?: number })
    : undefined;
}

/** What a callback says about how the operation ends. */
function takeCallback(call: CallRecord, record: CrossingRecord): void {
  const child = readAnyWsiEnvelope(record.body).envelope?.children[0];
  if (typeof child?.value !== "object" || child.value === null) return;
  const value = child.value as Readonly<Record<string, unknown>>;
  takeResults(call, value);
  // a tunnel's or a subscription's callbacks come under the operation that opened it
  if (call.operationId !== undefined && value["operationId"] !== call.operationId) return;
  if (child.name === "DiagnosticsDelivery") call.delivered = child.value as DiagnosticsDelivery;
  const outcome = outcomes[child.name]?.[stateIn(value)];
  if (outcome !== undefined) call.outcome = outcome;
}

function stateIn({ state }: Readonly<Record<string, unknown>>): string {
  return typeof state === "string" ? state : "";
}

/** States that end an operation, by callback; a delivery has none and ends it by itself. */
const outcomes: Readonly<Record<string, Readonly<Record<string, CallOutcome>>>> = {
  OperationResult: {
    succeeded: "succeeded",
    "partly-succeeded": "partly-succeeded",
    failed: "failed",
    cancelled: "cancelled",
    expired: "expired",
  },
  RegistrationConfirmation: {
    accepted: "succeeded",
    deregistered: "succeeded",
    rejected: "failed",
    expired: "expired",
  },
  SessionStatus: { closed: "succeeded", refused: "failed", aborted: "cancelled", "timed-out": "expired" },
  SubscriptionStatus: { rejected: "failed", expired: "expired", ended: "succeeded" },
  DiscoveryResult: { "": "succeeded" },
  DiagnosticsDelivery: { "": "succeeded" },
};

function takeResults(call: CallRecord, value: Readonly<Record<string, unknown>>): void {
  const { deviceResult } = value;
  if (!Array.isArray(deviceResult)) return;
  for (const result of deviceResult as readonly DeviceResult[]) {
    if (call.results.length >= MOST_RESULTS) return;
    call.results.push({ result });
  }
}

function unanswered(outcome: CrossingRecord["outcome"]): string {
  switch (outcome) {
    case "dropped":
      return "The message was dropped on its way.";
    case "unreachable":
      return "The DM server cannot be reached at this address. Is its listener open?";
    case "timeout":
      return "No answer came in time.";
    case "closed":
      return "The connection was closed before an answer came.";
    case "unread":
      return "The message was not read by its receiver.";
    case "delivered":
    case "edited":
      return "";
  }
}
