import { toBase64 } from "../../core/bytes.ts";
import type { Effect, Moment, Role, RoleContext, RoleEvent } from "../../wire/role.ts";
import { createCallbackService, type ReceivedCallback } from "./callback-service.ts";
import type { ExternalSystemCommand, ExternalSystemOptions } from "./command.ts";
import { createLookups } from "./lookups.ts";
import { createOperations } from "./operations.ts";
import { createRegistration } from "./registration.ts";
import { createTunnels } from "./tunnels.ts";
import { createWsiCaller } from "./wsi-caller.ts";

/** Effects of one event and reports to the driver. */
export interface Turn {
  readonly moment: Moment;
  readonly sink: (effect: Effect) => void;
  report(name: string, data: Readonly<Record<string, unknown>>, conversation?: string): void;
}

/** Creates an External System: it looks up, registers, calls operations and hosts the callback service. */
export function createExternalSystem(
  options: ExternalSystemOptions,
  context: RoleContext,
): Role<ExternalSystemCommand> {
  const caller = createWsiCaller(options, context);
  const lookups = createLookups(caller, options.soapVersion);
  const registration = createRegistration(options, context, caller);
  const tunnels = createTunnels(options, context, caller);
  const operations = createOperations(context, caller);
  const callbacks = createCallbackService(options.callback, context.crypto);

  const command = (asked: ExternalSystemCommand, turn: Turn): void => {
    switch (asked.name) {
      case "findService":
        return lookups.findService(asked.inquiryUrl, asked.serviceName, turn, asked.version);
      case "fetchWsdl":
        return lookups.fetchWsdl(asked.url, turn);
      case "register":
        return registration.register(asked.requestedOperations, turn);
      case "deregister":
        return registration.deregister(turn);
      case "initiateSession":
        return tunnels.initiate(asked, turn);
      case "exchangePackage":
        return tunnels.exchange(asked.commands, turn);
      case "terminateSession":
        return tunnels.terminate(asked.abort ?? false, turn);
      case "manageParameters":
        return operations.manage(asked, turn);
      case "queryOperation":
        return operations.query(asked.operationId, turn);
      case "discoverDevices":
        return operations.discover(asked.filter, turn);
    }
  };

  const take = (callback: ReceivedCallback, turn: Turn): void => {
    switch (callback.operation) {
      case "RegistrationConfirmation":
        return registration.confirmed(callback.value, turn);
      case "SessionStatus":
        return tunnels.status(callback.value, turn);
      case "PackageDelivery":
        return tunnels.delivered(callback.value, turn);
      case "OperationResult":
        return operations.finished(callback.value, turn);
      default:
        return turn.report(`callback.${callback.operation}`, plain(callback.value));
    }
  };

  return {
    handle: (event: RoleEvent<ExternalSystemCommand>, moment) => {
      const effects: Effect[] = [];
      const turn: Turn = {
        moment,
        sink: (effect) => effects.push(effect),
        report: (name, data, conversation) =>
          effects.push({ type: "report", report: { name, data, conversation } }),
      };
      switch (event.type) {
        case "command":
          command(event.command, turn);
          break;
        case "request.received":
          callbacks.receive(event, moment, turn.sink, (callback) => take(callback, turn));
          break;
        case "response.received":
          if (!caller.answered(event.request, event.response, moment, turn.sink))
            lookups.answered(event.request, event.response, turn);
          break;
        case "request.failed":
          if (!caller.failed(event.request, event.reason, event.text, moment, turn.sink))
            lookups.failed(event.request, event.text, turn);
          break;
        default:
          break; // an External System has no timers, receives no push and commits nothing
      }
      return effects;
    },
  };
}

/** A value as plain JSON: octets become base64. */
function plain(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      item instanceof Uint8Array ? toBase64(item) : item,
    ]),
  );
}
