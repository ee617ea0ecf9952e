import { randomUuid } from "../../core/ids.ts";
import {
  readWsiResponse,
  writeWsiRequest,
  type MessageName,
  type ReceivedFault,
  type RequestInput,
  type ResponseValue,
} from "../../stacks/wsi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type { Effect, Moment, RoleContext } from "../../wire/role.ts";
import type { ExternalSystemOptions } from "./command.ts";

type OperationName = MessageName<"DeviceManagement">;
type Sink = (effect: Effect) => void;

/** Why an operation did not come to an acknowledgement. */
export interface CallFailure {
  readonly text: string;
  /** `SVC0004`, `FailedAuthentication`, `timeout`, … */
  readonly code: string;
  readonly fault?: ReceivedFault | undefined;
}

/** What a call came to. */
export type CallOutcome<N extends OperationName> =
  | { readonly ok: true; readonly value: ResponseValue<N> }
  | { readonly ok: false; readonly failure: CallFailure };

/** Calls operations of the DM server and hands each answer to whoever asked. */
export interface WsiCaller {
  /** Address of the WSI; a WSDL that was found replaces it. */
  endpoint: string;
  call<N extends OperationName>(
    operation: N,
    value: RequestInput<N>,
    moment: Moment,
    sink: Sink,
    done: (outcome: CallOutcome<N>, moment: Moment, sink: Sink) => void,
    conversation?: string,
  ): void;
  /** True when the request was one of ours. */
  answered(request: string, response: HttpResponse, moment: Moment, sink: Sink): boolean;
  failed(request: string, reason: string, text: string, moment: Moment, sink: Sink): boolean;
}

/** Milliseconds of run time that an acknowledgement may take. */
const TIMEOUT = 30_000;

/** Creates the caller of an External System. */
export function createWsiCaller(options: ExternalSystemOptions, context: RoleContext): WsiCaller {
  const random = context.random.fork("calls");
  const waiting = new Map<
    string,
    (response: HttpResponse | CallFailure, moment: Moment, sink: Sink) => void
  >();
  let count = 0;

  const settle = (
    request: string,
    answer: HttpResponse | CallFailure,
    moment: Moment,
    sink: Sink,
  ): boolean => {
    const done = waiting.get(request);
    waiting.delete(request);
    done?.(answer, moment, sink);
    return done !== undefined;
  };

  const caller: WsiCaller = {
    endpoint: options.wsiUrl,
    call: (operation, value, moment, sink, done, conversation) => {
      const request = `wsi/${++count}`;
      waiting.set(request, (answer, at, into) => done(outcomeOf(answer, operation), at, into));
      const http = writeWsiRequest(
        caller.endpoint,
        "DeviceManagement",
        options.soapVersion,
        operation,
        value,
        {
          credentials: options.credentials,
          addressing: { messageId: `urn:uuid:${randomUuid(random)}` },
          crypto: context.crypto,
          random,
          date: moment.date,
        },
      );
      sink({
        type: "request",
        request,
        channel: "wsi",
        http,
        timeout: TIMEOUT,
        conversation,
        // an address from a WSDL is a peer's word
        onPeersWord: caller.endpoint !== options.wsiUrl,
      });
    },
    answered: settle,
    failed: (request, reason, text, moment, sink) => settle(request, { code: reason, text }, moment, sink),
  };
  return caller;
}

function outcomeOf<N extends OperationName>(
  answer: HttpResponse | CallFailure,
  operation: N,
): CallOutcome<N> {
  if ("code" in answer) return { ok: false, failure: answer };
  const read = readWsiResponse(answer, operation);
  switch (read.kind) {
    case "response":
      return { ok: true, value: read.value };
    case "fault": {
      const { fault } = read;
      return {
        ok: false,
        failure: { code: fault.messageId ?? fault.subcode?.name ?? fault.code, text: fault.text, fault },
      };
    }
    case "unreadable":
      return { ok: false, failure: { code: `HTTP ${read.status}`, text: read.text } };
  }
}
