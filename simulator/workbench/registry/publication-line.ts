import type { PublicationLine } from "../../api/index.ts";
import type { PublisherStatus } from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer } from "../world-roles.ts";

/** How the publication of a DM server stands. */
export function publicationLine({ id, view }: PlacedDmServer, date: number): PublicationLine {
  const status = view.publisher?.status;
  if (!status)
    return { server: id, state: "off", about: "It is not set up to publish its interface in a registry." };
  const { error, nextTry } = status;
  return {
    server: id,
    state: stateOf(status.state),
    about: aboutOf(status),
    ...optionally("errno", error?.errno),
    ...optionally("error", error?.code),
    ...optionally(
      "retryIn",
      // whole seconds, so that it is told anew once a second at most
      nextTry === undefined ? undefined : Math.max(0, Math.ceil((nextTry - date) / 1000) * 1000),
    ),
  };
}

function stateOf(state: string): PublicationLine["state"] {
  return state === "unpublished" || state === "published" || state === "refused" || state === "waiting"
    ? state
    : "working";
}

function aboutOf({ state, goal, error, failures, registry }: PublisherStatus): string {
  switch (state) {
    case "unpublished":
      return "The interface is not in the registry.";
    case "published":
      return `As ${registry.userId}, in UDDI ${registry.version}. Keys are kept and used again.`;
    case "refused":
    case "waiting": {
      const what = state === "refused" ? "The registry refused" : "The registry was not reached";
      const times = failures > 1 ? ` ${failures} times` : "";
      return `${what}${times}: ${error?.text ?? "it gave no reason"}`;
    }
    default:
      return goal === "withdraw" ? "The interface is being withdrawn." : "The interface is being published.";
  }
}
