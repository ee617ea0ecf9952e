import type { CallbackRequest } from "../../protocols/wsi/index.ts";
import type { RoleContext } from "../../wire/role.ts";
import { isStranger, type CallFailure } from "./call-outcome.ts";
import { ackOf, type Call, type Calls, type Follower } from "./calls.ts";
import type { ExternalSystemCommand, ExternalSystemOptions } from "./command.ts";
import { startConversation } from "./conversation.ts";
import type { Memory } from "./memory.ts";
import { registrationMachine } from "./registration-machine.ts";
import type { Turn } from "./turn.ts";

/** The registration of an External System, as it knows it. */
export interface RegistrationView {
  /** State of the machine `registration`. */
  readonly state: string;
  readonly registrationId?: string | undefined;
  /** Operation of the latest RegisterExternalSystem, and the reference of its call. */
  readonly operationId?: string | undefined;
  readonly call?: string | undefined;
  /** MessageID of that request; null when it had none. */
  readonly messageId?: string | null | undefined;
  readonly grantedOperations: readonly string[];
  readonly grantedAlertTypes: readonly string[];
  /** Why it was refused or ended. */
  readonly reason?: string | undefined;
}

/** The registration of an External System (F2.6, F2.7). */
export interface Registration {
  readonly view: RegistrationView;
  register(asked: Extract<ExternalSystemCommand, { name: "register" }>, turn: Turn): void;
  deregister(turn: Turn): void;
  /** Follows a call of RegisterExternalSystem or DeregisterExternalSystem. */
  follow(call: Call): Follower;
  confirmed(confirmation: CallbackRequest<"RegistrationConfirmation">, turn: Turn): void;
  /** A call failed: the DM server may know this External System no longer. */
  failed(call: Call, failure: CallFailure, turn: Turn): void;
}

const KEY = "current";
const none: Omit<RegistrationView, "state"> = { grantedOperations: [], grantedAlertTypes: [] };

/** Creates the registration on what is remembered of it. */
export function createRegistration(
  options: ExternalSystemOptions,
  context: Pick<RoleContext, "steppers">,
  calls: Pick<Calls, "make">,
  memory: Memory,
): Registration {
  const stored = storedIn(memory);
  const unnamed = `registration:${options.id}/new`;
  const nameOf = (id: string | undefined): string => (id === undefined ? unnamed : `registration:${id}`);
  const conversation = startConversation(
    context.steppers,
    registrationMachine,
    nameOf(stored?.registrationId),
    stored?.state,
  );
  let known: Omit<RegistrationView, "state"> = stored ?? none;

  const change = (changes: Omit<Partial<RegistrationView>, "state">): void => {
    known = { ...known, ...changes };
    conversation.name(nameOf(known.registrationId));
  };
  const keep = (): void => memory.put("registration", KEY, { ...known, state: conversation.state });

  const registerFollower = (call: Call): Follower => ({
    sent: (turn) => conversation.send("registration.sent", turn.sink),
    answered: (response, turn) => {
      const ack = ackOf(response);
      if (!ack || !("registrationId" in response)) return undefined;
      const { registrationId } = response;
      const { operationId } = ack;
      change({ registrationId, operationId, call: call.call, messageId: call.messageId });
      conversation.send("registration.acknowledged", turn.sink);
      keep();
      turn.report("registration.acknowledged", { registrationId, operationId }, nameOf(registrationId));
      return nameOf(registrationId);
    },
    failed: ({ code, text: reason }, turn) => {
      conversation.send("registration.faulted", turn.sink);
      change({ reason });
      keep();
      turn.report("registration.failed", { code, reason }, nameOf(known.registrationId));
    },
  });

  const deregisterFollower = (): Follower => ({
    sent: (turn) => conversation.send("deregistration.sent", turn.sink),
    answered: () => nameOf(known.registrationId),
    failed: ({ code, text: reason }, turn) => {
      conversation.send("deregistration.faulted", turn.sink);
      turn.report("registration.failed", { code, reason }, nameOf(known.registrationId));
    },
  });

  return {
    get view() {
      return { ...known, state: conversation.state };
    },
    register: ({ requestedOperations = [], requestedAlertTypes = [], expires }, turn) => {
      const { name, kind, managementDomain, callback, soapVersion } = options;
      const { scheme } = callback.credentials;
      const { username, password } = callback.announced ?? callback.credentials;
      const value = {
        name,
        kind,
        managementDomain,
        callbackEndpoint: callback.url,
        callbackCredentials:
          scheme === "none" || scheme === "mutual-tls" ? { scheme } : { scheme, username, password },
        soapVersion,
        requestedOperation: isAll(requestedOperations) ? [] : requestedOperations,
        requestedAlertType: requestedAlertTypes,
        expires,
      };
      calls.make({ operation: "RegisterExternalSystem", value }, "register", turn);
    },
    deregister: (turn) => {
      const { registrationId } = known;
      if (registrationId === undefined)
        return turn.report("registration.failed", { reason: "there is no registration" });
      const value = { registrationId };
      calls.make({ operation: "DeregisterExternalSystem", value }, "deregister", turn);
    },
    follow: (call) =>
      call.operation === "RegisterExternalSystem" ? registerFollower(call) : deregisterFollower(),
    confirmed: ({ registrationId, state, grantedOperation, grantedAlertType, reason = "" }, turn) => {
      change({ registrationId });
      const report = (name: string): void =>
        turn.report(name, { registrationId, reason }, nameOf(registrationId));
      if (state === "accepted") {
        change({
          grantedOperations: grantedOperation,
          grantedAlertTypes: grantedAlertType,
          reason: undefined,
        });
        conversation.send("confirmation.accepted", turn.sink);
        report("registration.confirmed");
      } else {
        const rejected = state === "rejected";
        conversation.send(rejected ? "confirmation.rejected" : "confirmation.ended", turn.sink);
        report(rejected ? "registration.rejected" : "registration.ended");
        known = { ...none, reason, ...(rejected ? { registrationId } : {}) };
      }
      keep();
    },
    failed: ({ ownCredentials }, failure, turn) => {
      if (!ownCredentials || !isStranger(failure) || known.registrationId === undefined) return;
      const { code, text: reason } = failure;
      const named = nameOf(known.registrationId);
      conversation.send("registration.lost", turn.sink);
      known = { ...none, reason };
      keep();
      turn.report("registration.lost", { code, reason }, named);
    },
  };
}

function isAll(requested: readonly string[]): boolean {
  return Array.isArray(requested) && requested.includes("*");
}

/** States in which a registration can be found again; the others were waiting for an answer that is lost. */
const restState: Readonly<Record<string, string>> = {
  registering: "unregistered",
  updating: "registered",
  deregistering: "registered",
};

function storedIn(memory: Memory): RegistrationView | undefined {
  for (const [key, value] of memory.entries("registration")) {
    if (key !== KEY || typeof value !== "object" || value === null || !("state" in value)) continue;
    const view = value as RegistrationView; // what `keep` wrote
    return { ...view, state: restState[view.state] ?? view.state };
  }
  return undefined;
}
