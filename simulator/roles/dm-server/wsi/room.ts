import type { RoleContext } from "../../../wire/role.ts";
import type { DeviceSessions, Inventory } from "../ports.ts";
import type { WsiLimits, WsiSettings } from "../options.ts";
import type { Alerts } from "./alerts/alerts.ts";
import type { CallbackQueue } from "./callback-queue.ts";
import type { Delegation } from "./delegation/delegation.ts";
import type { ExternalSystems } from "./external-systems.ts";
import type { Library } from "./library/library.ts";
import type { OperationLog } from "./operation-log.ts";
import type { Outcomes } from "./outcomes.ts";
import type { PolicyPort } from "./policy-port.ts";
import type { TunnelRecord } from "./records.ts";
import type { Registrations } from "./registrations.ts";
import type { Collection } from "../store.ts";
import type { Subscriptions } from "./subscriptions/subscriptions.ts";
import type { WorkRunner } from "./tasks/task-contract.ts";

/** What the operations of the WSI work with. */
export interface Room {
  readonly dms: { readonly id: string; readonly serverId: string };
  readonly settings: WsiSettings;
  readonly limits: WsiLimits;
  readonly context: RoleContext;
  readonly systems: ExternalSystems;
  readonly policy: PolicyPort;
  readonly log: OperationLog;
  readonly registrations: Registrations;
  readonly queue: CallbackQueue;
  readonly outcomes: Outcomes;
  readonly tunnels: Collection<TunnelRecord>;
  readonly sessions: DeviceSessions;
  readonly inventory: Inventory;
  /** Carries out what operations do on devices. */
  readonly work: WorkRunner;
  /** Configurations and updates. */
  readonly library: Library;
  readonly subscriptions: Subscriptions;
  /** What upstreams do in place of this DM server. */
  readonly delegation: Delegation;
  /** Stored alerts of devices. */
  readonly alerts: Alerts;
}
