import type { AlertReport } from "../../ports.ts";
import { callerOf } from "../delegation/via.ts";
import type { OperationRecord } from "../records.ts";
import { commandResults, isSuccess } from "../results.ts";
import type { Room } from "../room.ts";
import type { Planner, TaskResult } from "../tasks/task-contract.ts";
import { planOf, type Conversation, type Ending } from "./dialogue.ts";
import { findByType, readSubtree, type Part, type SubtreeRead } from "./tree-walk.ts";

type DiagnosticsWork = Extract<NonNullable<OperationRecord["work"]>, { kind: "diagnostics" }>;

/** Status of an Exec whose end an alert reports. */
const ACCEPTED = 202;
const NOT_FOUND = 404;
/** Results of functions from here on are failures. */
const FIRST_FAILURE = 300;

/**
 * F3.11: a fresh reading of a DiagMon function. The function is found by the Type of its node, started where that is
 * asked, and read when it is done: in the same session where the Exec is answered with a final code, else in another one
 * after its Generic Alert. The Correlator is the operationId.
 */
export const diagnosticsPlanner: Planner<"diagnostics"> = {
  accesses: ({ parameters }) => parameters.map((locUri) => ({ kind: "get", locUri, wholeSubtree: true })),
  plan: (work, { deviceId }, operation, room) => {
    const { operationId } = operation;
    // it ran and was reported: it is not started a second time
    const reported = room.alerts.correlated(deviceId, operationId) !== undefined;
    return planOf(diagnose(work, operation, deviceId, reported, room));
  },
  repeatable: ({ start }) => !start,
  alerted: (_work, alert) => {
    const failure = failureOf(alert);
    return failure === undefined ? "again" : failed(`the function reported ${failure}`);
  },
};

function* diagnose(
  work: DiagnosticsWork,
  operation: OperationRecord,
  deviceId: string,
  reported: boolean,
  room: Room,
): Conversation {
  const named = work.parameters;
  const start = work.start && !reported;
  // a function that has reported is there, and what is named is read without it
  const root = reported && named.length > 0 ? "" : yield* findByType(work.function);
  if (root === undefined) return ended(failed(`the device has no function ${work.function}`));
  if (start) {
    const going = yield* startFunction(`${root}/Operations/Start`, operation, deviceId, room);
    if (going) return going;
  }
  const results: (SubtreeRead & { readonly locUri: string })[] = [];
  for (const locUri of named) results.push({ locUri, ...(yield* readSubtree(locUri)) });
  // objects of other makers have their values below the root itself
  const places = named.length === 0 ? [`${root}/DiagMonData`, root] : [];
  for (const locUri of places) {
    const refusal = room.policy.accesses(callerOf(operation), [{ kind: "get", locUri, wholeSubtree: true }]);
    if (refusal) return ended(failed(refusal.reason));
    results.splice(0, Infinity, { locUri, ...(yield* readSubtree(locUri)) });
    if (results[0]?.status !== NOT_FOUND) break;
  }
  const outcomes = results.map(({ status, items }, index) => ({
    reference: String(index + 1),
    status,
    items,
  }));
  const commandResult = commandResults(outcomes) as TaskResult["commandResult"]; // as good as what is read
  if (outcomes.some(({ status }) => isSuccess(status)))
    return ended({ state: "succeeded", commandResult, reason: undefined });
  const [first] = results;
  const reason = first ? `${first.locUri} was answered ${first.status}` : "nothing was read";
  return ended({ state: "failed", commandResult, reason });
}

/** Undefined when the function has run and can be read. */
function* startFunction(
  locUri: string,
  operation: OperationRecord,
  deviceId: string,
  room: Room,
): Part<Ending | undefined> {
  const { operationId } = operation;
  const refusal = room.policy.accesses(callerOf(operation), [{ kind: "exec", locUri, wholeSubtree: false }]);
  if (refusal) return ended(failed(refusal.reason));
  const [answer] = yield [{ kind: "exec", locUri, correlator: operationId }];
  const status = answer?.status ?? 0;
  if (status !== ACCEPTED)
    return isSuccess(status) ? undefined : ended(failed(`${locUri} was answered ${status}`));
  const alert = room.alerts.correlated(deviceId, operationId);
  if (!alert) return { kind: "await", correlator: operationId };
  const failure = failureOf(alert);
  return failure === undefined ? undefined : ended(failed(`the function reported ${failure}`));
}

/** Values of nodes (DiagMon 1.1), not a result. */
const COLLECTED = ":CollectedSimpleDataReport";

/** Result code of a function that failed; what is no number is collected data. */
function failureOf({ alertType, items }: AlertReport): number | undefined {
  const [item] = alertType.endsWith(COLLECTED) ? [] : items;
  const code = /^\s*\d{3,4}\s*$/.test(item?.data ?? "") ? Number(item?.data) : undefined;
  const isCode = item?.format === undefined || item.format.trim() === "int";
  return isCode && code !== undefined && code >= FIRST_FAILURE ? code : undefined;
}

function ended(result: TaskResult): Ending {
  return { kind: "done", result };
}

function failed(reason: string): TaskResult {
  return { state: "failed", commandResult: [], reason };
}
