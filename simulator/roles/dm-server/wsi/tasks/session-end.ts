import type { CommandOutcome, ReferencedCommand, SessionReport } from "../../ports.ts";
import type { OperationRecord } from "../records.ts";
import type { Turn } from "../turn.ts";
import { resultOf } from "./plan-commands.ts";
import type { TaskResult } from "./task-contract.ts";

/** How the session of a task ended. */
export interface SessionEnd {
  /** Why it ended early; undefined for a normal close. */
  readonly reason: string | undefined;
  /** The operation's time was over. */
  readonly expired: boolean;
  /** What was answered and not told before. */
  readonly outcomes: readonly CommandOutcome[];
}

/** The end that a report tells; other news of the session, such as a refusal, are told here. */
export function reportedEnd(
  report: Extract<SessionReport, { type: "closed" | "refused" | "aborted" | "timed-out" }>,
  { operationId, deviceId, conversation, expiresAt }: OperationRecord,
  turn: Turn,
): SessionEnd {
  switch (report.type) {
    case "closed":
      return { reason: undefined, expired: false, outcomes: [] };
    case "refused": {
      const data = { operationId, deviceId, refusedBy: report.by, reason: report.reason };
      turn.emit({ type: "report", report: { name: "session.refused", conversation, data } });
      return {
        reason: `refused by the ${partyText(report.by)}: ${report.reason}`,
        expired: false,
        outcomes: [],
      };
    }
    case "aborted":
      return {
        reason: `aborted by the ${partyText(report.by)}: ${report.reason}`,
        expired: false,
        outcomes: report.outcomes ?? [],
      };
    case "timed-out":
      return expiresAt !== undefined && expiresAt <= turn.moment.date
        ? { reason: "not reached in time", expired: true, outcomes: report.outcomes ?? [] }
        : { reason: report.reason, expired: false, outcomes: report.outcomes ?? [] };
  }
}

/** A result of what was answered before the work came to an end that was not its own. */
export function partialResult(
  state: "failed" | "cancelled" | "expired",
  answered: readonly CommandOutcome[],
  reason: string | undefined,
): TaskResult {
  return { ...resultOf(answered), state, reason };
}

/** Commands of a package that got no answer. */
export function restOf(commands: readonly ReferencedCommand[], answered: readonly CommandOutcome[]): number {
  const references = new Set(answered.map(({ reference }) => reference));
  return commands.filter(({ reference }) => !references.has(reference)).length;
}

function partyText(by: "dms" | "device" | "user"): string {
  return by === "dms" ? "DM server" : by;
}
