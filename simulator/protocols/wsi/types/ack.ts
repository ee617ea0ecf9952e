import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { ackState } from "../enumerations.ts";
import { el } from "../namespaces.ts";
import { operationId } from "./identifiers.ts";
import { acceptedAt, expiresAt, reason } from "./shared.ts";

const state = el.scalar("state", ackState, {
  label: "taken?",
  doc: "`rejected` only for a permitted, valid request that cannot be taken now.",
});

/** Acknowledgement: the operation is stored, its outcome comes later (contract, section 2). */
export const ack = el.struct(
  "ack",
  {
    operationId: one(operationId),
    state: one(state),
    reason: optional(reason),
    acceptedAt: one(acceptedAt),
    expiresAt: optional(expiresAt),
  },
  {
    typeName: "Ack",
    label: "acknowledgement",
    doc: "Acknowledgement; the outcome comes as a callback or is polled.",
  },
);
export type Ack = Infer<typeof ack>;
export type AckInput = Input<typeof ack>;
