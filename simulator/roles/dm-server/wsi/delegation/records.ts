import type { CallbackName } from "../../../../protocols/wsi/index.ts";

/*
 * What delegation keeps, as plain JSON. Times are dates of the run's clock (milliseconds since 1970).
 */

/** Our registration at an upstream. Key: the upstream's id. */
export interface UpstreamRecord {
  readonly state: UpstreamState;
  readonly registrationId?: string;
  /** Operation of the latest RegisterExternalSystem there. */
  readonly operationId?: string;
  /** Conversation in the journal: the same words as the upstream's own, once the id is known. */
  readonly conversation: string;
  /** Why it is not registered, in words for people. */
  readonly reason?: string;
  /** When its inventory was copied last. */
  readonly copiedAt?: number;
}

/** States of the upstream registration machine. */
export type UpstreamState =
  "unregistered" | "registering" | "awaitingConfirmation" | "registered" | "refused" | "unreachable";

/** A part of an operation that an upstream carries out. Key: `reference`. Its devices are kept beside it. */
export interface DelegatedRecord {
  /** Reference under which it is submitted: the operationId, with a number after a first part at this upstream. */
  readonly reference: string;
  readonly operationId: string;
  readonly upstreamId: string;
  readonly state: "submitting" | "submitted";
  /** It was sent at least once: the upstream may have taken it although no answer came. */
  readonly tried?: true;
  /** Lifetime that it is submitted with; the same in every attempt, as a reference stands for one content. */
  readonly expires?: number;
  /** The upstream's own operationId. */
  readonly upstreamOperationId?: string;
  readonly cancelRequested?: true;
  /** Since when the upstream has not answered. */
  readonly silentSince?: number | undefined;
}

/** The part of a subscription that an upstream serves. Key: `subscriptionId/upstreamId`. */
export interface DelegatedSubscriptionRecord {
  readonly subscriptionId: string;
  readonly upstreamId: string;
  /** `refused`: asked for again with the next copy of the inventory. */
  readonly state: "subscribing" | "active" | "refused" | "ending";
  /** Reference under which it is submitted; another one when it is made anew. */
  readonly reference: string;
  /** What it asks for, as JSON. */
  readonly content: unknown;
  /** Lifetime that it is submitted with; the same in every attempt. */
  readonly expires?: number;
  /** End that the upstream knows; absent = until it is ended. */
  readonly expiresAt?: number;
  readonly upstreamSubscriptionId?: string;
  readonly upstreamOperationId?: string;
  /** Why the upstream does not serve it, in words for people. */
  readonly reason?: string;
}

/** A callback that was acknowledged and not yet acted upon. Key: `upstreamId/operationId/sequence`. */
export interface InboxRecord {
  readonly upstreamId: string;
  /** The upstream's operationId. */
  readonly operationId: string;
  readonly sequence: number;
  readonly name: CallbackName;
  /** The callback as JSON. */
  readonly value: unknown;
  readonly receivedAt: number;
}

/** Which callbacks of an operation were received. Key: `upstreamId/operationId`. */
export interface ReceivedRecord {
  /** All up to this number. */
  readonly through: number;
  /** Numbers after it that came already. */
  readonly beyond: readonly number[];
}
