import type { HttpResponse } from "../wire/http.ts";
import { matchListener } from "../wire/listeners.ts";
import type { Party, RoleName } from "../wire/party.ts";
import type { Channel } from "../wire/role.ts";
import type { CrossingDraft } from "../wire/tap.ts";
import type { IncomingRequest, Listener, RespondOptions } from "../wire/wire.ts";
import type { ArrivedRequest, RefusedRequest, UnreadRequest } from "./http-listener.ts";
import { refusalResponse } from "./http-refusal.ts";
import type { SentExchange } from "./http-requests.ts";
import { responseDraft, type WireState } from "./http-wire-state.ts";

/** The receiving half of the HTTP wire. */
export interface ServedExchanges {
  receive(arrived: ArrivedRequest): void;
  unread(unread: UnreadRequest): void;
  /** Records a request that is not let in, and gives the answer to it. */
  refused(refused: RefusedRequest): HttpResponse;
}

/** Who speaks on a channel when it is none of us. */
const foreignRole: Readonly<Record<Channel, RoleName>> = {
  wsi: "external-system",
  "wsi-callback": "dm-server",
  dm: "device",
  push: "device",
  uddi: "external-system",
  http: "external-system",
};

/** Who answers on a channel when it is none of us. */
const foreignServerRole: Readonly<Record<Channel, RoleName>> = {
  wsi: "dm-server",
  "wsi-callback": "external-system",
  dm: "dm-server",
  push: "device",
  uddi: "registry",
  http: "external-system",
};

/** Somebody who is not ours and calls us, by the network address. */
export function foreignParty(channel: Channel, address: string): Party {
  return { role: foreignRole[channel], name: address, underTest: true };
}

/** Somebody who is not ours and whom we call, by the network address. */
export function foreignServer(channel: Channel, address: string): Party {
  return { role: foreignServerRole[channel], name: address, underTest: true };
}

/** Serves what arrives. `sentAt` finds the exchange of our own that is on a connection. */
export function serveExchanges(
  state: WireState,
  sentAt: (connection: string) => SentExchange | undefined,
): ServedExchanges {
  const { tap, note } = state;

  const receiveOwn = (arrived: ArrivedRequest, listener: Listener, sent: SentExchange): void => {
    if (!sent.isOpen) return;
    const gone: (() => void)[] = [];
    sent.taken(() => {
      for (const listen of gone) listen();
    });
    listener.receive(
      incoming(arrived, sent.draft.exchange, sent.seq, {
        onGone: (listen) => gone.push(listen),
        // until the sender sees it, it is on its way like an answer
        onHangUp: () => sent.answered(),
        respond: (response, options) => {
          if (!sent.isOpen) return;
          sent.answered();
          tap.cross(answerDraft(sent.draft, response, sent.seq, options), (passage) => {
            if (passage.kind === "drop") {
              sent.lost();
              return;
            }
            sent.answerSeq = passage.seq;
            const isSent = arrived.answer.send(
              response.status,
              passage.headers,
              passage.body,
              options.close ?? false,
            );
            if (!isSent) note(unsendable(sent.draft.exchange));
          });
        },
      }),
    );
  };

  const receiveForeign = (arrived: ArrivedRequest, listener: Listener): void => {
    const draft = requestDraft(arrived, listener, state.nextExchange());
    const gone: (() => void)[] = [];
    let isOpen = true;
    arrived.answer.onGone(() => {
      if (!isOpen) return;
      isOpen = false;
      tap.fail(responseDraft(draft), "closed");
      for (const listen of gone) listen();
    });
    state.depart();
    tap.cross(draft, (passage) => {
      if (passage.kind === "drop" || !isOpen) {
        state.arrive("nowhere");
        return;
      }
      state.arrive();
      const { headers, body, seq } = passage;
      listener.receive(
        incoming({ ...arrived, request: { ...arrived.request, headers, body } }, draft.exchange, seq, {
          onGone: (listen) => gone.push(listen),
          respond: (response, options) => {
            if (!isOpen) return;
            state.depart();
            tap.cross(answerDraft(draft, response, seq, options), (answer) => {
              state.arrive("nowhere");
              // A dropped answer never comes: the peer's own patience ends the exchange.
              if (answer.kind === "drop" || !isOpen) return;
              isOpen = false;
              const isSent = arrived.answer.send(
                response.status,
                answer.headers,
                answer.body,
                options.close ?? false,
              );
              if (!isSent) note(unsendable(draft.exchange));
            });
          },
        }),
      );
    });
  };

  /** Who would have got a request. What is for nobody is told of where the others arrive. */
  const receiverOf = ({ target }: UnreadRequest): Receiver => {
    const match = matchListener(state.listeners, target);
    if (match) return match;
    const [first] = [...state.listeners].toSorted((a, b) => rank(a) - rank(b));
    return { channel: "http", party: first?.party ?? { role: "dm-server", name: "" } };
  };

  /** Records what arrived of a request, and a note of why it goes no further. */
  const recordUnread = (
    unread: UnreadRequest,
  ): { readonly draft: CrossingDraft; readonly sent: SentExchange | undefined } => {
    const sent = sentAt(unread.connection);
    const draft = {
      ...(sent?.draft ?? requestDraft(unread, receiverOf(unread), state.nextExchange())),
      headers: unread.request.headers,
      body: unread.request.body,
    };
    const cause = tap.unread(draft);
    const { code, text, address, request, target } = unread;
    note({
      severity: "warning",
      code,
      text,
      exchange: draft.exchange,
      data: { address, method: request.method, target: target.slice(0, LONGEST_TARGET) },
    });
    return { draft: { ...draft, cause }, sent };
  };

  return {
    receive: (arrived) => {
      const listener = matchListener(state.listeners, arrived.target);
      const sent = sentAt(arrived.connection);
      if (!listener) arrived.answer.send(404, {}, new Uint8Array(0), false);
      else if (sent) receiveOwn(arrived, listener, sent);
      else receiveForeign(arrived, listener);
    },
    unread: (unread) => {
      recordUnread(unread);
    },
    refused: (refused) => {
      const { draft, sent } = recordUnread(refused);
      const response = refusalResponse(refused, draft.channel, refused.request);
      const seq = tap.refused(answerDraft(draft, response, draft.cause, {}));
      if (sent) sent.answerSeq = seq;
      return response;
    },
  };
}

