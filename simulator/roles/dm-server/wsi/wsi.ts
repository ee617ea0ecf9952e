import type { RequestFailure, RoleContext, StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type {
  AlertReport,
  DeviceSessions,
  Inventory,
  InventoryCopies,
  SessionReport,
  PushProvisioning,
} from "../ports.ts";
import { defaultWsiLimits, defaultWsiSettings, type DmServerOptions } from "../options.ts";
import { administer, type AdministrationCommand } from "./administration.ts";
import { createAlertStore, type AlertStore } from "../alerts/alert-store.ts";
import { ALERTS_TIMER, createAlertArrivals, createAlerts, viewAlerts } from "./alerts/alerts.ts";
import { createAuthentication } from "./authentication.ts";
import { createCallbackQueue, RETRY_TIMER } from "./callback-queue.ts";
import { CALLBACK, judgeFailure, judgeResponse, sendCallback } from "./callback-sender.ts";
import {
  obeyCallbackCommand,
  viewCallbackQueue,
  type CallbackCommand,
  type CallbackCommandOutcome,
} from "./callback-commands.ts";
import { createClientReferences } from "./client-references.ts";
import { createDelegation } from "./delegation/delegation.ts";
import { narrowedByOriginator } from "./delegation/originator-policy.ts";
import { resumeOperations, runOperationTimer } from "./deferred.ts";
import {
  actOnRegistration,
  confirmationDelivered,
  confirmRegistration,
  recipientRefused,
  resumeRecipient,
} from "./confirmation.ts";
import {
  commitFault,
  handleWsiRequest,
  type EndpointParts,
  type PendingAnswer,
  type WsiRequestEvent,
} from "./endpoint.ts";
import { tellDiagnostics } from "./diagnostics/delivery.ts";
import { explainRequest } from "./explain-request.ts";
import { createExternalSystems } from "./external-systems.ts";
import { createLibrary } from "./library/library.ts";
import { releaseItem } from "./library/need.ts";
import { servePackage } from "./library/packages.ts";
import { createMachineRunner } from "./machine-runner.ts";
import { createOperationLog } from "./operation-log.ts";
import { createOutcomes } from "./outcomes.ts";
import { createPolicy } from "./policy.ts";
import { createUsageCounter, type ChargingPort, type PolicyPort } from "./policy-port.ts";
import type { TunnelRecord } from "./records.ts";
import { createRegistrations, isOver, REGISTRATION_TIMER } from "./registrations.ts";
import { replayPolicy } from "./replay-policy.ts";
import { createRequestActivity } from "./request-activity.ts";
import { createRequestQuota } from "./request-quota.ts";
import type { Room } from "./room.ts";
import { createStore, type Store } from "../store.ts";
import { createSubscriptions, SUBSCRIPTION_TIMER } from "./subscriptions/subscriptions.ts";
import { reportToTunnel } from "./tunnel.ts";
import { runTimeOf } from "../run-time.ts";
import type { Turn } from "./turn.ts";
import { cancelByPerson } from "./tasks/cancel-by-person.ts";
import { tellResult } from "./tasks/operation-result.ts";
import { createWorkRunner } from "./tasks/work-runner.ts";
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
  readonly pushProvisioning: PushProvisioning;
  /** Copies of the inventories of upstreams; none are made without it. */
  readonly copies?: InventoryCopies | undefined;
  /** The stored alerts, shared with the devices' side; a book of its own when absent. */
  readonly alerts?: AlertStore | undefined;
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
  /** A callback of an upstream. */
  handleUpstreamCallback(event: WsiRequestEvent, turn: Turn): void;
  /** Copies the inventory of an upstream now; false when there is none of this name. */
  refreshUpstream(upstreamId: string, turn: Turn): boolean;
  /** A device fetches a package. */
  handlePackageRequest(event: WsiRequestEvent, turn: Turn): void;
  /** The answer to a callback, by the name of its request. */
  handleResponse(request: string, outcome: HttpResponse | RequestFailure, turn: Turn): void;
  handleTimer(timer: string, turn: Turn): void;
  /** What can be seen of this side. */
  readonly view: Omit<DmServerView, "id" | "devices" | "device" | "publisher">;
  /** What the device's side reports of a session. */
  report(report: SessionReport, turn: Turn): void;
  /** An alert of a device is being stored. */
  alert(alert: AlertReport, turn: Turn): void;
  /** A person cancels an operation. The result says why not, undefined when it was done. */
  cancelOperation(operationId: string, turn: Turn): string | undefined;
  resumeRecipient(registrationId: string, turn: Turn): boolean;
  resendDeadLetter(id: string, turn: Turn): boolean;
  obeyCallback(command: CallbackCommand, turn: Turn): CallbackCommandOutcome;
  /** Approves or refuses a self-registration; false when none waits under this id. */
  decideRegistration(registrationId: string, approve: boolean, turn: Turn): boolean;
  /** Changes External Systems and policies. The result says why not, undefined when it was done. */
  administer(command: AdministrationCommand, turn: Turn): string | undefined;
  /** Begins an event: what was changed before can no longer be undone. */
  begin(): void;
  /** Ends an event: sends the callbacks that may go. */
  settle(turn: Turn): void;
  /** The writes of the event. */
  takeWrites(): readonly StoreWrite[];
  /** The fault for the request of the event when its commit failed; its changes are undone. Undefined when it was none. */
  revoke(): { readonly exchange: string; readonly http: HttpResponse } | undefined;
}

