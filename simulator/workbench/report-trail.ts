import type { RoleReport } from "../wire/role.ts";

/** The journal's numbers of what reports of a DM server were about; the latest, not all. */
export interface ReportTrail {
  note(report: RoleReport, cause: number | undefined): void;
  /** Number of the request that an operation began with. */
  request(operationId: string): number | undefined;
  /** Number of the answer to the latest SubscriptionStatus of an operation. */
  statusTold(operationId: string): number | undefined;
  /** Number of the message that established the session of a device for an operation. */
  session(operationId: string, deviceId: string): number | undefined;
  /** Numbers of the answers to the attempts of a callback, oldest first; undefined for one without an answer. */
  attempts(callbackId: string): readonly (number | undefined)[];
  /** The subscriptions to which a stored alert was forwarded, and the number of the device's message. */
  alert(alertId: string): { readonly to: readonly string[]; readonly seq: number | undefined } | undefined;
  /** How an alert went out for a subscription; undefined before the first attempt. */
  forwarding(alertId: string, subscriptionId: string): AlertForwarding | undefined;
  /** How many alerts arrived for a subscription. */
  deliveredTo(subscriptionId: string): number;
}

/** The callback of an alert for one subscription. */
export interface AlertForwarding {
  readonly callback: string;
  /** Its number among the callbacks of the subscription's operation. */
  readonly sequence: number;
  readonly delivered: boolean;
  /** Numbers of the answers to the latest attempts; undefined for one without an answer. */
  readonly answers: readonly (number | undefined)[];
}

/** Sessions and callbacks that are remembered. */
const REMEMBERED = 50_000;
const ATTEMPTS = 12;

/** Creates an empty trail. */
export function createReportTrail(): ReportTrail {
  const requests = new Map<string, number>();
  const statuses = new Map<string, number>();
  const sessions = new Map<string, number>();
  const attempts = new Map<string, readonly (number | undefined)[]>();
  const alerts = new Map<string, { readonly to: readonly string[]; readonly seq: number | undefined }>();
  const forwardings = new Map<string, AlertForwarding>();
  const delivered = new Map<string, number>();

  const keep = <T>(map: Map<string, T>, key: string, value: T): void => {
    map.delete(key);
    map.set(key, value);
    if (map.size <= REMEMBERED) return;
    for (const oldest of map.keys()) {
      map.delete(oldest);
      return;
    }
  };

  const noteForwarding = (
    callback: string,
    { alertId, subscriptionId, sequence, outcome }: RoleReport["data"],
    answers: AlertForwarding["answers"],
  ): void => {
    if (typeof alertId !== "string" || typeof subscriptionId !== "string" || typeof sequence !== "number")
      return;
    const arrived = outcome === "delivered";
    keep(forwardings, `${alertId}/${subscriptionId}`, { callback, sequence, delivered: arrived, answers });
    if (arrived) keep(delivered, subscriptionId, (delivered.get(subscriptionId) ?? 0) + 1);
  };

  return {
    note: ({ name, data }, cause) => {
      if (name === "operation.accepted") {
        if (cause !== undefined && typeof data["operationId"] === "string")
          keep(requests, data["operationId"], cause);
      } else if (name === "session.established") {
        const { operationId, deviceId } = data;
        if (cause !== undefined && typeof operationId === "string" && typeof deviceId === "string")
          keep(sessions, `${operationId}/${deviceId}`, cause);
      } else if (name === "callback.tried" && typeof data["id"] === "string") {
        const { id, status } = data;
        const before = attempts.get(id) ?? [];
        const answers = [...before.slice(1 - ATTEMPTS), status === undefined ? undefined : cause];
        keep(attempts, id, answers);
        noteForwarding(id, data, answers);
        const { operationId, callback } = data;
        if (callback === "SubscriptionStatus" && cause !== undefined && typeof operationId === "string")
          keep(statuses, operationId, cause);
      } else if (name === "alert.received" && typeof data["alertId"] === "string") {
        const listed = Array.isArray(data["forwardedTo"]) ? (data["forwardedTo"] as readonly unknown[]) : [];
        const to = listed.filter((id) => typeof id === "string");
        keep(alerts, data["alertId"], { to, seq: cause });
      }
    },
    request: (operationId) => requests.get(operationId),
    statusTold: (operationId) => statuses.get(operationId),
    session: (operationId, deviceId) => sessions.get(`${operationId}/${deviceId}`),
    attempts: (callbackId) => attempts.get(callbackId) ?? [],
    alert: (alertId) => alerts.get(alertId),
    forwarding: (alertId, subscriptionId) => forwardings.get(`${alertId}/${subscriptionId}`),
    deliveredTo: (subscriptionId) => delivered.get(subscriptionId) ?? 0,
  };
}
