import type { WorldLoop } from "../wire/loop.ts";
import type { Wire } from "../wire/wire.ts";

/** The same wire with every arrival posted to the world's loop, so that a role is never entered twice at once. */
export function onLoop(wire: Wire, loop: WorldLoop): Wire {
  return {
    get baseUrl() {
      return wire.baseUrl;
    },
    get inTransit() {
      return wire.inTransit;
    },
    listen: (listener) =>
      wire.listen({ ...listener, receive: (incoming) => loop.post(() => listener.receive(incoming)) }),
    send: (outgoing, done) => wire.send(outgoing, (outcome) => loop.post(() => done(outcome))),
    push: (push) => wire.push(push),
    listenForPush: (party, deviceId, receive) =>
      wire.listenForPush(party, deviceId, (contentType, body, seq) =>
        loop.post(() => receive(contentType, body, seq)),
      ),
  };
}
