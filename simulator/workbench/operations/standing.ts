import type { DevicePhase } from "../../api/index.ts";
import type { TaskStanding } from "../../roles/dm-server/index.ts";
import type { PlacedOperation } from "./place.ts";

/** How it stands with each device of an operation; one that the operation itself is about where it has no tasks. */
export function* standingsOf({ server, record }: PlacedOperation): Generator<TaskStanding> {
  let any = false;
  for (const standing of server.view.standings(record.operationId)) {
    any = true;
    yield standing;
  }
  const { deviceId, state, finishedAt, reason } = record;
  if (any || deviceId === undefined) return;
  const isOver = finishedAt !== undefined;
  yield {
    deviceId,
    state: isOver ? endOf(state) : state === "pending" ? "pending" : "sent",
    notified: false,
    ...(isOver ? { finishedAt } : {}),
    ...(reason === undefined ? {} : { result: JSON.stringify({ reason }) }),
  };
}

function endOf(state: PlacedOperation["record"]["state"]): TaskStanding["state"] {
  switch (state) {
    case "succeeded":
    case "cancelled":
    case "expired":
      return state;
    case "failed":
    case "partly-succeeded":
    case "pending":
    case "running":
    case "cancelling":
      return "failed";
  }
}

/** The word for where a device stands. */
export function phaseOf({ state, notified }: TaskStanding): DevicePhase {
  switch (state) {
    case "pending":
      return notified ? "notified" : "queued";
    case "sent":
      return "in-session";
    case "awaiting":
    case "succeeded":
    case "failed":
    case "cancelled":
    case "expired":
    case "unknown":
      return state;
  }
}
