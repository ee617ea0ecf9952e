import { toHex, utf8 } from "../../../../core/bytes.ts";
import type { CallbackCredentialsInput, RegistrationConfirmation } from "../../../../protocols/wsi/index.ts";
import type { ExternalSystemCredential, UpstreamEntry } from "../../options.ts";
import type { Collection } from "../../store.ts";
import type { Turn } from "../turn.ts";
import { armAfter, pauseBefore, UPSTREAM_TIMER, type DelegationScope } from "./delegation-scope.ts";
import type { UpstreamRecord, UpstreamState } from "./records.ts";
import type { UpstreamFailure } from "./upstream-failure.ts";
import {
  upstreamRegistrationMachine,
  type UpstreamRegistrationEvent,
} from "./upstream-registration-machine.ts";

/** Prefix of the timers at which a registration is made or looked after. */
export const REGISTRATION_TIMER = `${UPSTREAM_TIMER}registration/`;

/** Operations that this DM System asks an upstream for. */
const operations = [
  "DiscoverDevices",
  "DescribeDevice",
  "ManageParameters",
  "SubmitBulkOperation",
  "QueryOperation",
  "CancelOperation",
  "SubscribeAlerts",
  "RenewSubscription",
  "UnsubscribeAlerts",
];

/** The registrations of this DM System at its upstreams. */
export interface UpstreamRegistrations {
  record(upstreamId: string): UpstreamRecord;
  /** Registers, or looks whether the upstream still knows the registration. */
  attend(upstreamId: string, turn: Turn): void;
  confirmed(upstreamId: string, confirmation: RegistrationConfirmation, turn: Turn): void;
  /** True for the operation of the latest registration there. */
  isOwn(upstreamId: string, operationId: string): boolean;
  /** The upstream does not know this DM System any more: registers again. */
  lost(upstreamId: string, reason: string, turn: Turn): void;
  /** Its inventory was copied at this date. */
  copied(upstreamId: string, date: number): void;
  /** Takes up all registrations; forgets those of upstreams that are not configured any more. */
  start(turn: Turn): void;
}

/** What follows on changes of a registration. */
export interface RegistrationHooks {
  /** The upstream can be worked with: copy its inventory, do what waits. */
  readonly ready: (upstreamId: string, turn: Turn) => void;
  /** The upstream delivers callbacks from now on. */
  readonly registered: (upstreamId: string, turn: Turn) => void;
  /** An acknowledgement came: callbacks may have overtaken it. */
  readonly acknowledged: (turn: Turn) => void;
  /** Callbacks of this operation are not expected any more. */
  readonly replaced: (upstreamId: string, operationId: string) => void;
  /** The upstream has forgotten the registration, and with it all that it knew of us. */
  readonly forgotten: (upstreamId: string, turn: Turn) => void;
}

interface Kept extends UpstreamRecord {
  /** Digest of what was registered; another one is registered anew. */
  readonly fingerprint?: string;
}

