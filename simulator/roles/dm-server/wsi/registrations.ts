import { randomId } from "../../../core/ids.ts";
import type { RoleContext } from "../../../wire/role.ts";
import type { Gate } from "./callback-queue.ts";
import type { MachineRunner } from "./machine-runner.ts";
import type { RegistrationRecord, RegistrationState } from "./records.ts";
import { registrationMachine } from "./registration-machine.ts";
import type { Collection, Store } from "../store.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";

/** Events of the registration machine. */
export type RegistrationEvent = Parameters<typeof registrationMachine.transition>[1]["type"];

/** What a registration is made of; the rest is decided here. */
export type NewRegistration = Omit<RegistrationRecord, "state" | "registeredAt" | "paused">;

export interface RegistrationsParts {
  readonly store: Store;
  readonly machines: MachineRunner;
  readonly context: RoleContext;
  /** Carries out an action of the machine. */
  readonly act: (action: string, registration: RegistrationRecord, turn: Turn) => void;
}

/** All registrations; one active per External System. */
export interface Registrations {
  get(registrationId: string): RegistrationRecord | undefined;
  values(): Iterable<RegistrationRecord>;
  /** The registration of an External System that is neither refused nor over. */
  active(owner: string): RegistrationRecord | undefined;
  /** Id under which the next registration of an External System is kept: that of its active one, or a new one. */
  nextId(owner: string): string;
  /** A new registration, or the active one with new content. Its machine is in `requested`. */
  begin(input: NewRegistration, turn: Turn): RegistrationRecord;
  /** Steps the machine; undefined when the event does not fit. */
  step(
    registrationId: string,
    event: RegistrationEvent,
    turn: Turn,
    change?: Partial<RegistrationRecord>,
  ): RegistrationRecord | undefined;
  change(registrationId: string, change: Partial<RegistrationRecord>): RegistrationRecord | undefined;
  gate(registrationId: string): Gate;
  /** Forgets a registration that is over, if this operation was its last. */
  forget(registrationId: string, operationId: string): void;
}

const over: ReadonlySet<RegistrationState> = new Set(["rejected", "deregistered", "expired"]);

/** True when nothing more happens to the registration. */
export function isOver(state: RegistrationState): boolean {
  return over.has(state);
}

/** Prefix of the timers that end registrations. */
export const REGISTRATION_TIMER = "wsi/registration/";

/** Conversation of a registration. */
export function registrationConversation(registrationId: string): string {
  return `registration:${registrationId}`;
}

/** Creates the registrations on the store. */
export function createRegistrations(parts: RegistrationsParts): Registrations {
  const { store, machines, context } = parts;
  const activeIds = new Map<string, string>();
  const records: Collection<RegistrationRecord> = store.collection("registrations", (before, after) => {
    if (before && activeIds.get(before.owner) === before.registrationId) activeIds.delete(before.owner);
    if (after && !isOver(after.state)) activeIds.set(after.owner, after.registrationId);
  });

  const step: Registrations["step"] = (registrationId, event, turn, change = {}) => {
    const before = records.get(registrationId);
    if (!before) return undefined;
    const conversation = registrationConversation(registrationId);
    const stepped = machines.step(
      registrationMachine,
      conversation,
      registrationId,
      before.state,
      event,
      turn,
    );
    if (!stepped) return undefined;
    const state = stepped.state as RegistrationState; // the machine's states are the record's
    const after = { ...before, ...change, state };
    records.put(registrationId, after);
    if (isOver(state)) turn.emit({ type: "timer.cancel", timer: `${REGISTRATION_TIMER}${registrationId}` });
    for (const action of stepped.actions) parts.act(action, after, turn);
    return after;
  };

  return {
    get: (registrationId) => records.get(registrationId),
    values: () => records.values(),
    active: (owner) => records.get(activeIds.get(owner) ?? ""),
    nextId: (owner) => activeIds.get(owner) ?? randomId(context.random, "reg-"),
    begin: (input, turn) => {
      const { registrationId } = input;
      const known = records.get(registrationId);
      if (known) step(registrationId, "registration.repeated", turn);
      const record: RegistrationRecord = { ...input, state: "requested", registeredAt: turn.moment.date };
      records.put(registrationId, record);
      const timer = `${REGISTRATION_TIMER}${registrationId}`;
      if (record.expiresAt !== undefined)
        turn.emit({ type: "timer.arm", timer, due: runTimeOf(record.expiresAt, turn.moment) });
      else if (known?.expiresAt !== undefined) turn.emit({ type: "timer.cancel", timer });
      return record;
    },
    step,
    change: (registrationId, change) => {
      const before = records.get(registrationId);
      if (!before) return undefined;
      const after = { ...before, ...change };
      records.put(registrationId, after);
      return after;
    },
    forget: (registrationId, operationId) => {
      const registration = records.get(registrationId);
      if (registration?.operationId === operationId && isOver(registration.state))
        records.remove(registrationId);
    },
    gate: (registrationId) => {
      const registration = records.get(registrationId);
      if (!registration || registration.paused) return "closed";
      return registration.state === "accepted" ? "open" : "confirmation-only";
    },
  };
}
