import { accountOf } from "./dm-accounts.ts";
import { createPoster } from "./poster.ts";
import { openDmServer } from "./whole-dm-server.ts";
import { serveWorker } from "./worker.ts";
import { registration, wsiPosting } from "./wsi-postings.ts";

/*
 * Worker: a whole DM server with callbacks for its External Systems. Arguments: origin of the recipients, and how many
 * callbacks wait for one that is dead; 0 = there is none. `fill` queues callbacks while the fast recipient is paused; an
 * order lets them go and is done when so many were delivered.
 */
const [recipients = "", waiting = "0"] = process.argv.slice(2);
const FAST = "fast";
const DEAD = "dead";
const registrations = new Map<string, string>();
let accepted = (): void => undefined;
let left = 0;
let whenDelivered = (): void => undefined;

const { edge, origin } = await openDmServer({
  systems: [FAST, DEAD],
  devices: [accountOf(0)],
  onReport: ({ name, data }) => {
    if (name === "callback.abandoned") throw new Error(JSON.stringify(data));
    if (name === "registration.accepted") {
      registrations.set(String(data["externalSystem"]), String(data["registrationId"]));
      accepted();
    }
    if (name !== "callback.tried" || data["registrationId"] !== registrations.get(FAST)) return;
    if (data["outcome"] !== "delivered") throw new Error(JSON.stringify(data));
    if (--left === 0) whenDelivered();
  },
});
const post = createPoster(origin, 8);

const register = async (system: string): Promise<string> => {
  const done = new Promise<void>((resolve) => {
    accepted = resolve;
  });
  await post(1, () => [registration(system, `${recipients}/${system}`)]);
  await done;
  return registrations.get(system) ?? "";
};

/** Queues callbacks: pages of an inventory that are not wanted in the response. */
const fill = (system: string, count: number): Promise<void> => {
  const request = wsiPosting(system, "DiscoverDevices", { maxResults: 1, delivery: "callback" });
  return post(count, () => [request]);
};

const fast = await register(FAST);
if (Number(waiting) > 0) {
  await register(DEAD);
  await fill(DEAD, Number(waiting));
}

const drain = async (count: number): Promise<void> => {
  const delivered = new Promise<void>((resolve) => {
    whenDelivered = resolve;
  });
  left = count;
  edge.command({ name: "resumeRecipient", registrationId: fast });
  await delivered;
};

serveWorker({ origin }, drain, {
  fill: async (count) => {
    edge.command({ name: "pauseRecipient", registrationId: fast });
    await fill(FAST, Number(count));
  },
});
