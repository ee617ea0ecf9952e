import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { refusingParty, sessionState } from "../enumerations.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { sessionId } from "../types/identifiers.ts";
import { totals } from "../types/result.ts";
import { reason } from "../types/shared.ts";
import { outcomeFields } from "./outcome.ts";

const state = el.scalar("state", sessionState, { label: "state", doc: "State of the session." });
const refusedBy = el.scalar("refusedBy", refusingParty, {
  label: "refused by",
  doc: "Who refused, where known.",
});

export const SessionStatus = el.struct("SessionStatus", {
  ...outcomeFields,
  sessionId: one(sessionId),
  state: one(state),
  refusedBy: optional(refusedBy),
  reason: optional(reason),
  totals: optional(totals),
});
export type SessionStatus = Infer<typeof SessionStatus>;
export type SessionStatusInput = Input<typeof SessionStatus>;
export const SessionStatusResponse = el.struct("SessionStatusResponse", {});

/** F2.11 and F2.18: a tunnelled session is established, over or refused. */
export const sessionStatus = callback(
  "SessionStatus",
  SessionStatus,
  SessionStatusResponse,
  "Tells that a tunnelled session changed its state.",
);
