import type { Infer, Input } from "../../schema/element.ts";
import { alertNotification } from "./callbacks/alert-notification.ts";
import { diagnosticsDelivery } from "./callbacks/diagnostics-delivery.ts";
import { discoveryResult } from "./callbacks/discovery-result.ts";
import { operationProgress } from "./callbacks/operation-progress.ts";
import { operationResult } from "./callbacks/operation-result.ts";
import { packageDelivery } from "./callbacks/package-delivery.ts";
import { registrationConfirmation } from "./callbacks/registration-confirmation.ts";
import { sessionStatus } from "./callbacks/session-status.ts";
import { subscriptionStatus } from "./callbacks/subscription-status.ts";

/** The operations of the portType `ExternalSystemCallback`, in the order of section 6 of the contract. */
export const callbacks = {
  RegistrationConfirmation: registrationConfirmation,
  DiscoveryResult: discoveryResult,
  OperationProgress: operationProgress,
  OperationResult: operationResult,
  SessionStatus: sessionStatus,
  PackageDelivery: packageDelivery,
  SubscriptionStatus: subscriptionStatus,
  AlertNotification: alertNotification,
  DiagnosticsDelivery: diagnosticsDelivery,
} as const;

export type Callbacks = typeof callbacks;
export type CallbackName = keyof Callbacks;

/** A callback as read. */
export type CallbackRequest<N extends CallbackName> = Infer<Callbacks[N]["request"]>;
/** A callback as it can be written. */
export type CallbackRequestInput<N extends CallbackName> = Input<Callbacks[N]["request"]>;

/** All callbacks of the contract. */
export const callbackNames: readonly CallbackName[] = Object.values(callbacks).map(({ name }) => name);

/** True for the name of a callback of the contract. */
export function isCallbackName(name: string): name is CallbackName {
  return Object.hasOwn(callbacks, name);
}
