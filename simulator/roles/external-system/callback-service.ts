import type { Crypto } from "../../core/crypto.ts";
import { readWsiRequest, unauthorized, writeWsiResponse, type WsiMessage } from "../../stacks/wsi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type { Effect, Moment, RoleEvent } from "../../wire/role.ts";
import { judgeSender } from "./callback-authentication.ts";
import type { ExternalSystemOptions } from "./command.ts";

/** A callback as received for the first time. */
export type ReceivedCallback = WsiMessage<"ExternalSystemCallback">;
type Received = Extract<RoleEvent<never>, { type: "request.received" }>;

/** Callbacks that are remembered, to know repeated deliveries; the oldest are forgotten. */
const REMEMBERED = 10_000;

/** The callback service of an External System (contract, section 6). */
export interface CallbackService {
  /** Answers one delivery; `take` gets it unless it was delivered before. */
  receive(
    event: Received,
    moment: Moment,
    sink: (effect: Effect) => void,
    take: (callback: ReceivedCallback) => void,
  ): void;
}

/** Creates the service; deliveries are at least once, so each operationId and sequence is taken once only. */
export function createCallbackService(
  options: ExternalSystemOptions["callback"],
  crypto: Crypto,
): CallbackService {
  const seen = new Set<string>();

  const isRepeated = (callback: ReceivedCallback): boolean => {
    const key = `${callback.value.operationId}/${callback.value.sequence}`;
    if (seen.has(key)) return true;
    seen.add(key);
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    return false;
  };

  return {
    receive: (event, moment, sink, take) => {
      const { exchange, request } = event;
      const respond = (http: HttpResponse): void => sink({ type: "respond", exchange, http });
      const read = readWsiRequest(request, "ExternalSystemCallback", { date: moment.date });
      const [first] = read.findings;
      if (first)
        sink({
          type: "note",
          code: "callback/message",
          text: first.text,
          severity: read.ok ? "warning" : "error",
          exchange,
          findings: read.findings,
        });
      if (!read.ok) return respond(read.response);
      const sender = judgeSender(read, options.credentials, crypto);
      if (sender !== "accepted") {
        sink({
          type: "note",
          code: "callback-refused",
          text: `The DM server's callback credentials are ${sender}`,
          severity: "warning",
          exchange,
        });
        return respond(unauthorized(read.soapVersion, sender));
      }
      // first what the callback changes, then its answer: an acknowledged callback is never lost
      if (!isRepeated(read)) take(read);
      respond(writeWsiResponse(read.soapVersion, read.operation, {}, read.addressing));
    },
  };
}
