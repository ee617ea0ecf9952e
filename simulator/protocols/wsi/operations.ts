import type { Infer, Input } from "../../schema/element.ts";
import { cancelOperation } from "./operations/cancel-operation.ts";
import { deregisterExternalSystem } from "./operations/deregister-external-system.ts";
import { describeDevice } from "./operations/describe-device.ts";
import { discoverDevices } from "./operations/discover-devices.ts";
import { exchangePackage } from "./operations/exchange-package.ts";
import { initiateSession } from "./operations/initiate-session.ts";
import { listConfigurations } from "./operations/list-configurations.ts";
import { listUpdates } from "./operations/list-updates.ts";
import { manageParameters } from "./operations/manage-parameters.ts";
import { queryOperation } from "./operations/query-operation.ts";
import { registerExternalSystem } from "./operations/register-external-system.ts";
import { removeConfiguration } from "./operations/remove-configuration.ts";
import { removeUpdate } from "./operations/remove-update.ts";
import { renewSubscription } from "./operations/renew-subscription.ts";
import { requestDiagnostics } from "./operations/request-diagnostics.ts";
import { retrieveAlerts } from "./operations/retrieve-alerts.ts";
import { submitBulkOperation } from "./operations/submit-bulk-operation.ts";
import { submitConfiguration } from "./operations/submit-configuration.ts";
import { submitUpdate } from "./operations/submit-update.ts";
import { subscribeAlerts } from "./operations/subscribe-alerts.ts";
import { terminateSession } from "./operations/terminate-session.ts";
import { unsubscribeAlerts } from "./operations/unsubscribe-alerts.ts";

/** The operations of the portType `DeviceManagement`, in the order of section 4 of the contract. */
export const operations = {
  RegisterExternalSystem: registerExternalSystem,
  DeregisterExternalSystem: deregisterExternalSystem,
  DiscoverDevices: discoverDevices,
  DescribeDevice: describeDevice,
  SubmitConfiguration: submitConfiguration,
  SubmitUpdate: submitUpdate,
  ListConfigurations: listConfigurations,
  ListUpdates: listUpdates,
  RemoveConfiguration: removeConfiguration,
  RemoveUpdate: removeUpdate,
  ManageParameters: manageParameters,
  SubmitBulkOperation: submitBulkOperation,
  QueryOperation: queryOperation,
  CancelOperation: cancelOperation,
  InitiateSession: initiateSession,
  ExchangePackage: exchangePackage,
  TerminateSession: terminateSession,
  SubscribeAlerts: subscribeAlerts,
  RenewSubscription: renewSubscription,
  UnsubscribeAlerts: unsubscribeAlerts,
  RetrieveAlerts: retrieveAlerts,
  RequestDiagnostics: requestDiagnostics,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;

/** Request of an operation as read. */
export type OperationRequest<N extends OperationName> = Infer<Operations[N]["request"]>;
/** Request of an operation as it can be written. */
export type OperationRequestInput<N extends OperationName> = Input<Operations[N]["request"]>;
/** Response of an operation as read. */
export type OperationResponse<N extends OperationName> = Infer<Operations[N]["response"]>;
/** Response of an operation as it can be written. */
export type OperationResponseInput<N extends OperationName> = Input<Operations[N]["response"]>;

/** All operations of the contract. */
export const operationNames: readonly OperationName[] = Object.values(operations).map(({ name }) => name);

/** True for the name of an operation of the contract. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
