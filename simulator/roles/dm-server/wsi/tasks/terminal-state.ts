import type { DeviceResult } from "../../../../protocols/wsi/index.ts";
import type { OperationState, TotalsRecord } from "../records.ts";

/** Where a device's result is counted: a device of which nothing is known counts as failed. */
export function countedAs(state: DeviceResult["state"]): Exclude<keyof TotalsRecord, "targeted"> {
  switch (state) {
    case "succeeded":
    case "cancelled":
    case "expired":
      return state;
    case "failed":
    case "unknown":
    case "pending":
    case "sent":
      return "failed";
  }
}

/** Devices that are finished. */
export function finishedOf({ succeeded, failed, cancelled, expired }: TotalsRecord): number {
  return succeeded + failed + cancelled + expired;
}

/**
 * State of an operation whose devices are all finished: cancelled when any was not run, expired when none succeeded or
 * failed (contract, section 9).
 */
export function terminalState(
  totals: TotalsRecord,
): Extract<OperationState, "succeeded" | "partly-succeeded" | "failed" | "cancelled" | "expired"> {
  const { targeted, succeeded, failed, cancelled, expired } = totals;
  if (cancelled > 0) return "cancelled";
  if (succeeded === targeted) return "succeeded";
  if (succeeded > 0) return "partly-succeeded";
  return expired > 0 && failed === 0 ? "expired" : "failed";
}
