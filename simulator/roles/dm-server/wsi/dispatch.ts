import type { OperationName } from "../../../protocols/wsi/index.ts";
import type { ResponseInput, WsiMessage } from "../../../stacks/wsi-http.ts";
import type { Answer, Call } from "./call.ts";
import { cancel } from "./operations/cancel-operation.ts";
import { deregister } from "./operations/deregister-external-system.ts";
import { discover } from "./operations/discover-devices.ts";
import { exchangePackage } from "./operations/exchange-package.ts";
import { initiateSession } from "./operations/initiate-session.ts";
import { manageParameters } from "./operations/manage-parameters.ts";
import { query } from "./operations/query-operation.ts";
import { register } from "./operations/register-external-system.ts";
import { describeDevice } from "./operations/describe-device.ts";
import { submitBulkOperation } from "./operations/submit-bulk-operation.ts";
import { terminateSession } from "./operations/terminate-session.ts";
import { listConfigurations } from "./operations/list-configurations.ts";
import { listUpdates } from "./operations/list-updates.ts";
import { removeConfiguration } from "./operations/remove-configuration.ts";
import { removeUpdate } from "./operations/remove-update.ts";
import { submitConfiguration } from "./operations/submit-configuration.ts";
import { submitUpdate } from "./operations/submit-update.ts";
import { renewSubscription } from "./operations/renew-subscription.ts";
import { requestDiagnostics } from "./operations/request-diagnostics.ts";
import { retrieveAlerts } from "./operations/retrieve-alerts.ts";
import { subscribeAlerts } from "./operations/subscribe-alerts.ts";
import { unsubscribeAlerts } from "./operations/unsubscribe-alerts.ts";

/** An answer whose response belongs to the operation of the request. */
export type AnyAnswer = Answer<ResponseInput<OperationName>>;

/** Carries out a request by its operation. Throws a Refusal. */
export function dispatch(message: WsiMessage<"DeviceManagement">, call: Call): AnyAnswer {
  switch (message.operation) {
    case "RegisterExternalSystem":
      return register(message.value, call);
    case "DeregisterExternalSystem":
      return deregister(message.value, call);
    case "DiscoverDevices":
      return discover(message.value, call);
    case "DescribeDevice":
      return describeDevice(message.value, call);
    case "SubmitBulkOperation":
      return submitBulkOperation(message.value, call);
    case "ManageParameters":
      return manageParameters(message.value, call);
    case "QueryOperation":
      return query(message.value, call);
    case "CancelOperation":
      return cancel(message.value, call);
    case "InitiateSession":
      return initiateSession(message.value, call);
    case "ExchangePackage":
      return exchangePackage(message.value, call);
    case "TerminateSession":
      return terminateSession(message.value, call);
    case "ListConfigurations":
      return listConfigurations(message.value, call);
    case "ListUpdates":
      return listUpdates(message.value, call);
    case "RemoveConfiguration":
      return removeConfiguration(message.value, call);
    case "RemoveUpdate":
      return removeUpdate(message.value, call);
    case "SubmitConfiguration":
      return submitConfiguration(message.value, call);
    case "SubmitUpdate":
      return submitUpdate(message.value, call);
    case "SubscribeAlerts":
      return subscribeAlerts(message.value, call);
    case "RenewSubscription":
      return renewSubscription(message.value, call);
    case "UnsubscribeAlerts":
      return unsubscribeAlerts(message.value, call);
    case "RetrieveAlerts":
      return retrieveAlerts(message.value, call);
    case "RequestDiagnostics":
      return requestDiagnostics(message.value, call);
  }
}
