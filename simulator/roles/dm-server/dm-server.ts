import type {
  Effect,
  Moment,
  Role,
  RoleContext,
  RoleEvent,
  StoreSnapshot,
  StoreWrite,
} from "../../wire/role.ts";
import { utf8 } from "../../core/bytes.ts";
import { underProfile } from "../../stacks/wsi-profiled-role.ts";
import { ALERTS, createAlertStore } from "./alerts/alert-store.ts";
import { createDeviceSessions } from "./dm/device-sessions.ts";
import { createCommitLedger } from "./commit-ledger.ts";
import { createEndpointTest, ENDPOINT_TEST } from "./endpoint-test.ts";
import { createInventory } from "./inventory/inventory.ts";
import { sendBootstrap, sendDocument, type BootstrapRequest } from "./bootstrap/index.ts";
import { createOperator, OPERATOR, type Management } from "./operator/operator.ts";
import { defaultWsiSettings, type DmServerOptions } from "./options.ts";
import { createPublisher } from "./publishing/publisher.ts";
import { createWsi, type WsiPorts } from "./wsi/wsi.ts";
import type { AdministrationCommand } from "./wsi/administration.ts";
import type { CallbackCommand } from "./wsi/callback-commands.ts";
import { createStore } from "./store.ts";
import { inOneCommit, keyOfWrite } from "./one-commit.ts";
import type { DmServerView } from "./view.ts";
import type { Turn } from "./wsi/turn.ts";

/** What a person or a scenario asks of the DM server. */
export type DmServerCommand =
  /** Begins: arms what waited when the DM server stopped. Any other event does so too, but later. */
  | { readonly name: "start" }
  /**
   * F2.1: publishes the WSI in the registry, in the background and until it is done, after a restart too. Reports
   * `publication.published` {portType, service, …: its keys} or `publication.refused` {reason, code?, errno?};
   * `command.refused` where no registry is configured. While it runs or waits, `view.publisher.status` tells how it stands.
   */
  | { readonly name: "publish" }
  /** Takes the WSI out of the registry. Report `publication.withdrawn` or `publication.refused`. */
  | { readonly name: "withdraw" }
  /** Decides about a self-registration. Report `registration.accepted` or `registration.rejected`; `command.refused` when none waits. */
  | { readonly name: "decideRegistration"; readonly registrationId: string; readonly approve: boolean }
  /**
   * Cancels an operation on devices, whoever submitted it: what is not in a sent package is not sent any more. Report
   * `operation.cancelled` {operationId}; `command.refused` where there is nothing to cancel.
   */
  | { readonly name: "cancelOperation"; readonly operationId: string }
  /** Sends again to a recipient that refused our credentials. Report `recipient.resumed`. */
  | { readonly name: "resumeRecipient"; readonly registrationId: string }
  /** Puts a callback that was given up back at the end of its stream. Report `callback.resent` {count}. */
  | { readonly name: "resendDeadLetter"; readonly id: string }
  /** Looks after the registration at an upstream and copies its inventory. Later report `upstream.copied`; `command.refused` when there is none. */
  | { readonly name: "refreshUpstream"; readonly upstreamId: string }
  /** Asks a callback endpoint whether anybody answers there. Later report `endpoint.answered` {id, status} or `endpoint.unanswered` {id, reason}. */
  | { readonly name: "testEndpoint"; readonly id: string; readonly url: string }
  | CallbackCommand
  | AdministrationCommand
  /**
   * Manages a device on the DM server's own account, without an External System. Reports `management.queued` {work},
   * `management.established`, `management.correlated` {work, reference, alert} for an Exec that was awaited, and at the
   * end `management.finished` {work, outcomes} or `management.failed` {work, reason, outcomes}, with {deviceState:
   * "unknown"} after an Atomic that could not be rolled back (516); `command.refused` where nothing was queued. References of outcomes are positions in `commands` from 0, of members `0.1`.
   */
  | ({ readonly name: "manageDevice" } & Management)
  /** Sends a bootstrap message to a device by push. Reports `bootstrap.sent` {deviceId, userEnters?} or `command.refused`. */
  | ({ readonly name: "bootstrapDevice" } & BootstrapRequest);

