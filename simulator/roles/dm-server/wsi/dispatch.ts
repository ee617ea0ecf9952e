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
import { terminateSession } from "./operations/terminate-session.ts";
import { Refusal } from "./refusal.ts";

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
    default: {
      const text = `${message.operation} is not offered by this DM server`;
      throw new Refusal({ kind: "client", text }, text);
    }
  }
}
