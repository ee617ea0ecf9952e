import type { RegistrationConfirmation } from "../../protocols/wsi/index.ts";
import type { RoleContext } from "../../wire/role.ts";
import { managementDomainName, externalSystemKind } from "../../protocols/wsi/index.ts";
import type { ExternalSystemOptions } from "./command.ts";
import { startConversation } from "./conversation.ts";
import type { Turn } from "./external-system.ts";
import { registrationMachine } from "./registration-machine.ts";
import type { WsiCaller } from "./wsi-caller.ts";

/** The registration of an External System (F2.6, F2.7). */
export interface Registration {
  register(requestedOperations: readonly string[], turn: Turn): void;
  deregister(turn: Turn): void;
  confirmed(confirmation: RegistrationConfirmation, turn: Turn): void;
}

/** Creates the registration; none exists at first. */
export function createRegistration(
  options: ExternalSystemOptions,
  context: RoleContext,
  caller: WsiCaller,
): Registration {
  const conversation = startConversation(context.steppers, registrationMachine, "registration:new");
  let registrationId: string | undefined;

  const nameAfter = (id: string): string => {
    registrationId = id;
    conversation.name(`registration:${id}`);
    return `registration:${id}`;
  };

  return {
    register: (requestedOperation, turn) => {
      const { name, callback, soapVersion } = options;
      const announced = callback.announced ?? callback.credentials;
      conversation.send("registration.sent", turn.sink);
      caller.call(
        "RegisterExternalSystem",
        {
          name,
          kind: externalSystemKind.parse(options.kind) ?? "other",
          managementDomain: managementDomainName.parse(options.managementDomain) ?? "operator",
          callbackEndpoint: callback.url,
          callbackCredentials:
            callback.credentials.scheme === "none"
              ? { scheme: "none" }
              : {
                  scheme: callback.credentials.scheme,
                  username: announced.username,
                  password: announced.password,
                },
          soapVersion,
          requestedOperation: requestedOperation.includes("*") ? [] : requestedOperation,
        },
        turn.moment,
        turn.sink,
        (outcome, _moment, sink) => {
          const report = (what: string, data: Readonly<Record<string, unknown>>, named?: string): void =>
            sink({ type: "report", report: { name: what, data, conversation: named } });
          if (!outcome.ok) {
            conversation.send("registration.faulted", sink);
            return report("registration.failed", {
              code: outcome.failure.code,
              reason: outcome.failure.text,
            });
          }
          const { ack, registrationId: id } = outcome.value;
          const named = nameAfter(id);
          conversation.send("registration.acknowledged", sink);
          report("registration.acknowledged", { registrationId: id, operationId: ack.operationId }, named);
        },
        "registration:new",
      );
    },
    deregister: (turn) => {
      if (registrationId === undefined)
        return turn.report("registration.failed", { reason: "there is no registration" });
      caller.call(
        "DeregisterExternalSystem",
        { registrationId },
        turn.moment,
        turn.sink,
        (outcome, _moment, sink) => {
          if (outcome.ok) return;
          const { code, text: reason } = outcome.failure;
          sink({ type: "report", report: { name: "registration.failed", data: { code, reason } } });
        },
      );
    },
    confirmed: (confirmation, turn) => {
      const named = nameAfter(confirmation.registrationId);
      const data = { registrationId: confirmation.registrationId, reason: confirmation.reason ?? "" };
      if (confirmation.state === "accepted") {
        conversation.send("confirmation.accepted", turn.sink);
        turn.report("registration.confirmed", data, named);
      } else if (confirmation.state === "rejected") {
        conversation.send("confirmation.rejected", turn.sink);
        turn.report("registration.rejected", data, named);
      } else {
        conversation.send("confirmation.ended", turn.sink);
        turn.report("registration.ended", data, named);
        registrationId = undefined;
      }
    },
  };
}
