import { isWorkbenchError } from "../../core/error.ts";

/** How the command ends; others script against these. */
export const exitCodes = { pass: 0, fail: 1, inconclusive: 2, usage: 64, own: 70 } as const;

/** Areas of errors that the caller's own input causes. */
const usageAreas = ["config/", "scenario/", "usage/"];

/** The exit code for something that was thrown. */
export function exitCodeOf(error: unknown): number {
  return usageAreas.some((area) => isWorkbenchError(error, area)) ? exitCodes.usage : exitCodes.own;
}

/** What was thrown, for `--json`. */
export function errorDocument(error: unknown): object {
  const code = isWorkbenchError(error) ? error.code : "host/failed";
  return { error: { code, text: error instanceof Error ? error.message : String(error) } };
}
