import type { DeviceFilter } from "../../../../protocols/wsi/index.ts";

/** Of a subscription; the four last ones are told as `expired` and `ended`. */
export type SubscriptionState =
  "requested" | "accepted" | "partly-accepted" | "rejected" | "expiring" | "ending" | "expired" | "ended";

/** The devices that a subscription is about: a union, looked at anew with each alert. */
export interface TargetRecord {
  /** Every device of the policy. */
  readonly all: boolean;
  readonly deviceIds: readonly string[];
  readonly groups: readonly string[];
  readonly filter?: DeviceFilter;
}

/** A subscription to Generic Alerts (contract, sections 4 and 9), as plain JSON. Times are dates. */
export interface SubscriptionRecord {
  readonly subscriptionId: string;
  /** The SubscribeAlerts whose callbacks tell of it. */
  readonly operationId: string;
  readonly conversation: string;
  /** Id of the External System that asked; its rights count. */
  readonly owner: string;
  /** Who asked first, where a DM server delegated the request; narrows what is forwarded where it is known here. */
  readonly originator?: string;
  /** Id of the External System that gets the alerts; the owner unless `deliverTo` names another. */
  readonly recipient: string;
  readonly state: SubscriptionState;
  readonly requestedAlertTypes: readonly string[];
  readonly acceptedAlertTypes: readonly string[];
  readonly rejectedAlertTypes: readonly { readonly type: string; readonly reason: string }[];
  readonly requestedParameters: readonly string[];
  readonly acceptedParameters: readonly string[];
  readonly rejectedParameters: readonly { readonly locUri: string; readonly reason: string }[];
  readonly target: TargetRecord;
  /** Commands that set the devices up. */
  readonly setUpCommands: number;
  readonly createdAt: number;
  /** Milliseconds; what a renewal gets that does not say it. Absent = until it is ended. */
  readonly lifetime?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly endedAt?: number;
  /** Why it is over. */
  readonly reason?: string;
}

/** True while alerts are forwarded. */
export function isInForce({ state }: SubscriptionRecord): boolean {
  return state === "accepted" || state === "partly-accepted";
}

/** True when nothing more happens to the subscription. */
export function isOverSubscription({ state }: SubscriptionRecord): boolean {
  return state === "rejected" || state === "expired" || state === "ended";
}
