import { errorText } from "../../core/error.ts";
import type { Ack, CallbackName, OperationName } from "../../protocols/wsi/index.ts";
import type { RequestInput, ResponseValue } from "../../stacks/wsi-http.ts";
import { toPlainJson } from "../../stacks/wsi-json.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type { RoleContext } from "../../wire/role.ts";
import { outcomeOf, type CallFailure } from "./call-outcome.ts";
import { buildCall, type CallRequest } from "./call-request.ts";
import type { ExternalSystemCommand, ExternalSystemOptions, OperationCall } from "./command.ts";
import { expectedOutcomes } from "./expected-outcomes.ts";
import type { Turn } from "./turn.ts";

/** A call of an operation that was built. */
export interface Call {
  /** The caller's reference. */
  readonly call: string;
  readonly operation: OperationName;
  readonly value: RequestInput<OperationName> | undefined;
  /** Its own, until an acknowledgement names the operation. */
  readonly conversation: string;
  readonly messageId: string | null | undefined;
  readonly ownCredentials: boolean;
  /** Callbacks that the contract promises. */
  readonly expected: readonly CallbackName[];
}

/** What the part that an operation belongs to does at each stage of a call. */
export interface Follower {
  /** The request goes out. */
  readonly sent?: (turn: Turn) => void;
  /** A response came; returns the conversation that it belongs to, where that is not the operation's own. */
  answered(response: ResponseValue<OperationName>, turn: Turn): string | undefined;
  /** A fault, no answer, or an acknowledgement that says `rejected`. */
  failed(failure: CallFailure, turn: Turn): void;
}

/** Calls operations of the DM server. */
export interface Calls {
  /** Address of the WSI; a WSDL that was found replaces it. */
  endpoint: string;
  /** Calls that are not answered yet and whose callbacks may come first. */
  readonly unnamed: number;
  /** Builds and sends a call; `command` is who asks, for a refusal. */
  make(asked: OperationCall, command: ExternalSystemCommand["name"], turn: Turn): void;
  /** Each is true when the request or timer was one of ours. */
  answered(request: string, response: HttpResponse, turn: Turn): boolean;
  failed(request: string, reason: string, text: string, turn: Turn): boolean;
  due(timer: string, turn: Turn): boolean;
}

/** What the calls need of the rest of the External System. */
export interface CallParts {
  readonly options: ExternalSystemOptions;
  readonly context: RoleContext;
  readonly follow: (call: Call) => Follower;
  /** Conversation of an operation that the request is about, where it is known. */
  readonly conversationOf: (value: RequestInput<OperationName> | undefined) => string | undefined;
  /** A call came to nothing. */
  readonly onFailure: (call: Call, failure: CallFailure, turn: Turn) => void;
}

interface Pending {
  readonly call: Call;
  readonly request: CallRequest;
  readonly follower: Follower;
}

/** Milliseconds of run time that an acknowledgement may take. */
const TIMEOUT = 30_000;

/** Creates the calls of an External System. */
export function createCalls({ options, context, follow, conversationOf, onFailure }: CallParts): Calls {
  const tools = { crypto: context.crypto, random: context.random.fork("calls") };
  const waiting = new Map<string, Pending>();
  const scheduled = new Map<string, Pending>();
  let count = 0;
  let unnamed = 0;

  const send = (pending: Pending, id: string, turn: Turn): void => {
    const { call, request, follower } = pending;
    const { conversation, operation } = call;
    let http;
    try {
      http = request.write(calls.endpoint, turn.moment.date);
    } catch (error) {
      return fail(pending, { code: "unwritable", text: errorText(error) }, turn);
    }
    waiting.set(id, pending);
    if (call.expected.length > 0) unnamed++;
    turn.report("call.sent", { call: call.call, operation }, conversation);
    follower.sent?.(turn);
    turn.sink({
      type: "request",
      request: id,
      channel: "wsi",
      http,
      timeout: TIMEOUT,
      conversation,
      // an address from a WSDL is a peer's word
      onPeersWord: calls.endpoint !== options.wsiUrl,
    });
  };

  const fail = ({ call, follower }: Pending, failure: CallFailure, turn: Turn): void => {
    const { code, text: reason, status, fault } = failure;
    turn.report(
      "call.failed",
      {
        call: call.call,
        operation: call.operation,
        code,
        reason,
        ...(status === undefined ? {} : { status }),
        ...(fault?.exception === undefined ? {} : { exception: fault.exception }),
        ...(fault?.messageId === undefined ? {} : { messageId: fault.messageId }),
        ...(fault === undefined ? {} : { variables: fault.variables }),
      },
      call.conversation,
    );
    follower.failed(failure, turn);
    onFailure(call, failure, turn);
  };

  const succeed = ({ call, follower }: Pending, value: ResponseValue<OperationName>, turn: Turn): void => {
    const ack = ackOf(value);
    const own = ack && `operation:${ack.operationId}`;
    const rejected = ack?.state === "rejected";
    const named = rejected
      ? follower.failed({ code: "rejected", text: ack.reason ?? "" }, turn)
      : follower.answered(value, turn);
    const response = toPlainJson(call.operation, "response", value);
    turn.report(
      "call.acknowledged",
      {
        ...Object.fromEntries(Object.entries(response).filter(([, part]) => typeof part !== "object")),
        call: call.call,
        operation: call.operation,
        ...(ack ? { operationId: ack.operationId } : {}),
        response,
      },
      named ?? (rejected ? undefined : own) ?? call.conversation,
    );
  };

  const settle = (id: string, turn: Turn, done: (pending: Pending) => void): boolean => {
    const pending = waiting.get(id);
    if (!pending) return false;
    waiting.delete(id);
    if (pending.call.expected.length > 0) unnamed--;
    done(pending);
    return true;
  };

  const calls: Calls = {
    endpoint: options.wsiUrl,
    get unnamed() {
      return unnamed;
    },
    make: (asked, command, turn) => {
      const request = buildCall(asked, options, tools);
      if ("refused" in request) {
        const { refused: reason, findings } = request;
        return turn.report("command.refused", { name: command, reason, findings });
      }
      const number = String(++count);
      const { operation, value, messageId, ownCredentials, outcomesWanted, delay } = request;
      const reference = asked.call ?? number;
      const call: Call = {
        call: reference,
        operation,
        value,
        messageId,
        ownCredentials,
        conversation: conversationOf(value) ?? `call:${options.id}/${reference}`,
        expected: outcomesWanted ? expectedOutcomes(operation, value) : [],
      };
      const pending: Pending = { call, request, follower: follow(call) };
      if (delay === 0) return send(pending, `call/${number}`, turn);
      scheduled.set(`call/${number}`, pending);
      turn.report("call.scheduled", { call: reference, operation, delay }, call.conversation);
      turn.sink({ type: "timer.arm", timer: `call/${number}`, due: turn.moment.now + delay });
    },
    answered: (id, response, turn) =>
      settle(id, turn, (pending) => {
        const outcome = outcomeOf(response, pending.call.operation);
        if (outcome.ok) succeed(pending, outcome.value, turn);
        else fail(pending, outcome.failure, turn);
      }),
    failed: (id, code, text, turn) => settle(id, turn, (pending) => fail(pending, { code, text }, turn)),
    due: (timer, turn) => {
      const pending = scheduled.get(timer);
      if (!pending) return false;
      scheduled.delete(timer);
      send(pending, timer, turn);
      return true;
    },
  };
  return calls;
}

/** The acknowledgement of a response; undefined for Query and List operations. */
export function ackOf(response: ResponseValue<OperationName>): Ack | undefined {
  return "ack" in response ? response.ack : undefined;
}
