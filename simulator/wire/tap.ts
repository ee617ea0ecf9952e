import type { Headers } from "./http.ts";
import type { Party } from "./party.ts";
import type { Channel } from "./role.ts";

/** What became of a crossing, as far as the wire knows when it is recorded. */
export type CrossingOutcome =
  "delivered" | "dropped" | "unreachable" | "timeout" | "closed" | "edited" | "unread";

/** A message that is about to cross, before it has a place in the journal. */
export interface CrossingDraft {
  readonly direction: "request" | "response" | "push";
  readonly channel: Channel;
  readonly from: Party;
  readonly to: Party;
  readonly exchange: string;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly status?: number | undefined;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly conversation?: string | undefined;
  readonly cause?: number | undefined;
  readonly peerAddress?: string | undefined;
}

/** A message as it goes on after the tap, or the fact that it does not. */
export type Passage =
  | { readonly kind: "pass"; readonly seq: number; readonly headers: Headers; readonly body: Uint8Array }
  | { readonly kind: "drop"; readonly seq: number };

/** What the gate decides of one message. An edit replaces the body (and its length). */
export type GateDecision =
  { readonly kind: "pass"; readonly body?: Uint8Array | undefined } | { readonly kind: "drop" };

/** Decides when a message may cross: at once, after a pace, at the next step, when a person releases it. */
export interface Gate {
  /** Calls `decide` exactly once, now or later. */
  admit(draft: CrossingDraft, decide: (decision: GateDecision) => void): void;
}

/** Lets everything cross at once. */
export const openGate: Gate = { admit: (_draft, decide) => decide({ kind: "pass" }) };

/** Keeps a crossing and gives its sequence number. */
export type Recorder = (
  draft: CrossingDraft,
  outcome: CrossingOutcome,
  original?: { readonly headers: Headers; readonly body: Uint8Array },
) => number;

/** The place on the wire where every crossing is recorded, bytes first, and may be held, edited or dropped. */
export interface Tap {
  /** Calls `onward` exactly once, when the message has crossed or was dropped. */
  cross(draft: CrossingDraft, onward: (passage: Passage) => void): void;
  /** Records an exchange that ends without a response, as a response that did not come. */
  fail(draft: CrossingDraft, outcome: "unreachable" | "timeout" | "closed"): number;
  /** Records what arrived but could not be read to its end (too long, cut off); it goes no further. */
  unread(draft: CrossingDraft): number;
  /** Records what the transport itself has answered to an unread message; nothing holds it. */
  refused(draft: CrossingDraft): number;
}

/** Creates the tap of a world. */
export function createTap(record: Recorder, gate: Gate = openGate): Tap {
  return {
    cross: (draft, onward) =>
      gate.admit(draft, (decision) => {
        if (decision.kind === "drop") {
          onward({ kind: "drop", seq: record(draft, "dropped") });
          return;
        }
        if (decision.body === undefined) {
          onward({ kind: "pass", seq: record(draft, "delivered"), headers: draft.headers, body: draft.body });
          return;
        }
        const edited = {
          ...draft,
          body: decision.body,
          headers: withLength(draft.headers, decision.body.length),
        };
        const seq = record(edited, "edited", { headers: draft.headers, body: draft.body });
        onward({ kind: "pass", seq, headers: edited.headers, body: edited.body });
      }),
    fail: (draft, outcome) => record(draft, outcome),
    unread: (draft) => record(draft, "unread"),
    refused: (draft) => record(draft, "delivered"),
  };
}

function withLength(headers: Headers, length: number): Headers {
  return "content-length" in headers ? { ...headers, "content-length": String(length) } : headers;
}
