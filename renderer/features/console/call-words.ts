import type { CallLine, Verdict } from "../../../simulator/api/index.ts";

/** The verdict that the state of a call is drawn as. */
export function verdictOf(state: CallLine["state"]): Verdict {
  switch (state) {
    case "succeeded":
    case "answered":
      return "pass";
    case "failed":
    case "faulted":
    case "rejected":
      return "fail";
    case "partly-succeeded":
    case "expired":
    case "cancelled":
      return "inconclusive";
    case "sending":
    case "waiting":
    case "left":
      return "none";
  }
}

/** The state of a call as people say it. */
export function stateWord(state: CallLine["state"]): string {
  switch (state) {
    case "partly-succeeded":
      return "partly succeeded";
    case "faulted":
      return "refused with a fault";
    case "rejected":
      return "not taken";
    case "left":
      return "not waited for";
    default:
      return state;
  }
}

/** Whether something is still waited for. */
export function isGoing(state: CallLine["state"]): boolean {
  return state === "sending" || state === "waiting";
}
