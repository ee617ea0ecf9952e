import type { Channel, Effect, Moment, Role, RoleEvent } from "../wire/role.ts";
import { createProfileNames } from "./wsi-profile-names.ts";
import type { WsiProfile } from "./wsi-profile.ts";

/** Which messages of a role are those of the profile. */
interface Side {
  /** Channel of its requests. */
  readonly sends: Channel;
  /** True for the path of a request that it takes. */
  readonly takes: (path: string, profile: WsiProfile) => boolean;
}

const sides = {
  "dm-server": {
    sends: "wsi-callback",
    takes: (path, profile) => path.replace(/\/$/, "").endsWith(profile.path),
  },
  "external-system": { sends: "wsi", takes: () => true },
} as const satisfies Readonly<Record<string, Side>>;

/**
 * The handler of a role whose WSI has the names of a profile: a DM server poses as an implementation with that binding, an
 * External System drives one. The role itself knows nothing of it; the journal has what crossed.
 */
export function underProfile<Command>(
  handle: Role<Command>["handle"],
  profile: WsiProfile,
  role: keyof typeof sides,
): Role<Command>["handle"] {
  const names = createProfileNames(profile);
  const side: Side = sides[role];
  /** Exchanges that await our response, and requests of ours that await theirs. */
  const exchanges = new Set<string>();
  const requests = new Set<string>();
  /** What a translated effect was before: after a failed commit the role gets its own back. */
  const originals = new WeakMap<Effect, Effect>();

  const eventIn = (event: RoleEvent<Command>): RoleEvent<Command> => {
    switch (event.type) {
      case "request.received": {
        const { url } = event.request;
        const path = URL.canParse(url) ? new URL(url).pathname : "";
        if (!side.takes(path, profile)) return event;
        exchanges.add(event.exchange);
        return { ...event, request: names.requestIn(event.request) };
      }
      case "request.gone":
        exchanges.delete(event.exchange);
        return event;
      case "response.received":
        return requests.delete(event.request)
          ? { ...event, response: names.responseIn(event.response) }
          : event;
      case "request.failed":
        requests.delete(event.request);
        return event;
      case "commit.failed":
        return { ...event, dropped: event.dropped.map(effectIn) };
      case "push.received":
      case "timer.expired":
      case "command":
        return event;
    }
  };

  /** An effect that was dropped, as the role made it; its exchange still awaits a response. */
  const effectIn = (effect: Effect): Effect => {
    const original = originals.get(effect);
    if (original?.type === "respond") exchanges.add(original.exchange);
    else if (original?.type === "request") requests.delete(original.request);
    return original ?? effect;
  };

  const effectOut = (effect: Effect): Effect => {
    let out = effect;
    if (effect.type === "respond" && exchanges.delete(effect.exchange))
      out = { ...effect, http: names.responseOut(effect.http) };
    else if (effect.type === "hang-up") exchanges.delete(effect.exchange);
    else if (effect.type === "request" && effect.channel === side.sends) {
      requests.add(effect.request);
      out = { ...effect, http: names.requestOut(effect.http) };
    }
    if (out !== effect) originals.set(out, effect);
    return out;
  };

  return (event: RoleEvent<Command>, moment: Moment) => handle(eventIn(event), moment).map(effectOut);
}
