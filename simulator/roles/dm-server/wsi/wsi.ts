import type { RequestFailure, RoleContext, StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { DeviceSessions, Inventory, SessionReport } from "../ports.ts";
import { defaultWsiLimits, defaultWsiSettings, type DmServerOptions } from "../options.ts";
import { createAuthentication } from "./authentication.ts";
import { createCallbackQueue, RETRY_TIMER } from "./callback-queue.ts";
import { judgeFailure, judgeResponse, writeCallback } from "./callback-sender.ts";
import { createClientReferences } from "./client-references.ts";
import { resumeOperations, runOperationTimer } from "./deferred.ts";
import {
  actOnRegistration,
  confirmationDelivered,
  confirmRegistration,
  readmit,
  recipientRefused,
  resumeRecipient,
} from "./confirmation.ts";
import { deviceResultsOf, reportToWork } from "./device-work.ts";
import {
  commitFault,
  handleWsiRequest,
  type EndpointParts,
  type PendingAnswer,
  type WsiRequestEvent,
} from "./endpoint.ts";
import { createExternalSystems } from "./external-systems.ts";
import { createMachineRunner } from "./machine-runner.ts";
import { createOperationLog, hasResult } from "./operation-log.ts";
import { createOutcomes } from "./outcomes.ts";
import { createPolicy } from "./policy.ts";
import { createUsageCounter, type ChargingPort, type PolicyPort } from "./policy-port.ts";
import type { OperationRecord, TunnelRecord } from "./records.ts";
import { createRegistrations, isOver, REGISTRATION_TIMER } from "./registrations.ts";
import { createRequestQuota } from "./request-quota.ts";
import type { Room } from "./room.ts";
import { createStore, type Store } from "../store.ts";
import { reportToTunnel } from "./tunnel.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";
import type { DmServerView } from "../view.ts";

/** Where other enablers plug in; the built-in ones are used where none is given. */
export interface WsiPorts {
  readonly policy?: PolicyPort | undefined;
  readonly charging?: ChargingPort | undefined;
}

export interface WsiParts {
  readonly options: DmServerOptions;
  readonly context: RoleContext;
  readonly snapshot: StoreSnapshot;
  /** Shared with rooms whose changes belong to the same commits; one of its own when absent. */
  readonly store?: Store | undefined;
  readonly sessions: DeviceSessions;
  readonly inventory: Inventory;
  readonly ports?: WsiPorts | undefined;
}

/** The WSI side of the DM server. */
export interface WsiSide {
  /**
   * Arms what was waiting when the DM server stopped; once, with the first event. `since` is the date from which on
   * this DM server remembers nonces.
   */
  start(turn: Turn, since: number): void;
  handleRequest(event: WsiRequestEvent, turn: Turn): void;
  /** The answer to a callback, by the name of its request. */
  handleResponse(request: string, outcome: HttpResponse | RequestFailure, turn: Turn): void;
  handleTimer(timer: string, turn: Turn): void;
  /** What can be seen of this side. */
  readonly view: Omit<DmServerView, "id" | "devices">;
  /** What the device's side reports of a session. */
  report(report: SessionReport, turn: Turn): void;
  resumeRecipient(registrationId: string, turn: Turn): boolean;
  resendDeadLetter(id: string, turn: Turn): boolean;
  /** Approves or refuses a self-registration; false when none waits under this id. */
  decideRegistration(registrationId: string, approve: boolean, turn: Turn): boolean;
  /** Begins an event: what was changed before can no longer be undone. */
  begin(): void;
  /** Ends an event: sends the callbacks that may go. */
  settle(turn: Turn): void;
  /** The writes of the event. */
  takeWrites(): readonly StoreWrite[];
  /** The fault for the request of the event when its commit failed; its changes are undone. Undefined when it was none. */
  revoke(): { readonly exchange: string; readonly http: HttpResponse } | undefined;
}

/** Prefix of the names of callback requests. */
const CALLBACK = "wsi/callback/";

/** Creates the WSI side with what was committed before. */
export function createWsi(parts: WsiParts): WsiSide {
  const { options, context, snapshot, sessions, inventory } = parts;
  const settings = { ...defaultWsiSettings, ...options.settings };
  const store = parts.store ?? createStore(snapshot);
  const machines = createMachineRunner(context.steppers, store);
  const systems = createExternalSystems(options.externalSystems, context);
  const tunnels = store.collection<TunnelRecord>("sessions");
  let startedAt = 0;
  let answer: PendingAnswer | undefined;

  const log = createOperationLog({
    store,
    machines,
    random: context.random,
    settings,
    charging: parts.ports?.charging ?? createUsageCounter(),
    finished: (operation, turn) => tellResult(operation, turn),
    forgotten: ({ operation, operationId, sessionId, registrationId }) => {
      if (operation === "InitiateSession") tunnels.remove(sessionId ?? "");
      if (registrationId !== undefined) registrations.forget(registrationId, operationId);
    },
  });
  const registrations = createRegistrations({
    store,
    machines,
    context,
    act: (action, registration, turn) => actOnRegistration(action, registration, room, turn),
  });
  const queue = createCallbackQueue({
    store,
    context,
    settings,
    gateOf: registrations.gate,
    send: (callback, turn) => {
      const registration = registrations.get(callback.registrationId);
      const written = registration && writeCallback(callback, registration, context, turn.moment.date);
      if (!written) return "the External System has no callback endpoint";
      if (typeof written === "string") return written;
      turn.emit({
        type: "request",
        request: `${CALLBACK}${callback.id}`,
        channel: "wsi-callback",
        http: written,
        timeout: settings.callbackTimeout,
        conversation: callback.conversation,
        onPeersWord: true,
      });
      return undefined;
    },
    delivered: (callback, turn) => confirmationDelivered(callback, room, turn),
    credentialsRefused: (callback, status, reason, turn) =>
      recipientRefused(callback, status, reason, room, turn),
    abandoned: (callback, reason, turn) => {
      const { id, registrationId, operationId, name, conversation } = callback;
      const data = { id, registrationId, operationId, callback: name, reason };
      turn.emit({ type: "report", report: { name: "callback.abandoned", conversation, data } });
    },
  });
  const outcomes = createOutcomes(log, queue);
  const room: Room = {
    dms: options.dms,
    settings,
    limits: { ...defaultWsiLimits, ...options.limits },
    context,
    systems,
    policy: parts.ports?.policy ?? createPolicy((id) => systems.policy(id)),
    log,
    registrations,
    queue,
    outcomes,
    tunnels,
    sessions,
    inventory,
  };
  const endpoint: EndpointParts = {
    room,
    store,
    authentication: createAuthentication(systems, settings, () => startedAt),
    references: createClientReferences(store, context.crypto, settings.operationRetention),
    quota: createRequestQuota(),
    hosts: { hosts: options.hosts, publicUrl: options.dms.publicUrl },
  };

  /** The one terminal outcome of an operation that has one. */
  const tellResult = (operation: OperationRecord, turn: Turn): void => {
    if (!hasResult(operation.operation)) return;
    const { operationId, state, totals, reason } = operation;
    const registrationId = registrations.active(operation.owner)?.registrationId;
    const deviceResult = deviceResultsOf(operation);
    outcomes.tell(
      operationId,
      registrationId,
      "OperationResult",
      { state, totals, deviceResult, reason },
      turn,
    );
  };

  return {
    view: {
      operations: () => log.values(),
      operation: (operationId) => log.get(operationId),
      deviceResults: (operationId, startIndex, count) => {
        const operation = log.get(operationId);
        const results = operation ? deviceResultsOf(operation) : [];
        return { results: results.slice(startIndex, startIndex + count), total: results.length };
      },
      registrations: () => registrations.values(),
      callbacks: () => queue.values(),
      inFlight: (callbackId) => queue.inFlight(callbackId),
      externalSystems: () => systems.values(),
    },
    start: (turn, since) => {
      startedAt = since;
      readmit(room);
      for (const registration of registrations.values()) {
        const { registrationId, expiresAt, state } = registration;
        if (expiresAt === undefined || isOver(state)) continue;
        const due = runTimeOf(expiresAt, turn.moment);
        turn.emit({ type: "timer.arm", timer: `${REGISTRATION_TIMER}${registrationId}`, due });
      }
      resumeOperations(room, turn);
      queue.start(turn);
    },
    handleRequest: (event, turn) => {
      answer = handleWsiRequest(event, endpoint, turn);
    },
    handleResponse: (request, outcome, turn) => {
      if (!request.startsWith(CALLBACK)) return;
      const id = request.slice(CALLBACK.length);
      const name = queue.nameOf(id);
      if (name)
        queue.settle(
          id,
          typeof outcome === "string" ? judgeFailure(outcome) : judgeResponse(name, outcome),
          turn,
        );
    },
    handleTimer: (timer, turn) => {
      if (timer.startsWith(RETRY_TIMER)) queue.retry(timer.slice(RETRY_TIMER.length), turn);
      else if (timer.startsWith(REGISTRATION_TIMER)) {
        const registrationId = timer.slice(REGISTRATION_TIMER.length);
        const reason = "the lifetime of the registration is over";
        registrations.step(registrationId, "registration.expired", turn, { reason });
      } else runOperationTimer(timer, room, turn);
    },
    report: (report, turn) => {
      const tunnel = tunnels.get(report.work);
      if (tunnel) {
        reportToTunnel(report, tunnel, room, turn);
        return;
      }
      const operation = log.get(report.work);
      if (operation) reportToWork(report, operation, room, turn);
    },
    resumeRecipient: (registrationId, turn) => resumeRecipient(registrationId, room, turn),
    resendDeadLetter: (id, turn) => queue.resend(id, turn),
    decideRegistration: (registrationId, approve, turn) => {
      if (registrations.get(registrationId)?.state !== "awaiting-approval") return false;
      if (approve) confirmRegistration(registrationId, room, turn);
      else registrations.step(registrationId, "approval.denied", turn, { reason: "refused by a person" });
      return true;
    },
    begin: () => {
      store.begin();
      answer = undefined;
    },
    settle: (turn) => queue.pump(turn),
    takeWrites: () => store.take(),
    revoke: () => {
      if (!answer) return undefined;
      store.undo();
      queue.rebuild();
      const revoked = { exchange: answer.exchange, http: commitFault(answer) };
      answer = undefined;
      return revoked;
    },
  };
}
