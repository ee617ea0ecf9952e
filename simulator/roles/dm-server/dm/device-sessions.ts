import type { Effect, Moment, RoleContext } from "../../../wire/role.ts";
import type { DeviceInventory } from "../inventory/inventory.ts";
import type { AlertReports, DeviceSessions, EffectSink, SessionReports } from "../ports.ts";
import { createAlertStore, type AlertStore } from "../alerts/alert-store.ts";
import { recoverFromCommitFailure } from "./commit-failure.ts";
import { createWork } from "./device-session.ts";
import { handleDmRequest, type DmRequestEvent } from "./dm-endpoint.ts";
import { endSession, startNext } from "./queue.ts";
import type { SessionScope } from "./session-scope.ts";
import {
  defaultSessionLimits,
  defaultSessionSettings,
  type SessionLimits,
  type SessionSettings,
} from "./session-settings.ts";
import { createSessionTable } from "./session-table.ts";
import { advance } from "./stepping.ts";
import { handleSessionTimer } from "./timer-handling.ts";
import { expireTimer } from "./timers.ts";
import { note, type Turn } from "./turn.ts";
import { endWork, sessionOfWork } from "./work-ending.ts";

export interface DeviceSessionsOptions {
  /** Server identifier, as devices know it. */
  readonly serverId: string;
  /** Absolute address of the DM endpoint: Source of messages and base of RespURI. */
  readonly serverUrl: string;
  readonly inventory: DeviceInventory;
  readonly context: RoleContext;
  /** Gets the reports while the event that caused them is handled. */
  readonly reports: SessionReports;
  /** Gets the alerts of devices; absent = they are stored and nothing more. */
  readonly alerts?: AlertReports | undefined;
  /** The alerts that are kept; an empty book of its own when absent. */
  readonly alertStore?: AlertStore | undefined;
  readonly settings?: Partial<SessionSettings> | undefined;
  readonly limits?: Partial<SessionLimits> | undefined;
}

/** The DM side of the DM server: what the WSI side asks of it, and the events that are its own. */
export interface DmSide extends DeviceSessions {
  /** A request at the DM endpoint. */
  handleDm(event: DmRequestEvent, moment: Moment, sink: EffectSink): void;
  /** A timer whose name begins with `dm/`. */
  handleTimer(timer: string, moment: Moment, sink: EffectSink): void;
  /** The peer of a held request went away. */
  requestGone(exchange: string, moment: Moment, sink: EffectSink): void;
  /**
   * A write failed: the DM side's dropped effects go out again, alerts that were not stored with Status 500. Returns the
   * dropped effects that belong to others.
   */
  commitFailed(dropped: readonly Effect[], moment: Moment, sink: EffectSink): readonly Effect[];
}

const unboundedRetention = { alerts: Infinity, age: Infinity };

/** Creates the DM side with no session and nothing queued. */
export function createDeviceSessions(options: DeviceSessionsOptions): DmSide {
  const { serverId, serverUrl, inventory, context, reports } = options;
  const table = createSessionTable();
  const limits = { ...defaultSessionLimits, ...options.limits };
  const scope: SessionScope = {
    serverId,
    serverUrl,
    inventory,
    context,
    reports,
    alerts: options.alerts ?? (() => undefined),
    table,
    settings: { ...defaultSessionSettings, ...options.settings },
    alertStore: options.alertStore ?? createAlertStore({ entries: () => [] }, unboundedRetention),
    limits,
    ended: (session, turn) => endSession(scope, session, turn),
  };

  return {
    room: (deviceId) => Math.max(0, scope.limits.queuedWork - table.queued(deviceId)),

    open: (request, moment, sink) => {
      const refuse = (reason: string): void =>
        reports({ type: "refused", work: request.work, by: "dms", reason }, moment, sink);
      if (!inventory.device(request.deviceId)) return refuse("the device is not known");
      if (table.queued(request.deviceId) >= scope.limits.queuedWork)
        return refuse("the queue of the device is full");
      const work = createWork(request);
      const lane = table.enqueue(work);
      if (Number.isFinite(request.expires))
        sink({ type: "timer.arm", timer: expireTimer(work), due: request.expires });
      // a device that is not notified comes by itself
      if (request.notify) startNext(scope, lane, { moment, sink });
    },

    supply: (name, commands, moment, sink) => {
      const turn: Turn = { moment, sink };
      const found = table.work(name);
      const session = found && sessionOfWork(scope, found.work);
      if (!found || !session?.authenticated || found.work.collector.begun || found.work.pending.length > 0) {
        note(turn, {
          code: "supply-ignored",
          severity: "warning",
          text: `Commands for ${name} came while its session could not take any.`,
        });
        return;
      }
      if (commands.length === 0)
        found.work.ending ??= { kind: "finish", reason: "a package without commands" };
      else found.work.pending = commands;
      advance(scope, session, turn);
    },

    end: (name, abort, moment, sink) => {
      const found = table.work(name);
      if (!found) return;
      const reason = abort ? "aborted by the External System" : "ended by the External System";
      endWork(scope, found.work, { kind: abort ? "abort" : "finish", reason }, { moment, sink });
    },

    handleDm: (event, moment, sink) => handleDmRequest(scope, event, { moment, sink }),

    handleTimer: (timer, moment, sink) => handleSessionTimer(scope, timer, { moment, sink }),

    requestGone: (exchange) => {
      const session = table.held.get(exchange);
      if (!session) return;
      table.held.delete(exchange);
      session.waiting = session.waiting.filter((other) => other !== exchange);
    },

    commitFailed: (dropped, moment, sink) => recoverFromCommitFailure(scope, dropped, { moment, sink }),
  };
}
