import type { HttpResponse } from "../wire/http.ts";
import type { Party } from "../wire/party.ts";
import type { CrossingDraft, Passage } from "../wire/tap.ts";
import type { OutgoingRequest, RequestOutcome } from "../wire/wire.ts";
import type { EgressGate } from "./egress.ts";
import type { ClientOutcome, HttpClient, Target } from "./http-client.ts";
import { isDownload, replyLimit } from "./limits.ts";
import { responseDraft, type WireState } from "./http-wire-state.ts";

/** A request of one of our parties, from the tap to its answer. */
export interface SentExchange {
  readonly draft: CrossingDraft;
  /** Journal record of the request, once it has crossed. */
  readonly seq: number | undefined;
  /** Journal record of the answer, set by our own listener before it writes the answer. */
  answerSeq: number | undefined;
  readonly isOpen: boolean;
  /** Our own listener has the request: it is no longer on its way. */
  taken(onGone: () => void): void;
  /** Our own listener writes the answer: it is on its way. */
  answered(): void;
  /** The answer was dropped on its way. */
  lost(): void;
  giveUp(outcome: "unreachable" | "timeout" | "closed", text: string): void;
  onOver(listener: () => void): void;
}

export interface SendOptions {
  readonly state: WireState;
  readonly client: HttpClient<SentExchange>;
  readonly outgoing: OutgoingRequest;
  /** The request's address, or undefined when it cannot be read. */
  readonly address: URL | undefined;
  readonly to: Party;
  /** The gate that the address must pass. */
  readonly egress: EgressGate | undefined;
  /** Origin of our own listener, when the request is for it. */
  readonly ownOrigin: string | undefined;
  /** Subject of the client certificate that the sender shows, over HTTPS. */
  readonly identity: string | undefined;
  readonly done: (outcome: RequestOutcome) => void;
}

/** Sends a request of one of our parties; `done` is called exactly once. */
export function sendExchange(options: SendOptions): SentExchange {
  const { state, client, outgoing, address, egress, ownOrigin, identity, done } = options;
  const { tap, clock, limits } = state;
  const { request } = outgoing;
  const draft: CrossingDraft = {
    direction: "request",
    channel: outgoing.channel,
    from: outgoing.from,
    to: options.to,
    exchange: state.nextExchange(),
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: request.body,
    conversation: outgoing.conversation,
    cause: outgoing.cause,
  };
  const over: (() => void)[] = [];
  let isOpen = true;
  let isMoving = true;
  let seq: number | undefined;
  let gone: (() => void) | undefined;
  let abort: (() => void) | undefined;
  let alarm: NodeJS.Timeout | undefined;

  const rest = (nowhere?: "nowhere"): void => {
    if (!isMoving) return;
    isMoving = false;
    state.arrive(nowhere);
  };
  const move = (): void => {
    if (isMoving) return;
    isMoving = true;
    state.depart();
  };
  const finish = (outcome: RequestOutcome): void => {
    if (!isOpen) return;
    isOpen = false;
    stopTimeout();
    clearTimeout(alarm);
    for (const listener of over) listener();
    rest();
    done(outcome);
  };
  const fail = (reason: Extract<RequestOutcome, { kind: "failed" }>["reason"], text: string): void => {
    if (!isOpen) return;
    tap.fail(responseDraft(draft), crossingOutcome(reason));
    gone?.();
    finish({ kind: "failed", reason, text });
    abort?.();
  };
  const stopTimeout = clock.at(clock.now() + outgoing.timeout, () => {
    fail("timeout", `no answer within ${outgoing.timeout} ms`);
  });

  /** The answer of somebody else crosses the tap here, that of our own listener has done so there. */
  const receive = (outcome: ClientOutcome): void => {
    clearTimeout(alarm);
    if (!isOpen) return;
    if (outcome.kind === "failed") {
      fail(outcome.reason, outcome.text);
      return;
    }
    const { response } = outcome;
    if (ownOrigin !== undefined) finish({ kind: "response", response, seq: exchange.answerSeq });
    else
      tap.cross(answerDraft(draft, response, seq), (passage) => {
        passOn(response, passage);
      });
  };
  const passOn = (response: HttpResponse, passage: Passage): void => {
    // A dropped answer never comes: the timeout ends the exchange.
    if (passage.kind === "drop") rest("nowhere");
    else {
      const { headers, body } = passage;
      finish({ kind: "response", response: { status: response.status, headers, body }, seq: passage.seq });
    }
  };

  const dispatch = (
    passage: Extract<Passage, { kind: "pass" }>,
    target: Target,
    { pathname, search }: URL,
  ): void => {
    if (!isOpen) return;
    const { headers, body } = passage;
    abort = client.send(
      {
        target,
        method: request.method,
        path: pathname + search,
        headers,
        body,
        replyLimit: replyLimit(limits, outgoing, egress !== undefined),
        tag: exchange,
      },
      receive,
    );
    if (ownOrigin !== undefined) return;
    // Other people's programs know nothing of the run's clock.
    const patience = egress && !isDownload(outgoing) ? limits.egressTime : outgoing.timeout;
    alarm = setTimeout(() => {
      fail("timeout", `no answer within ${patience} ms`);
    }, patience);
  };
  const cross = (target: Target, url: URL): void => {
    tap.cross(draft, (passage) => {
      seq = passage.seq;
      if (passage.kind === "drop") rest("nowhere");
      else dispatch(passage, target, url);
    });
  };

  const exchange: SentExchange = {
    draft,
    answerSeq: undefined,
    get seq() {
      return seq;
    },
    get isOpen() {
      return isOpen;
    },
    taken: (onGone) => {
      gone = onGone;
      rest();
    },
    answered: move,
    lost: () => {
      rest("nowhere");
    },
    giveUp: fail,
    onOver: (listener) => {
      if (isOpen) over.push(listener);
      else listener();
    },
  };
  state.depart();
  start();
  return exchange;

  function start(): void {
    if (!address) {
      setImmediate(() => {
        fail("unreachable", "the address cannot be read");
      });
      return;
    }
    const origin = ownOrigin ?? address.origin;
    if (!egress) {
      cross({ origin, identity }, address);
      return;
    }
    void egress.decide(address).then((decision) => {
      if (decision.kind === "denied") fail("egress-denied", decision.text);
      else cross({ origin, address: decision.address, identity }, address);
    });
  }
}

function answerDraft(
  request: CrossingDraft,
  response: HttpResponse,
  cause: number | undefined,
): CrossingDraft {
  const { status, headers, body } = response;
  return { ...responseDraft(request), status, headers, body, cause };
}

function crossingOutcome(
  reason: Extract<RequestOutcome, { kind: "failed" }>["reason"],
): "unreachable" | "timeout" | "closed" {
  if (reason === "timeout" || reason === "unreachable") return reason;
  return reason === "egress-denied" ? "unreachable" : "closed";
}
