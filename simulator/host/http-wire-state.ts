import { emptyBytes } from "../core/bytes.ts";
import type { Clock } from "../core/clock.ts";
import type { CrossingDraft, Tap } from "../wire/tap.ts";
import type { Listener } from "../wire/wire.ts";
import type { HttpLimits } from "./limits.ts";

/** Something about the transport that no message shows. */
export interface WireNote {
  readonly severity: "info" | "warning" | "error";
  readonly code: string;
  readonly text: string;
  readonly exchange?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** What the two halves of the wire share. */
export interface WireState {
  readonly tap: Tap;
  readonly clock: Clock;
  readonly limits: HttpLimits;
  readonly listeners: Set<Listener>;
  readonly note: (note: WireNote) => void;
  readonly nextExchange: () => string;
  /** One more message on its way. */
  depart(): void;
  /** One message less: it has reached its receiver, or nobody (`nowhere`). */
  arrive(nowhere?: "nowhere"): void;
}

/** The answer's draft: the same exchange the other way round. */
export function responseDraft(request: CrossingDraft): CrossingDraft {
  const { exchange, channel, conversation, peerAddress } = request;
  return {
    direction: "response",
    channel,
    exchange,
    conversation,
    from: request.to,
    to: request.from,
    headers: {},
    body: emptyBytes,
    peerAddress,
  };
}
