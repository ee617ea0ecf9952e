import type { ExternalSystemCredential, ExternalSystemEntry, ExternalSystemPolicy } from "../options.ts";
import { regrant } from "./confirmation.ts";
import { storedCredential, holderOf } from "./external-system-record.ts";
import { findingsOfPolicy } from "./policy-findings.ts";
import type { RegistrationEvent } from "./registrations.ts";
import type { Room } from "./room.ts";
import type { Turn } from "./turn.ts";

/**
 * What a person changes of the External Systems. The configuration stays the default; changes are stored and in force at
 * once, also for work that waits.
 */
export type AdministrationCommand =
  /** Puts a policy in force. Report `policy.changed` {externalSystem}. */
  | { readonly name: "setPolicy"; readonly externalSystem: string; readonly policy: ExternalSystemPolicy }
  /** Goes back to the policy of the configuration. Report `policy.changed`. */
  | { readonly name: "resetPolicy"; readonly externalSystem: string }
  /** Adds one. Report `external-system.changed` {externalSystem}, as for all that follow. */
  | {
      readonly name: "addExternalSystem";
      readonly externalSystem: string;
      readonly title: string;
      readonly kind: ExternalSystemEntry["kind"];
      readonly policy: ExternalSystemPolicy;
      readonly credentials: readonly ExternalSystemCredential[];
    }
  | {
      readonly name: "setExternalSystem";
      readonly externalSystem: string;
      readonly title?: string | undefined;
      readonly kind?: ExternalSystemEntry["kind"] | undefined;
    }
  /** Takes one out, with its registration; what waits for it is not carried out. */
  | { readonly name: "removeExternalSystem"; readonly externalSystem: string }
  /** Gives a credential in place of the one with the same scheme and user name or subject. */
  | {
      readonly name: "setCredential";
      readonly externalSystem: string;
      readonly credential: ExternalSystemCredential;
    }
  | {
      readonly name: "removeCredential";
      readonly externalSystem: string;
      readonly scheme: ExternalSystemCredential["scheme"];
      /** User name or subject. */
      readonly holder: string;
    };

/** Ids stand in addresses of the page, in the journal and in logs. */
const LONGEST_ID = 128;

/** Carries out a change. The result says why it was not, undefined when it was. */
export function administer(command: AdministrationCommand, room: Room, turn: Turn): string | undefined {
  const { externalSystem: id } = command;
  const { systems } = room;
  const known = systems.entry(id);
  if (command.name === "addExternalSystem") return add(command, room, turn);
  if (!known) return `there is no External System ${id}`;
  switch (command.name) {
    case "setPolicy": {
      const wrong = wrongPolicy(command.policy);
      if (wrong !== undefined) return wrong;
      systems.change(id, { policy: command.policy });
      return policyChanged(id, room, turn);
    }
    case "resetPolicy":
      if (!systems.resetPolicy(id)) return "its policy is the one of the configuration already";
      return policyChanged(id, room, turn);
    case "setExternalSystem": {
      const { title, kind } = command;
      if (title === "") return "a name has at least one character";
      const changed = {
        ...(title === undefined ? {} : { name: title }),
        ...(kind === undefined ? {} : { kind }),
      };
      systems.change(id, changed);
      return changedSystem(id, "was changed", room, turn);
    }
    case "removeExternalSystem":
      systems.remove(id);
      endRegistration(id, room, turn);
      return changedSystem(id, "was removed", room, turn);
    case "setCredential": {
      const wrong = wrongCredential(command.credential, id, room);
      if (wrong !== undefined) return wrong;
      systems.setCredential(id, command.credential);
      return changedSystem(id, `got a credential (${command.credential.scheme})`, room, turn);
    }
    case "removeCredential": {
      const { scheme, holder } = command;
      if (!known.credentials.some((label) => label.scheme === scheme && label.holder === holder))
        return `it has no credential of ${holder} under ${scheme}`;
      systems.removeCredential(id, scheme, holder);
      return changedSystem(id, `lost a credential (${scheme})`, room, turn);
    }
  }
}

function add(
  command: Extract<AdministrationCommand, { name: "addExternalSystem" }>,
  room: Room,
  turn: Turn,
): string | undefined {
  const { externalSystem: id, title, kind, policy, credentials } = command;
  if (!/^[\p{L}\p{N}._:@-]+$/u.test(id) || id.length > LONGEST_ID)
    return `an id is made of letters, digits and . _ : @ -, at most ${LONGEST_ID}`;
  if (room.systems.entry(id)) return `there is an External System ${id} already`;
  const wrong =
    wrongPolicy(policy) ??
    credentials
      .map((credential) => wrongCredential(credential, id, room))
      .find((reason) => reason !== undefined);
  if (wrong !== undefined) return wrong;
  const { crypto } = room.context;
  const stored = credentials.map((credential) => storedCredential(credential, crypto));
  room.systems.add({ id, origin: "added", name: title || id, kind, policy, credentials: stored });
  return changedSystem(id, "was added", room, turn);
}

function wrongPolicy(policy: ExternalSystemPolicy): string | undefined {
  const [first] = findingsOfPolicy(policy);
  return first && `${first.path}: ${first.text}`;
}

function wrongCredential(
  credential: ExternalSystemCredential,
  id: string,
  { systems }: Room,
): string | undefined {
  const holder = holderOf(credential);
  if (holder === "") return "a credential needs a user name, or a subject";
  if (credential.scheme !== "mutual-tls" && credential.password === "") return "a password is not empty";
  const other = systems.holder(credential.scheme, holder);
  return other === undefined || other === id
    ? undefined
    : `${holder} is a credential of ${other} under ${credential.scheme}`;
}

function policyChanged(id: string, room: Room, turn: Turn): undefined {
  regrant(id, room);
  tell("policy.changed", id, `The policy of ${id} was changed`, turn);
}

function changedSystem(id: string, what: string, room: Room, turn: Turn): undefined {
  regrant(id, room);
  tell("external-system.changed", id, `The External System ${id} ${what}`, turn);
}

function tell(name: string, externalSystem: string, text: string, turn: Turn): void {
  const code = name.replace(".", "-");
  turn.emit({ type: "note", code, severity: "info", text, data: { externalSystem } });
  turn.emit({ type: "report", report: { name, data: { externalSystem } } });
}

function endRegistration(id: string, { registrations }: Room, turn: Turn): void {
  const registration = registrations.active(id);
  if (!registration) return;
  const event: RegistrationEvent =
    registration.state === "awaiting-approval" ? "approval.denied" : "deregistration.requested";
  registrations.step(registration.registrationId, event, turn, {
    reason: "the External System was removed",
  });
}
