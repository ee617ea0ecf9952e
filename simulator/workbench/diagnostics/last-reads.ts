import type { MeasuredValue } from "../../api/index.ts";
import type { DmServerView } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import type { WorldRoles } from "../world-roles.ts";

/** Alerts and operations of a device that are looked through. */
const LOOKED_AT = 100;

/** Who read a leaf last, as far as the DM servers know it: an alert that carried it, or a session for an operation. */
export function lastReads(
  roles: WorldRoles,
  deviceId: string,
): (uris: readonly string[]) => MeasuredValue["read"] {
  const reads = new Map<string, NonNullable<MeasuredValue["read"]>>();
  const note = (uri: string, read: NonNullable<MeasuredValue["read"]>): void => {
    if ((reads.get(uri)?.at ?? -Infinity) < read.at) reads.set(uri, read);
  };
  for (const { view } of roles.dmServers.values()) {
    for (const alert of view.newestAlerts({ deviceId, skip: 0, limit: LOOKED_AT }).alerts)
      for (const { source, target, data = "" } of alert.items)
        note(source ?? target ?? "", {
          by: "alert",
          number: alert.order,
          at: alert.receivedAt,
          value: data.slice(0, 200),
          ...optionally("seq", roles.trail.alert(alert.alertId)?.seq),
        });
    for (const { operationId, finishedAt } of readingOperations(view, deviceId))
      for (const { commandResult } of view.deviceResults(operationId, 0, 1).results)
        for (const { item } of commandResult)
          for (const { source, target, data = "" } of item)
            note(source ?? target ?? "", {
              by: "session",
              at: finishedAt,
              value: data.slice(0, 200),
              ...optionally("seq", roles.trail.session(operationId, deviceId)),
            });
  }
  return (uris) => {
    let latest: MeasuredValue["read"];
    for (const uri of uris) {
      const read = reads.get(uri);
      if (read && read.at > (latest?.at ?? -Infinity)) latest = read;
    }
    return latest;
  };
}

/** The latest operations on this device alone that have ended. */
function readingOperations(
  view: DmServerView,
  deviceId: string,
): readonly { readonly operationId: string; readonly finishedAt: number }[] {
  const found: { readonly operationId: string; readonly finishedAt: number }[] = [];
  for (const { operationId, deviceId: about, finishedAt } of view.operations())
    if (about === deviceId && finishedAt !== undefined) found.push({ operationId, finishedAt });
  return found.slice(-LOOKED_AT);
}
