import type { RoleReport } from "../wire/role.ts";

/** The journal's numbers of what reports of a DM server were about; the latest, not all. */
export interface ReportTrail {
  note(report: RoleReport, cause: number | undefined): void;
  /** Number of the message that established the session of a device for an operation. */
  session(operationId: string, deviceId: string): number | undefined;
  /** Numbers of the answers to the attempts of a callback, oldest first; undefined for one without an answer. */
  attempts(callbackId: string): readonly (number | undefined)[];
  /** The subscriptions to which a stored alert was forwarded, and the number of the device's message. */
  alert(alertId: string): { readonly to: readonly string[]; readonly seq: number | undefined } | undefined;
  /** How many alerts were forwarded for a subscription. */
  forwardedTo(subscriptionId: string): number;
}

/** Sessions and callbacks that are remembered. */
const REMEMBERED = 50_000;
const ATTEMPTS = 12;

/** Creates an empty trail. */
export function createReportTrail(): ReportTrail {
  const sessions = new Map<string, number>();
  const attempts = new Map<string, readonly (number | undefined)[]>();
  const alerts = new Map<string, { readonly to: readonly string[]; readonly seq: number | undefined }>();
  const forwarded = new Map<string, number>();

  const keep = <T>(map: Map<string, T>, key: string, value: T): void => {
    map.delete(key);
    map.set(key, value);
    if (map.size <= REMEMBERED) return;
    for (const oldest of map.keys()) {
      map.delete(oldest);
      return;
    }
  };

  return {
    note: ({ name, data }, cause) => {
      if (name === "session.established") {
        const { operationId, deviceId } = data;
        if (cause !== undefined && typeof operationId === "string" && typeof deviceId === "string")
          keep(sessions, `${operationId}/${deviceId}`, cause);
      } else if (name === "callback.tried" && typeof data["id"] === "string") {
        const { id, status } = data;
        const before = attempts.get(id) ?? [];
        keep(attempts, id, [...before.slice(1 - ATTEMPTS), status === undefined ? undefined : cause]);
      } else if (name === "alert.received" && typeof data["alertId"] === "string") {
        const listed = Array.isArray(data["forwardedTo"]) ? (data["forwardedTo"] as readonly unknown[]) : [];
        const to = listed.filter((id) => typeof id === "string");
        keep(alerts, data["alertId"], { to, seq: cause });
        for (const id of to) keep(forwarded, id, (forwarded.get(id) ?? 0) + 1);
      }
    },
    session: (operationId, deviceId) => sessions.get(`${operationId}/${deviceId}`),
    attempts: (callbackId) => attempts.get(callbackId) ?? [],
    alert: (alertId) => alerts.get(alertId),
    forwardedTo: (subscriptionId) => forwarded.get(subscriptionId) ?? 0,
  };
}
