import { legalText } from "../../json-value.ts";
import type { ReadWsiResponse } from "../../../../stacks/wsi-http.ts";
import type { OperationName } from "../../../../protocols/wsi/index.ts";
import type { RequestFailure } from "../../../../wire/role.ts";

/** Why an upstream did not do what it was asked. */
export interface UpstreamFailure {
  /** `unavailable`: trying again may help. `credentials`: it does not accept this DM System. `refused`: a fault. */
  readonly kind: "unavailable" | "credentials" | "refused";
  /** For the External System that is waiting, in terms of the contract: never an errno or a body. */
  readonly reason: string;
  /** `POL0202`, … of an exception of the contract. */
  readonly messageId?: string | undefined;
  readonly variables?: readonly string[] | undefined;
  /** The answer was longer than answers may be: a smaller page may fit. */
  readonly tooLarge?: true;
}

/** Longest text of an upstream that is passed on. */
const LONGEST = 500;

/** What a connection that came to nothing means. */
export function failureOfConnection(upstreamId: string, failure: RequestFailure): UpstreamFailure {
  const what =
    failure === "timeout"
      ? "did not answer in time"
      : failure === "too-large"
        ? "gave an answer that is too large"
        : "cannot be reached";
  const tooLarge = failure === "too-large" ? ({ tooLarge: true } as const) : {};
  return { kind: "unavailable", reason: `the DM System ${upstreamId} ${what}`, ...tooLarge };
}

/** What an answer without the expected response means. */
export function failureOfAnswer(
  upstreamId: string,
  read: Exclude<ReadWsiResponse<OperationName>, { kind: "response" }>,
): UpstreamFailure {
  const { status } = read;
  const isSecurity =
    read.kind === "fault" &&
    read.fault.subcode?.name !== undefined &&
    /^(Failed|Invalid|Unsupported)\w*(Authentication|Security\w*)$/.test(read.fault.subcode.name);
  if (status === 401 || status === 403 || isSecurity)
    return { kind: "credentials", reason: `the DM System ${upstreamId} does not accept this DM System` };
  if (read.kind === "unreadable")
    return { kind: "unavailable", reason: `the DM System ${upstreamId} gave an answer that cannot be read` };
  const { code, messageId, variables, text } = read.fault;
  // only the words of the contract are passed on
  const later = code === "Server" || status === 429 || messageId === "POL0203";
  return {
    kind: later ? "unavailable" : "refused",
    reason:
      messageId === undefined
        ? `the DM System ${upstreamId} ${code === "Server" ? "could not do it" : "does not take this request"}`
        : `${messageId} ${legalText(text).slice(0, LONGEST)} (by ${upstreamId})`,
    messageId,
    variables,
  };
}
