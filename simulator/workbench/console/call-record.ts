import type { CallDraft, FaultView } from "../../api/index.ts";
import type { DeviceResult, DiagnosticsDelivery } from "../../protocols/wsi/index.ts";

/** What the answer to a call was, before anything that followed. */
export type CallAnswer = "sending" | "acknowledged" | "answered" | "rejected" | "faulted" | "failed" | "left";

/** What an operation has come to, as callbacks told it. */
export type CallOutcome = "succeeded" | "partly-succeeded" | "failed" | "cancelled" | "expired";

/** Results of commands that are kept of one call. */
export const MOST_RESULTS = 200;
/** Messages of one call that are followed. */
export const MOST_MESSAGES = 400;

/** A call of the console and what was seen of it in the journal. */
export interface CallRecord {
  readonly id: string;
  /** Calls of a run count from 1. */
  readonly number: number;
  readonly made: CallDraft;
  /** The call that it was sent again from. */
  readonly from: string | undefined;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** The envelope as it went out, until its message is found in the journal. */
  envelope: string | undefined;
  answer: CallAnswer;
  /** `seq` of request and response. */
  request: number | undefined;
  response: number | undefined;
  /** Run time of the request. */
  clock: number;
  operationId: string | undefined;
  /** Date until which the operation may take. */
  expiresAt: number | undefined;
  fault: FaultView | undefined;
  outcome: CallOutcome | undefined;
  /** Records that it led to: what they cause belongs to it too. */
  readonly members: Set<number>;
  readonly conversations: Set<string>;
  /** `seq` of its messages, in order. */
  readonly messages: number[];
  /** Messages beyond those that are followed. */
  more: number;
  /** Newest state of each DM session that it led to. */
  readonly sessions: Map<string, string>;
  readonly results: { readonly result: DeviceResult }[];
  /** What a DiagnosticsDelivery brought; undefined before it came. */
  delivered: DiagnosticsDelivery | undefined;
  /** Run time of its newest message. */
  last: number;
}

/** A call that is about to be sent. */
export function newCall(
  number: number,
  made: CallDraft,
  envelope: string,
  sentAt: number,
  from: string | undefined,
): CallRecord {
  return {
    id: `call-${number}`,
    number,
    made,
    from,
    sentAt,
    envelope,
    answer: "sending",
    request: undefined,
    response: undefined,
    clock: 0,
    operationId: undefined,
    expiresAt: undefined,
    fault: undefined,
    outcome: undefined,
    members: new Set(),
    conversations: new Set(),
    messages: [],
    more: 0,
    sessions: new Map(),
    results: [],
    delivered: undefined,
    last: 0,
  };
}
