import { ALERT_GROUP, ALERT_SYSTEMS, SUBSCRIPTIONS_EACH, wantedBy } from "./alert-streams.ts";
import { accountOf } from "./dm-accounts.ts";
import { createPoster } from "./poster.ts";
import { openDmServer } from "./whole-dm-server.ts";
import { serveWorker } from "./worker.ts";
import { registration, wsiPosting } from "./wsi-postings.ts";

/*
 * Worker: a whole DM server with subscriptions of several External Systems. Arguments: the number of devices, the origin
 * of the recipients. `pause` keeps callbacks back, `drain` lets them go and answers when all are delivered; `matched`
 * answers once so many alerts were handed on: how many callbacks they gave.
 */
const [devices = "1", recipients = ""] = process.argv.slice(2);
const systems = Array.from({ length: ALERT_SYSTEMS }, (_, index) => `care-${index}`);
const registrations = new Map<string, string>();
let handedOn = 0;
let forwarded = 0;
let look = (): void => undefined;

/** Waits until what reports tell makes it true. */
const until = (isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    look = () => {
      if (isSo()) resolve();
    };
    look();
  });

const { edge, role, origin } = await openDmServer({
  systems,
  devices: Array.from({ length: Number(devices) }, (_, index) => ({
    ...accountOf(index),
    groups: [ALERT_GROUP],
  })),
  settings: { alertsKept: 10_000 },
  onReport: ({ name, data }) => {
    if (name === "registration.accepted")
      registrations.set(String(data["externalSystem"]), String(data["registrationId"]));
    if (name === "alert.received") {
      const to = data["forwardedTo"];
      handedOn++;
      forwarded += Array.isArray(to) ? to.length : 0;
    }
    look();
  },
});

const isDrained = (): boolean => {
  for (const { queued, inFlight } of role.view.queue.standings()) if (queued + inFlight > 0) return false;
  return true;
};

const post = createPoster(origin, 4);
await post(systems.length, (index) => [
  registration(systems[index] ?? "", `${recipients}/fast`),
  ...Array.from({ length: SUBSCRIPTIONS_EACH }, (_, own) => {
    const { alertType, parameter, group } = wantedBy(index * SUBSCRIPTIONS_EACH + own);
    const target = group.length > 0 ? { deviceId: [], group, all: undefined } : undefined;
    return wsiPosting(systems[index] ?? "", "SubscribeAlerts", { alertType, parameter, target, setUp: [] });
  }),
]);
await until(() => registrations.size === systems.length && isDrained());

serveWorker({ url: `${origin}/dm` }, undefined, {
  pause: () => {
    for (const registrationId of registrations.values())
      edge.command({ name: "pauseRecipient", registrationId });
  },
  matched: async (count) => {
    await until(() => handedOn >= Number(count));
    const told = forwarded;
    handedOn = forwarded = 0;
    return told;
  },
  drain: async () => {
    for (const registrationId of registrations.values())
      edge.command({ name: "resumeRecipient", registrationId });
    await until(isDrained);
  },
});