/** For a DM server without upstreams. */
const noCopies: InventoryCopies = {
  keep: () => 0,
  forget: () => undefined,
  of: () => [],
  upstreams: () => [],
  count: () => 0,
};

/** Creates the WSI side with what was committed before. */
export function createWsi(parts: WsiParts): WsiSide {
  const { options, context, snapshot, sessions, inventory } = parts;
  const settings = { ...defaultWsiSettings, ...options.settings };
  const store = parts.store ?? createStore(snapshot);
  const machines = createMachineRunner(context.steppers, store);
  const systems = createExternalSystems(options.externalSystems, context, store);
  const tunnels = store.collection<TunnelRecord>("sessions");
  let answer: PendingAnswer | undefined;

  const log = createOperationLog({
    store,
    machines,
    random: context.random,
    settings,
    charging: parts.ports?.charging ?? createUsageCounter(),
    held: (operation) => subscriptions.holds(operation),
    finished: (operation, turn) => {
      if (operation.operation === "RequestDiagnostics") tellDiagnostics(operation, room, turn);
      tellResult(operation, room, turn);
      releaseItem(operation, room);
    },
    forgotten: ({ operation, operationId, sessionId, registrationId, subscriptionId, work }, turn) => {
      if (operation === "SubscribeAlerts") subscriptions.forget(subscriptionId ?? "");
      if (work) runner.forget(operationId, turn);
      if (operation === "InitiateSession") tunnels.remove(sessionId ?? "");
      if (registrationId !== undefined) registrations.forget(registrationId, operationId);
    },
  });
  const registrations = createRegistrations({
    store,
    machines,
    context,
    act: (action, registration, turn) => {
      actOnRegistration(action, registration, room, turn);
      if (isOver(registration.state)) subscriptions.registrationOver(registration, turn);
    },
  });
  const subscriptions = createSubscriptions({ store, machines, roomOf: () => room });
  const queue = createCallbackQueue({
    store,
    context,
    settings,
    gateOf: registrations.gate,
    send: (callback, turn) => sendCallback(callback, room, turn),
    delivered: (callback, turn) => {
      confirmationDelivered(callback, room, turn);
      subscriptions.callbackSettled(callback, turn);
    },
    credentialsRefused: (callback, status, reason, turn) =>
      recipientRefused(callback, status, reason, room, turn),
    abandoned: (callback, reason, turn) => {
      const { id, registrationId, operationId, name, conversation } = callback;
      const data = { id, registrationId, operationId, callback: name, reason };
      turn.emit({ type: "report", report: { name: "callback.abandoned", conversation, data } });
      subscriptions.callbackSettled(callback, turn);
    },
  });
  const outcomes = createOutcomes(log, queue);
  const limits = { ...defaultWsiLimits, ...options.limits };
  const library = createLibrary({
    store,
    context,
    limits,
    dms: options.dms,
    pushProvisioning: parts.pushProvisioning,
  });
  const runner = createWorkRunner({
    room: () => room,
    store,
    executorOf: ({ managedBy }) => (managedBy === undefined ? undefined : delegation),
  });
  const hosts = { hosts: options.hosts, publicUrl: options.dms.publicUrl };
  const delegation = createDelegation({
    upstreams: options.upstreams ?? [],
    settings,
    limits,
    hosts,
    context,
    store,
    machines,
    copies: parts.copies ?? noCopies,
    room: () => room,
  });
  const { alertsKept, alertRetention: age, alertOctets: octets } = settings;
  const retention = { alerts: alertsKept, age, octets };
  const alertStore = parts.alerts ?? createAlertStore(snapshot, retention);
  const arrivals = createAlertArrivals({
    alerts: alertStore,
    store,
    handOn: (alert, turn) => {
      const awaited = runner.alerted(alert, turn);
      const forwardedTo = subscriptions.forward(alert, turn);
      const { alertId, deviceId, alertType } = alert;
      const data = { alertId, deviceId, alertType, awaited, forwardedTo };
      turn.emit({ type: "report", report: { name: "alert.received", data } });
    },
  });
  const room: Room = {
    dms: options.dms,
    settings,
    limits,
    context,
    systems,
    policy: narrowedByOriginator(parts.ports?.policy ?? createPolicy((id) => systems.policy(id)), systems),
    log,
    registrations,
    queue,
    outcomes,
    tunnels,
    sessions,
    inventory,
    work: runner,
    library,
    subscriptions,
    delegation,
    alerts: createAlerts(alertStore),
  };
  const endpoint: EndpointParts = {
    room,
    store,
    authentication: createAuthentication(systems, settings, store),
    references: createClientReferences(store, context.crypto, settings.operationRetention),
    quota: createRequestQuota(),
    activity: createRequestActivity(),
    hosts,
  };

  return {
    view: {
      operations: () => log.values(),
      operation: (operationId) => log.get(operationId),
      deviceResults: (operationId, startIndex, count) => {
        const operation = log.get(operationId);
        return operation ? runner.results(operation, startIndex, count) : { results: [], total: 0 };
      },
      standings: (operationId) => {
        const operation = log.get(operationId);
        return operation ? runner.standings(operation) : [];
      },
      registrations: () => registrations.values(),
      callbacks: () => queue.values(),
      inFlight: (callbackId) => queue.inFlight(callbackId),
      queue: viewCallbackQueue(room),
      externalSystems: () => systems.values(),
      configurations: () => library.configurations(),
      updates: () => library.updates(),
      subscriptions: () => subscriptions.values(),
      upstreams: () => delegation.upstreams(),
      ...viewAlerts(alertStore, retention),
      subscription: (subscriptionId) => subscriptions.get(subscriptionId),
      explain: (question) => explainRequest(question, room, endpoint.quota),
      replay: (externalSystem, policy) => replayPolicy(externalSystem, policy, room),
      outstanding: (externalSystem) => log.outstanding(externalSystem),
      activity: endpoint.activity,
    },
    start: (turn, since) => {
      endpoint.authentication.start(since);
      for (const registration of registrations.values()) {
        const { registrationId, expiresAt, state } = registration;
        if (expiresAt === undefined || isOver(state)) continue;
        const due = runTimeOf(expiresAt, turn.moment);
        turn.emit({ type: "timer.arm", timer: `${REGISTRATION_TIMER}${registrationId}`, due });
      }
      runner.begin(turn);
      delegation.start(turn, since);
      resumeOperations(room, turn);
      subscriptions.start(turn);
      arrivals.start(turn);
    },
    handlePackageRequest: ({ exchange, request }, turn) =>
      turn.emit({ type: "respond", exchange, http: servePackage(request, library) }),
    handleUpstreamCallback: (event, turn) => {
      answer = delegation.handleCallback(event, turn);
    },
    refreshUpstream: (upstreamId, turn) => delegation.refresh(upstreamId, turn),
    handleRequest: (event, turn) => {
      answer = handleWsiRequest(event, endpoint, turn);
    },
    handleResponse: (request, outcome, turn) => {
      if (delegation.handleResponse(request, outcome, turn) || !request.startsWith(CALLBACK)) return;
      const id = request.slice(CALLBACK.length);
      const name = queue.nameOf(id);
      if (!name) return;
      if (typeof outcome === "string") queue.settle(id, judgeFailure(outcome), undefined, turn);
      else queue.settle(id, judgeResponse(name, outcome), outcome.status, turn);
    },
    handleTimer: (timer, turn) => {
      if (timer === ALERTS_TIMER) arrivals.handOn(turn);
      else if (timer.startsWith(SUBSCRIPTION_TIMER)) {
        // what was stored before the lifetime is over is forwarded before
        arrivals.handOn(turn);
        subscriptions.handleTimer(timer, turn);
      } else if (timer.startsWith(RETRY_TIMER)) queue.retry(timer.slice(RETRY_TIMER.length), turn);
      else if (timer.startsWith(REGISTRATION_TIMER)) {
        const registrationId = timer.slice(REGISTRATION_TIMER.length);
        const reason = "the lifetime of the registration is over";
        registrations.step(registrationId, "registration.expired", turn, { reason });
      } else if (!delegation.handleTimer(timer, turn) && !runner.handleTimer(timer, turn))
        runOperationTimer(timer, room, turn);
    },
    report: (report, turn) => {
      const tunnel = tunnels.get(report.work);
      if (tunnel) {
        reportToTunnel(report, tunnel, room, turn);
        return;
      }
      runner.report(report, turn);
    },
    alert: (alert, turn) => arrivals.arrived(alert, turn),
    cancelOperation: (operationId, turn) => cancelByPerson(operationId, room, turn),
    resumeRecipient: (registrationId, turn) => resumeRecipient(registrationId, room, turn),
    resendDeadLetter: (id, turn) => queue.resend(id, turn),
    obeyCallback: (command, turn) => obeyCallbackCommand(command, room, turn),
    decideRegistration: (registrationId, approve, turn) => {
      if (registrations.get(registrationId)?.state !== "awaiting-approval") return false;
      if (approve) confirmRegistration(registrationId, room, turn);
      else registrations.step(registrationId, "approval.denied", turn, { reason: "refused by a person" });
      return true;
    },
    administer: (command, turn) => {
      const refusal = administer(command, room, turn);
      if (refusal !== undefined) store.undo();
      return refusal;
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
      const revoked = { exchange: answer.exchange, http: commitFault(answer) };
      answer = undefined;
      return revoked;
    },
  };
}