/** Creates the registrations on the collection `upstreams`. */
export function createUpstreamRegistrations(
  scope: DelegationScope,
  hooks: RegistrationHooks,
): UpstreamRegistrations {
  const records: Collection<Kept> = scope.store.collection("upstreams");
  const attempts = new Map<string, number>();
  const busy = new Set<string>();

  const recordOf = (upstreamId: string): Kept =>
    records.get(upstreamId) ?? { state: "unregistered", conversation: `registration:${upstreamId}` };

  const step = (
    upstreamId: string,
    event: UpstreamRegistrationEvent["type"],
    turn: Turn,
    change: Partial<Kept> = {},
  ): void => {
    const { reason: _reason, ...before } = recordOf(upstreamId);
    const record = { ...before, ...change };
    const stepped = scope.machines.step(
      upstreamRegistrationMachine,
      record.conversation,
      upstreamId,
      before.state,
      event,
      turn,
    );
    if (!stepped) return;
    const state = stepped.state as UpstreamState; // the machine's states are the record's
    records.put(upstreamId, { ...record, state });
    if (state !== before.state) {
      const data = { upstreamId, state, registrationId: record.registrationId, reason: change.reason };
      turn.emit({
        type: "report",
        report: { name: "upstream.changed", conversation: record.conversation, data },
      });
    }
    if (state === "registered" && before.state !== "registered") hooks.registered(upstreamId, turn);
    for (const action of stepped.actions) {
      if (action === "copyInventory") hooks.ready(upstreamId, turn);
      else retry(upstreamId, turn);
    }
  };

  const retry = (upstreamId: string, turn: Turn): void => {
    const attempt = (attempts.get(upstreamId) ?? 0) + 1;
    attempts.set(upstreamId, attempt);
    armAfter(`${REGISTRATION_TIMER}${upstreamId}`, pauseBefore(attempt, scope), turn);
  };

  const failed = (upstreamId: string, { kind, reason }: UpstreamFailure, turn: Turn): void =>
    step(upstreamId, kind === "unavailable" ? "upstream.unreachable" : "registration.faulted", turn, {
      reason,
    });

  const register = (upstream: UpstreamEntry, turn: Turn): void => {
    const { id, callback, soapVersion, managementDomain = "operator" } = upstream;
    const { dms } = scope.room();
    step(id, "registration.sent", turn);
    busy.add(id);
    scope.caller.call(
      upstream,
      "RegisterExternalSystem",
      {
        name: dms.id,
        kind: "dm-server",
        managementDomain,
        ...(callback
          ? {
              callbackEndpoint: callback.url,
              callbackCredentials: announced(callback.credentials),
              soapVersion: soapVersion ?? "1.1",
            }
          : {}),
        requestedOperation: operations,
      },
      turn,
      (outcome, later) => {
        busy.delete(id);
        if (!outcome.ok) return failed(id, outcome.failure, later);
        const { ack, registrationId } = outcome.value;
        if (ack.state === "rejected")
          return step(id, "registration.faulted", later, { reason: ack.reason ?? "it was not taken" });
        const { operationId: before } = recordOf(id);
        if (before !== undefined && before !== ack.operationId) hooks.replaced(id, before);
        attempts.delete(id);
        step(id, "registration.acknowledged", later, {
          registrationId,
          operationId: ack.operationId,
          conversation: `registration:${registrationId}`,
          fingerprint: fingerprintOf(upstream),
        });
        // without a callback endpoint there is no confirmation to wait for
        if (!callback) step(id, "confirmation.accepted", later);
        hooks.acknowledged(later);
      },
      { conversation: recordOf(id).conversation },
    );
  };

  /** Asks whether the upstream still knows the registration; a confirmation that was missed is made up for. */
  const check = (upstream: UpstreamEntry, operationId: string, turn: Turn): void => {
    const { id } = upstream;
    busy.add(id);
    scope.caller.call(
      upstream,
      "QueryOperation",
      { operationId },
      turn,
      (outcome, later) => {
        busy.delete(id);
        if (!outcome.ok) {
          const { kind, messageId, reason } = outcome.failure;
          if (messageId === "SVC0200") hooks.forgotten(id, later);
          if (kind === "credentials" || messageId === "SVC0200") lost(id, reason, later);
          else retry(id, later);
          return;
        }
        attempts.delete(id);
        const { state, reason } = outcome.value.operation;
        if (state === "succeeded") step(id, "confirmation.accepted", later);
        else if (state !== "pending" && state !== "running")
          return lost(id, reason ?? `the registration is ${state}`, later);
        hooks.ready(id, later);
      },
      { conversation: recordOf(id).conversation },
    );
  };

  const lost = (upstreamId: string, reason: string, turn: Turn): void =>
    step(upstreamId, "registration.unknown", turn, { reason });

  /** What is registered with an upstream: when it changes, it is registered anew. */
  const fingerprintOf = ({ callback, soapVersion, managementDomain }: UpstreamEntry): string =>
    toHex(
      scope.room().context.crypto.sha256(utf8(JSON.stringify([callback, soapVersion, managementDomain]))),
    );

  return {
    record: recordOf,
    attend: (upstreamId, turn) => {
      const upstream = scope.upstreams.get(upstreamId);
      if (!upstream || busy.has(upstreamId)) return;
      const { state, operationId, fingerprint } = recordOf(upstreamId);
      const stands = state === "registered" || state === "awaitingConfirmation";
      if (stands && operationId !== undefined && fingerprint === fingerprintOf(upstream))
        check(upstream, operationId, turn);
      else register(upstream, turn);
    },
    confirmed: (upstreamId, { registrationId, state, reason }, turn) => {
      const conversation = `registration:${registrationId}`;
      if (state === "accepted")
        step(upstreamId, "confirmation.accepted", turn, { registrationId, conversation });
      else
        step(upstreamId, state === "rejected" ? "confirmation.rejected" : "confirmation.ended", turn, {
          reason: reason ?? `the registration is ${state}`,
        });
    },
    isOwn: (upstreamId, operationId) => recordOf(upstreamId).operationId === operationId,
    lost,
    copied: (upstreamId, date) => records.put(upstreamId, { ...recordOf(upstreamId), copiedAt: date }),
    start: (turn) => {
      for (const upstreamId of [...records.entries()].map(([key]) => key))
        if (!scope.upstreams.has(upstreamId)) records.remove(upstreamId);
      for (const upstreamId of scope.upstreams.keys())
        armAfter(`${REGISTRATION_TIMER}${upstreamId}`, 0, turn);
    },
  };
}

/** What the upstream is told to show at our callback service. */
function announced(credential: ExternalSystemCredential): CallbackCredentialsInput {
  if (credential.scheme === "mutual-tls") return { scheme: "mutual-tls" };
  const { scheme, username, password } = credential;
  return { scheme: scheme === "username-token-text" ? "username-token" : scheme, username, password };
}