/** A DM server that can be looked into. */
export interface DmServer extends Role<DmServerCommand> {
  readonly view: DmServerView;
}

/** Timer after which writes that failed are tried again. */
const RECOMMIT = "wsi/recommit";
/** Timer that fires at once after such writes succeeded: it stands behind their commit. */
const RECOMMITTED = "wsi/recommitted";
const RECOMMIT_PAUSE = 1000;

/**
 * The DM server: the WSI for External Systems at `/wsi`, OMA DM for devices at `/dm`, packages for them at `/packages`. The changes of an event
 * are one commit before all other effects. When it fails, a request is answered with SVC0001 and leaves nothing behind;
 * what devices and callback endpoints told us cannot be taken back and is written again.
 */
export function createDmServer(
  options: DmServerOptions,
  context: RoleContext,
  snapshot: StoreSnapshot,
  ports: WsiPorts = {},
): DmServer {
  const { dms, devices, unknownDevices, strangers } = options;
  const { crypto } = context;
  const inventory = createInventory({ snapshot, accounts: devices, unknownDevices, crypto, strangers });
  const { alertsKept, alertRetention, alertOctets, alertRepeats } = {
    ...defaultWsiSettings,
    ...options.settings,
  };
  const alerts = createAlertStore(snapshot, {
    alerts: alertsKept,
    age: alertRetention,
    octets: alertOctets,
    repeats: alertRepeats,
  });
  const dm = createDeviceSessions({
    serverId: dms.serverId,
    serverUrl: dms.dmUrl,
    inventory,
    context,
    reports: (report, moment, sink) => {
      if (!operator.report(report, moment, sink)) wsi.report(report, { moment, emit: sink });
    },
    alerts: (alert, moment, sink) => {
      operator.alert(alert, moment, sink);
      wsi.alert(alert, { moment, emit: sink });
    },
    alertStore: alerts,
    settings: options.sessions,
    limits: options.sessionLimits,
  });
  const store = createStore(snapshot);
  const operator = createOperator({ sessions: dm, inventory, store });
  const wsi = createWsi({
    options,
    context,
    snapshot,
    store,
    sessions: dm,
    inventory,
    pushProvisioning: (deviceId, document, sink) =>
      sendDocument(deviceId, document, { dms, accounts: devices, inventory, context }, sink),
    copies: inventory.copies,
    alerts,
    ports,
  });

  const endpointTest = createEndpointTest();
  const publisher = options.publication && createPublisher(options.publication, context, snapshot);

  const ledger = createCommitLedger();
  let started = false;
  /** Writes whose commit failed, and the effects that wait for them. */
  const unsaved = new Map<string, StoreWrite>();
  let held: readonly Effect[] = [];
  let recommitting: readonly StoreWrite[] = [];

  const handle = (
    event: Exclude<RoleEvent<DmServerCommand>, { type: "commit.failed" }>,
    turn: Turn,
  ): void => {
    switch (event.type) {
      case "request.received":
        receive(event, turn);
        return;
      case "request.gone":
        dm.requestGone(event.exchange, turn.moment, turn.emit);
        return;
      case "response.received":
        if (event.request.startsWith(PUBLISHING))
          publisher?.handleResponse(event.request, event.response, turn.moment, turn.emit);
        else if (event.request.startsWith(ENDPOINT_TEST))
          endpointTest.handleResponse(event.request, event.response, turn);
        else wsi.handleResponse(event.request, event.response, turn);
        return;
      case "request.failed":
        if (event.request.startsWith(PUBLISHING))
          publisher?.handleFailure(event.request, event.text, turn.moment, turn.emit);
        else if (event.request.startsWith(ENDPOINT_TEST))
          endpointTest.handleResponse(event.request, event.reason, turn);
        else wsi.handleResponse(event.request, event.reason, turn);
        return;
      case "timer.expired":
        expire(event.timer, turn);
        return;
      case "command":
        obey(event.command, turn);
        return;
      case "push.received":
        return; // notifications go to devices only
    }
  };

  /** What comes at the address that devices were told is theirs, and need not be read first. */
  const isDevices = devicePath.test(pathOf(dms.dmUrl));

  const receive = (event: Extract<RoleEvent<never>, { type: "request.received" }>, turn: Turn): void => {
    const { url } = event.request;
    if (isDevices && isAt(url, dms.dmUrl)) {
      dm.handleDm(event, turn.moment, turn.emit);
      return;
    }
    const path = pathOf(url);
    if (devicePath.test(path)) dm.handleDm(event, turn.moment, turn.emit);
    else if (/\/wsi\/?$/.test(path)) wsi.handleRequest(event, turn);
    else if (/\/wsi\/callback\/?$/.test(path)) wsi.handleUpstreamCallback(event, turn);
    else if (/\/packages\//.test(path)) wsi.handlePackageRequest(event, turn);
    else {
      const { exchange } = event;
      const text = "Nothing is served at this path.";
      const headers = { "content-type": "text/plain; charset=utf-8" };
      turn.emit({ type: "note", code: "path-unknown", severity: "warning", text, exchange });
      turn.emit({ type: "respond", exchange, http: { status: 404, headers, body: utf8(`${text}\n`) } });
    }
  };

  const expire = (timer: string, turn: Turn): void => {
    if (timer.startsWith("dm/")) dm.handleTimer(timer, turn.moment, turn.emit);
    else if (timer.startsWith(OPERATOR)) operator.handleTimer(timer, turn.moment, turn.emit);
    else if (timer.startsWith(PUBLISHING)) publisher?.handleTimer(timer, turn.moment, turn.emit);
    else if (timer === RECOMMIT) recommit(turn);
    else if (timer === RECOMMITTED) forgetSaved();
    else wsi.handleTimer(timer, turn);
  };

  const recommit = (turn: Turn): void => {
    recommitting = [...unsaved.values()];
    turn.emit({ type: "commit", writes: recommitting });
    turn.emit({ type: "timer.arm", timer: RECOMMITTED, due: turn.moment.now });
    for (const effect of held) turn.emit(effect);
    held = [];
  };

  const forgetSaved = (): void => {
    for (const write of recommitting)
      if (unsaved.get(keyOfWrite(write)) === write) unsaved.delete(keyOfWrite(write));
    recommitting = [];
  };

  const obey = (command: DmServerCommand, turn: Turn): void => {
    const report = (name: string, data: Readonly<Record<string, unknown>>): void =>
      turn.emit({ type: "report", report: { name, data } });
    switch (command.name) {
      case "start":
        return;
      case "publish":
      case "withdraw":
        if (publisher) publisher[command.name](turn.moment, turn.emit);
        else report("command.refused", { ...command, reason: "no registry is configured" });
        return;
      case "decideRegistration":
        if (!wsi.decideRegistration(command.registrationId, command.approve, turn))
          report("command.refused", { ...command, reason: "no registration waits under this id" });
        return;
      case "cancelOperation": {
        const { name, operationId } = command;
        const reason = wsi.cancelOperation(operationId, turn);
        if (reason === undefined) report("operation.cancelled", { operationId });
        else report("command.refused", { name, operationId, reason });
        return;
      }
      case "resumeRecipient":
        if (wsi.resumeRecipient(command.registrationId, turn)) report("recipient.resumed", { ...command });
        else report("command.refused", { ...command, reason: "the recipient is not paused" });
        return;
      case "resendDeadLetter":
        if (wsi.resendDeadLetter(command.id, turn)) report("callback.resent", { ...command, count: 1 });
        else report("command.refused", { ...command, reason: "there is no such dead letter any more" });
        return;
      case "refreshUpstream":
        if (!wsi.refreshUpstream(command.upstreamId, turn))
          report("command.refused", { ...command, reason: "there is no such upstream" });
        return;
      case "testEndpoint":
        endpointTest.begin(command, turn);
        return;
      case "pauseRecipient":
      case "tryRecipientNow":
      case "resendAll":
      case "dropDeadLetter":
      case "dropDeadLetters":
      case "restoreDeadLetters": {
        const outcome = wsi.obeyCallback(command, turn);
        if ("refused" in outcome) report("command.refused", { ...command, reason: outcome.refused });
        else report(outcome.report, { ...command, ...outcome.data });
        return;
      }
      case "setPolicy":
      case "resetPolicy":
      case "addExternalSystem":
      case "setExternalSystem":
      case "removeExternalSystem":
      case "setCredential":
      case "removeCredential": {
        // a report must not carry the passwords of the command
        const { name, externalSystem } = command;
        const reason = wsi.administer(command, turn);
        if (reason !== undefined) report("command.refused", { name, externalSystem, reason });
        return;
      }
      case "manageDevice":
      case "bootstrapDevice": {
        const { name, deviceId } = command;
        const reason =
          name === "manageDevice"
            ? operator.manage(command, turn.moment, turn.emit)
            : sendBootstrap(command, { dms, accounts: devices, inventory, context }, turn.emit);
        if (reason !== undefined) report("command.refused", { name, deviceId, reason });
        return;
      }
    }
  };

  /** The effects of an event with one commit in front of them, of all that it changed. */
  const conclude = (emitted: readonly Effect[]): readonly Effect[] => {
    const ofWsi = wsi.takeWrites();
    const { writes, effects } = inOneCommit(ofWsi, emitted);
    // what is to be written again is written as it is now
    if (unsaved.size > 0)
      for (const write of writes) if (unsaved.has(keyOfWrite(write))) unsaved.set(keyOfWrite(write), write);
    if (ofWsi.length > 0) ledger.enter(effects);
    else ledger.pass();
    return effects;
  };

  const inTurn = (moment: Moment, run: (turn: Turn) => void): readonly Effect[] => {
    wsi.begin();
    const effects: Effect[] = [];
    const turn: Turn = { moment, emit: (effect) => effects.push(effect) };
    run(turn);
    wsi.settle(turn);
    return conclude(effects);
  };

  const recover = (dropped: readonly Effect[], moment: Moment): readonly Effect[] => {
    const effects: Effect[] = [];
    const emit = (effect: Effect): void => void effects.push(effect);
    const failed = ledger.find(dropped);
    const revoked = failed.kind === "latest" ? wsi.revoke() : undefined;
    if (revoked) {
      emit(commitNote("The request could not be stored; it was refused and left nothing behind."));
      emit({ type: "respond", ...revoked });
      return effects;
    }
    const again = dropped.some(isRecommitted);
    emit(commitNote("What happened could not be stored; it is written again."));
    const others = dm.commitFailed(dropped, moment, emit).filter((effect) => !isRecommitted(effect));
    if (failed.kind === "other" && !again) return [...effects, ...others];
    // an alert that is not on disk was answered with a failure: its device sends it again
    for (const write of failed.kind === "other" ? [] : failed.writes)
      if (write.collection !== ALERTS) unsaved.set(keyOfWrite(write), write);
    held = [...held, ...others];
    emit({ type: "timer.arm", timer: RECOMMIT, due: moment.now + RECOMMIT_PAUSE });
    return effects;
  };

  const handleEvent: DmServer["handle"] = (event, moment) => {
    if (event.type === "commit.failed") return recover(event.dropped, moment);
    if (started) return inTurn(moment, (turn) => handle(event, turn));
    started = true;
    // an event of its own: a request that is refused must not undo what the start has changed
    const since =
      event.type === "command" && event.command.name === "start" ? moment.date : moment.date - moment.now;
    const beginning = inTurn(moment, (turn) => {
      wsi.start(turn, since);
      operator.start(turn.moment, turn.emit);
      publisher?.start(turn.moment, turn.emit);
    });
    return [...beginning, ...inTurn(moment, (turn) => handle(event, turn))];
  };

  const { profile } = options;
  return {
    view: {
      id: dms.id,
      ...wsi.view,
      devices: () => inventory.devices(),
      device: (deviceId) => inventory.device(deviceId),
      publisher,
    },
    handle: profile ? underProfile(handleEvent, profile, "dm-server") : handleEvent,
  };
}

/** Paths at which devices are served. */
const devicePath = /\/dm(\/|$)/;

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "";
}

/** True when an address is this one, with a query or without. */
function isAt(url: string, address: string): boolean {
  return url.startsWith(address) && (url.length === address.length || url[address.length] === "?");
}

/** Prefix of the requests and timers of the publisher. */
const PUBLISHING = "publishing/";

function isRecommitted(effect: Effect): boolean {
  return effect.type === "timer.arm" && effect.timer === RECOMMITTED;
}

function commitNote(text: string): Effect {
  return { type: "note", code: "commit-failed", severity: "error", text };
}