/** Characters of a refused target in a note. */
const LONGEST_TARGET = 200;

type Receiver = Pick<Listener, "channel" | "party">;

function rank({ party }: Listener): number {
  return party.role === "dm-server" ? 0 : 1;
}

interface Way {
  readonly respond: (response: HttpResponse, options: RespondOptions) => void;
  readonly onGone: (listener: () => void) => void;
  readonly onHangUp?: () => void;
}

function incoming(
  arrived: ArrivedRequest,
  exchange: string,
  seq: number | undefined,
  way: Way,
): IncomingRequest {
  let isAnswered = false;
  const once = (answer: () => void): void => {
    if (isAnswered) return;
    isAnswered = true;
    answer();
  };
  return {
    exchange,
    request: arrived.request,
    peer: {
      address: arrived.address,
      secure: arrived.secure,
      hostVerified: true,
      ...(arrived.certificateSubject === undefined ? {} : { certificateSubject: arrived.certificateSubject }),
    },
    seq,
    onGone: way.onGone,
    respond: (response, options = {}) => once(() => way.respond(response, options)),
    hangUp: () =>
      once(() => {
        way.onHangUp?.();
        arrived.answer.hangUp();
      }),
  };
}

function requestDraft(
  { request, address }: UnreadRequest | ArrivedRequest,
  to: Receiver,
  exchange: string,
): CrossingDraft {
  return {
    direction: "request",
    channel: to.channel,
    from: foreignParty(to.channel, address),
    to: to.party,
    exchange,
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: request.body,
    peerAddress: address,
  };
}

function answerDraft(
  request: CrossingDraft,
  { status, headers, body }: HttpResponse,
  requestSeq: number | undefined,
  { conversation = request.conversation, cause = requestSeq }: RespondOptions,
): CrossingDraft {
  return { ...responseDraft(request), status, headers, body, conversation, cause };
}

function unsendable(exchange: string): Parameters<WireState["note"]>[0] {
  const text = "The response has a header that HTTP cannot carry; the peer got a 500 instead.";
  return { severity: "error", code: "http/unsendable", text, exchange };
}
