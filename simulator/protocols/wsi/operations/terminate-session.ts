import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { boolean } from "../../../schema/scalar.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { sessionId } from "../types/identifiers.ts";

const abort = el.scalar("abort", boolean, {
  label: "abort",
  doc: "Whether the session is aborted with Alert 1223 instead of closed; false when absent.",
});

export const TerminateSession = el.struct("TerminateSession", {
  sessionId: one(sessionId),
  abort: optional(abort),
});
export type TerminateSession = Infer<typeof TerminateSession>;
export type TerminateSessionInput = Input<typeof TerminateSession>;

export const TerminateSessionResponse = el.struct("TerminateSessionResponse", { ack: one(ack) });
export type TerminateSessionResponse = Infer<typeof TerminateSessionResponse>;
export type TerminateSessionResponseInput = Input<typeof TerminateSessionResponse>;

/** F2.16: ends a tunnelled session. */
export const terminateSession = operation("TerminateSession", {
  request: TerminateSession,
  response: TerminateSessionResponse,
  outcomes: ["SessionStatus"],
  doc: "Closes or aborts a tunnelled session.",
});
