import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { string } from "../../../schema/scalar.ts";
import { registrationState } from "../enumerations.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { registrationId } from "../types/identifiers.ts";
import { reason } from "../types/shared.ts";
import { outcomeFields } from "./outcome.ts";

const state = el.scalar("state", registrationState, { label: "state", doc: "State of the registration." });
const grantedOperation = el.scalar("grantedOperation", string, {
  label: "operation granted",
  doc: "Name of an operation that the External System may call.",
});
const grantedAlertType = el.scalar("grantedAlertType", string, {
  label: "alert type granted",
  doc: "Alert type that the External System may subscribe to.",
});

export const RegistrationConfirmation = el.struct("RegistrationConfirmation", {
  ...outcomeFields,
  registrationId: one(registrationId),
  state: one(state),
  grantedOperation: many(grantedOperation),
  grantedAlertType: many(grantedAlertType),
  reason: optional(reason),
});
export type RegistrationConfirmation = Infer<typeof RegistrationConfirmation>;
export type RegistrationConfirmationInput = Input<typeof RegistrationConfirmation>;
export const RegistrationConfirmationResponse = el.struct("RegistrationConfirmationResponse", {});

/** F2.7: the registration is confirmed or refused. */
export const registrationConfirmation = callback(
  "RegistrationConfirmation",
  RegistrationConfirmation,
  RegistrationConfirmationResponse,
  "Tells the state of a registration and the rights that were granted.",
);
