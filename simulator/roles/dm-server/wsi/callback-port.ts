import type { RoleContext } from "../../../wire/role.ts";
import type { CallbackName } from "../../../protocols/wsi/index.ts";
import type { WsiSettings } from "../options.ts";
import type { Deliveries } from "./deliveries.ts";
import type { CallbackRecord, OperationRecord, ReplyRecord, TryRecord } from "./records.ts";
import type { Store } from "../store.ts";
import type { Turn } from "./turn.ts";

/** What the recipient's registration lets through. */
export type Gate = "open" | "confirmation-only" | "closed";

/** What became of an attempt. */
export type Attempt =
  | { readonly kind: "delivered" }
  | { readonly kind: "retry"; readonly reason: string }
  /** 401 or 403. */
  | { readonly kind: "credentials-refused"; readonly status: number; readonly reason: string }
  | { readonly kind: "dead"; readonly reason: string };

export interface CallbackQueueParts {
  readonly store: Store;
  readonly context: RoleContext;
  readonly settings: WsiSettings;
  readonly gateOf: (registrationId: string) => Gate;
  /** Emits the request of one attempt; returns why it cannot be sent at all, else undefined. */
  readonly send: (callback: CallbackRecord, turn: Turn) => string | undefined;
  readonly delivered: (callback: CallbackRecord, turn: Turn) => void;
  readonly credentialsRefused: (callback: CallbackRecord, status: number, reason: string, turn: Turn) => void;
  readonly abandoned: (callback: CallbackRecord, reason: string, turn: Turn) => void;
}

/** What a callback is queued with. */
export interface NewCallback {
  readonly operation: OperationRecord;
  readonly registrationId: string;
  readonly stream: string;
  readonly name: CallbackName;
  /** All of the callback but its first three fields. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly sequence: number;
  readonly reply?: ReplyRecord | undefined;
}

/** How it stands with the callbacks of a recipient. */
export interface RecipientStanding {
  readonly registrationId: string;
  /** Callbacks that wait or are on their way. */
  readonly queued: number;
  readonly inFlight: number;
  readonly dead: number;
  /** Since this DM server started. */
  readonly delivered: number;
  readonly lastAnswer?: TryRecord;
  /** Nothing answers there: the date of the next try, by one callback for all. */
  readonly silentUntil?: number;
}

/** Callbacks of one recipient that wait for each other. */
export interface StreamStanding {
  readonly registrationId: string;
  readonly name: string;
  readonly length: number;
  readonly head: CallbackRecord;
  readonly state: "ready" | "flying" | "waiting";
}

/**
 * The durable queue of callbacks (contract, section 2): in order within a stream, streams side by side, few in flight
 * per recipient, tried until delivered, dead or expired. Every step costs the same however much is queued.
 */
export interface CallbackQueue {
  /** All that is queued or was given up, in the order of queueing. */
  values(): Iterable<CallbackRecord>;
  get(id: string): CallbackRecord | undefined;
  /** True while the callback is on its way. */
  inFlight(id: string): boolean;
  standings(): Iterable<RecipientStanding>;
  /** Streams of a recipient, the one that waits longest first. */
  streams(registrationId: string): Iterable<StreamStanding>;
  /** Ids of a stream in their order. */
  behind(registrationId: string, stream: string): Iterable<string>;
  /** Dead letters of a recipient, oldest first. */
  dead(registrationId: string): Iterable<CallbackRecord>;
  /** The latest that were delivered. */
  readonly deliveries: Pick<Deliveries, "recent" | "get">;
  add(callback: NewCallback, turn: Turn): void;
  /** Sends what may be sent now. Called at the end of every event, so that it follows the event's responses. */
  pump(turn: Turn): void;
  /** A recipient may have become reachable. */
  wake(registrationId: string): void;
  /** Name of a queued callback; undefined when it is gone. */
  nameOf(id: string): CallbackName | undefined;
  /** What became of an attempt; `status` is that of the answer, if one came. */
  settle(id: string, attempt: Attempt, status: number | undefined, turn: Turn): void;
  /** A timer: its name after `wsi/retry/`. */
  retry(timer: string, turn: Turn): void;
  /** Tries what waits for its next attempt now; false when nothing is queued for the recipient. */
  tryNow(registrationId: string, turn: Turn): boolean;
  /** Puts a dead letter at the end of its stream; false when there is none with this id. */
  resend(id: string, turn: Turn): boolean;
  /** The same for all dead letters of a recipient; how many. */
  resendAll(registrationId: string, turn: Turn): number;
  /** Throws a dead letter away; false when there is none with this id. */
  dropDead(id: string): boolean;
  /** The same for all dead letters of a recipient; how many. */
  dropAllDead(registrationId: string): number;
  /** Puts dead letters back that were thrown away last; how many. */
  restoreDead(ids: readonly string[]): number;
  /** Drops what nobody is to get any more, dead letters included: all of a recipient, or one of its streams. */
  drop(registrationId: string, stream: string | undefined, turn: Turn): void;
}
