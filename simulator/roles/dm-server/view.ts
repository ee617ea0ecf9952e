import type { DeviceResult } from "../../protocols/wsi/index.ts";
import type { DeviceRecord } from "./inventory/device-record.ts";
import type { ExternalSystemPolicy } from "./options.ts";
import type { Publisher } from "./publishing/publisher.ts";
import type { AlertPage, AlertRetention, AlertSearch, StoredAlert } from "./alerts/alert-store.ts";
import type { SubscriptionRecord } from "./wsi/subscriptions/subscription-record.ts";
import type { TaskStanding } from "./wsi/tasks/task-contract.ts";
import type { CallbackQueueView } from "./wsi/callback-commands.ts";
import type { RequestExplanation, RequestQuestion } from "./wsi/explain-request.ts";
import type { KnownExternalSystem } from "./wsi/external-system-record.ts";
import type { PolicyReplay } from "./wsi/replay-policy.ts";
import type { RequestActivity } from "./wsi/request-activity.ts";
import type { ConfigurationRecord, UpdateRecord } from "./wsi/library/records.ts";
import type { UpstreamView } from "./wsi/delegation/delegation.ts";
import type { CallbackRecord, OperationRecord, RegistrationRecord } from "./wsi/records.ts";

/**
 * What a workbench may see of a DM server, read at any time between two events. Records are the role's own and never
 * change; they hold no plain secrets.
 */
export interface DmServerView {
  readonly id: string;
  /** Oldest first. */
  operations(): Iterable<OperationRecord>;
  operation(operationId: string): OperationRecord | undefined;
  /** Results per device as QueryOperation would tell them: a page, and how many there are. */
  deviceResults(
    operationId: string,
    startIndex: number,
    count: number,
  ): { readonly results: readonly DeviceResult[]; readonly total: number };
  /** How it stands with every device of an operation, in the order of `deviceResults`. */
  standings(operationId: string): Iterable<TaskStanding>;
  registrations(): Iterable<RegistrationRecord>;
  /** Callbacks that wait, are in flight or were given up (`dead`), in the order of queueing. */
  callbacks(): Iterable<CallbackRecord>;
  /** True while the callback is on its way. */
  inFlight(callbackId: string): boolean;
  /** The same queue by recipient and stream, and what was delivered lately. */
  readonly queue: CallbackQueueView;
  /** External Systems with the policies that are in force. */
  externalSystems(): Iterable<KnownExternalSystem>;
  /** How a request would be decided, and by which rules. */
  explain(question: RequestQuestion): RequestExplanation;
  /** The kept operations of an External System, decided again under another policy. */
  replay(externalSystem: string, policy: ExternalSystemPolicy): PolicyReplay;
  /** Unfinished operations of an External System. */
  outstanding(externalSystem: string): number;
  /** What became of the requests since the start. */
  readonly activity: Pick<RequestActivity, "counts" | "refusals">;
  devices(): Iterable<DeviceRecord>;
  device(deviceId: string): DeviceRecord | undefined;
  /** The DM Systems to which work is delegated. */
  upstreams(): Iterable<UpstreamView>;
  /** Oldest first, with those that are over until their operation is forgotten. */
  subscriptions(): Iterable<SubscriptionRecord>;
  /** Stored alerts of devices, oldest first. */
  alerts(search: AlertSearch): Iterable<StoredAlert>;
  alert(alertId: string): StoredAlert | undefined;
  /** A page of them, newest first, at the cost of the page. */
  newestAlerts(page: AlertPage): { readonly alerts: readonly StoredAlert[]; readonly total: number };
  /** How long alerts are kept. */
  readonly alertRetention: AlertRetention;
  subscription(subscriptionId: string): SubscriptionRecord | undefined;
  /** Stored configurations and updates of all External Systems, without their contents; oldest first. */
  configurations(): readonly ConfigurationRecord[];
  updates(): readonly UpdateRecord[];
  /** The publication of its WSI; undefined where no registry is configured. */
  readonly publisher: Pick<Publisher, "status"> | undefined;
}
