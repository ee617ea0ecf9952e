import type { OperationName } from "../../protocols/wsi/index.ts";
import { readWsiResponse, type ReceivedFault, type ResponseValue } from "../../stacks/wsi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";

/** Why an operation did not come to an acknowledgement. */
export interface CallFailure {
  readonly text: string;
  /** `SVC0004`, `FailedAuthentication`, `timeout`, `rejected`, `HTTP 502`, … */
  readonly code: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  readonly fault?: ReceivedFault | undefined;
}

/** What a call came to. */
export type CallOutcome =
  | { readonly ok: true; readonly value: ResponseValue<OperationName> }
  | { readonly ok: false; readonly failure: CallFailure };

/** Reads the answer to a call. */
export function outcomeOf(answer: HttpResponse, operation: OperationName): CallOutcome {
  const read = readWsiResponse(answer, operation);
  switch (read.kind) {
    case "response":
      return { ok: true, value: read.value };
    case "fault": {
      const { fault, status } = read;
      const code = fault.messageId ?? fault.subcode?.name ?? fault.code;
      return { ok: false, failure: { code, text: fault.text, status, fault } };
    }
    case "unreadable": {
      const { status, text } = read;
      return { ok: false, failure: { code: `HTTP ${status}`, text, status } };
    }
  }
}

/** True when the DM server does not know, or no longer accepts, who calls. */
export function isStranger({ code, status, fault }: CallFailure): boolean {
  return status === 401 || code === "FailedAuthentication" || fault?.messageId === "SVC0204";
}
