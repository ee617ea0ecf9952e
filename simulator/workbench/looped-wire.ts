import type { Clock } from "../core/clock.ts";
import type { WorldLoop } from "../wire/loop.ts";
import type { Wire } from "../wire/wire.ts";

/** The same wire with every arrival posted to the world's loop, so that a role is never entered twice at once. */
export function onLoop(wire: Wire, loop: WorldLoop): Wire {
  return {
    get baseUrl() {
      return wire.baseUrl;
    },
    get secureUrl() {
      return wire.secureUrl;
    },
    identify: (party, subject) => {
      wire.identify(party, subject);
    },
    get inTransit() {
      return wire.inTransit;
    },
    listen: (listener) =>
      wire.listen({
        ...listener,
        receive: (incoming) =>
          loop.post(() =>
            listener.receive({
              ...incoming,
              onGone: (gone) => incoming.onGone(() => loop.post(gone)),
            }),
          ),
      }),
    send: (outgoing, done) => wire.send(outgoing, (outcome) => loop.post(() => done(outcome))),
    push: (push) => wire.push(push),
    listenForPush: (party, deviceId, receive) =>
      wire.listenForPush(party, deviceId, (contentType, body, seq) =>
        loop.post(() => receive(contentType, body, seq)),
      ),
  };
}

/**
 * The same clock with every timer posted to the world's loop: a timer is one more arrival, and the loop falls quiet
 * after it. A timer that is cancelled while it waits in the loop does not fire.
 */
export function clockOnLoop(clock: Clock, loop: WorldLoop): Clock {
  return {
    now: () => clock.now(),
    date: () => clock.date(),
    at: (due, action) => {
      let cancelled = false;
      const stop = clock.at(due, () =>
        loop.post(() => {
          if (!cancelled) action();
        }),
      );
      return () => {
        cancelled = true;
        stop();
      };
    },
  };
}
