import type { Clock } from "../core/clock.ts";
import { emptyBytes } from "../core/bytes.ts";
import { countingIds } from "../core/ids.ts";
import type { HttpResponse } from "./http.ts";
import { matchListener } from "./listeners.ts";
import type { WorldLoop } from "./loop.ts";
import { partyKey } from "./party.ts";
import type { CrossingDraft, Tap } from "./tap.ts";
import type {
  IncomingRequest,
  Listener,
  OutgoingRequest,
  PushReceiver,
  RequestOutcome,
  Wire,
} from "./wire.ts";

export interface MemoryWireOptions {
  readonly baseUrl: string;
  readonly tap: Tap;
  readonly clock: Clock;
  readonly loop: WorldLoop;
}

/** A wire without sockets: the same crossings, delivered by the world's loop. Addresses outside it are unreachable. */
export function createMemoryWire({ baseUrl, tap, clock, loop }: MemoryWireOptions): Wire {
  const secureUrl = baseUrl.replace(/^http:/, "https:");
  const subjects = new Map<string, string>();
  const listeners = new Set<Listener>();
  const pushReceivers = new Map<string, { readonly listener: PushTarget; readonly receive: PushReceiver }>();
  const nextExchange = countingIds("x");
  let inTransit = 0;

  const deliver = (task: () => void): void => {
    loop.post(() => {
      inTransit--;
      task();
    });
  };

  const send = (outgoing: OutgoingRequest, done: (outcome: RequestOutcome) => void): (() => void) => {
    const exchange = nextExchange();
    const { request } = outgoing;
    const secure = request.url.startsWith(`${secureUrl}/`);
    const folder = secure ? secureUrl : baseUrl;
    const listener = request.url.startsWith(`${folder}/`)
      ? matchListener(listeners, request.url.slice(folder.length))
      : undefined;
    const to = listener?.party ?? { role: "external-system", name: hostOf(request.url) };
    const draft: CrossingDraft = {
      direction: "request",
      channel: outgoing.channel,
      from: outgoing.from,
      to,
      exchange,
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: request.body,
      conversation: outgoing.conversation,
      cause: outgoing.cause,
    };
    let open = true;
    const gone: (() => void)[] = [];

    const finish = (outcome: RequestOutcome): void => {
      if (!open) return;
      open = false;
      stopTimeout();
      done(outcome);
    };
    const giveUp = (outcome: "unreachable" | "timeout" | "closed", text: string): void => {
      if (!open) return;
      tap.fail({ ...responseDraft(draft), headers: {}, body: emptyBytes }, outcome);
      for (const listen of gone) listen();
      finish({ kind: "failed", reason: outcome, text });
    };
    const stopTimeout = clock.at(clock.now() + outgoing.timeout, () =>
      loop.post(() => giveUp("timeout", `no answer within ${outgoing.timeout} ms`)),
    );

    const respond = (
      response: HttpResponse,
      conversation: string | undefined,
      cause: number | undefined,
    ): void => {
      inTransit++;
      const back: CrossingDraft = {
        ...responseDraft(draft),
        status: response.status,
        headers: response.headers,
        body: response.body,
        conversation: conversation ?? draft.conversation,
        cause,
      };
      tap.cross(back, (passage) =>
        deliver(() => {
          if (passage.kind === "drop") return; // the sender's timeout ends the exchange
          const { headers, body, seq } = passage;
          finish({ kind: "response", response: { status: response.status, headers, body }, seq });
        }),
      );
    };

    inTransit++;
    tap.cross(draft, (passage) =>
      deliver(() => {
        if (passage.kind === "drop" || !open) return;
        if (!listener || !listeners.has(listener)) {
          giveUp("unreachable", `nothing listens at ${request.url}`);
          return;
        }
        const incoming: IncomingRequest = {
          exchange,
          request: { ...request, headers: passage.headers, body: passage.body },
          peer: {
            address: "memory",
            secure,
            certificateSubject:
              secure && outgoing.showCertificate !== false
                ? subjects.get(partyKey(outgoing.from))
                : undefined,
          },
          seq: passage.seq,
          respond: (response, options = {}) => {
            if (open) respond(response, options.conversation, options.cause ?? passage.seq);
          },
          hangUp: () => {
            gone.length = 0; // who hangs up is not told of it
            giveUp("closed", "the connection was closed before the answer");
          },
          onGone: (listen) => gone.push(listen),
        };
        listener.receive(incoming);
      }),
    );
    return () => giveUp("closed", "the sender gave up");
  };

  return {
    baseUrl,
    secureUrl,
    identify: (party, subject) => {
      subjects.set(partyKey(party), subject);
    },
    get inTransit() {
      return inTransit;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
    push: (push) => {
      const target = pushReceivers.get(push.to);
      inTransit++;
      tap.cross(
        {
          direction: "push",
          channel: "push",
          from: push.from,
          to: target?.listener.party ?? { role: "device", name: push.to },
          exchange: nextExchange(),
          headers: { "content-type": push.contentType },
          body: push.body,
          conversation: push.conversation,
          cause: push.cause,
        },
        (passage) =>
          deliver(() => {
            if (passage.kind === "pass") target?.receive(push.contentType, passage.body, passage.seq);
          }),
      );
    },
    listenForPush: (party, deviceId, receive) => {
      pushReceivers.set(deviceId, { listener: { party }, receive });
      return () => pushReceivers.delete(deviceId);
    },
  };
}

interface PushTarget {
  readonly party: Listener["party"];
}

/** The answer's draft: the same exchange the other way round. */
function responseDraft(request: CrossingDraft): CrossingDraft {
  const { exchange, channel, conversation } = request;
  return {
    direction: "response",
    channel,
    exchange,
    conversation,
    from: request.to,
    to: request.from,
    headers: {},
    body: emptyBytes,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
