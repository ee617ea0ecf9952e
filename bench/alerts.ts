import { ALERT_SYSTEMS, SUBSCRIPTIONS_EACH } from "./alert-streams.ts";
import { median, rounded, type Bench } from "./bench.ts";
import { startWorker, startWorkerWith, type Worker } from "./worker.ts";

/** Devices, one session at a time each. */
const DEVICES = 8;
const ALERTS_EACH = 10;
/** Alerts of a round. */
const COUNT = 2000;
const WARM_ROUNDS = 8;
const ROUNDS = 12;

/**
 * Generic Alerts of devices, ten to a session, stored by a DM server, matched against 1,000 subscriptions, and queued for
 * whoever subscribed; all over HTTP, the devices in a process of their own. The callbacks are delivered between the rounds.
 */
export const alerts: Bench = {
  name: "alerts",
  run: async () => {
    const recipients = await startWorker<{ origin: string }>("recipient-worker.ts");
    const server = await startWorkerWith<{ url: string }>(
      ["--expose-gc"],
      "alerts-server-worker.ts",
      String(DEVICES),
      recipients.ready.origin,
    );
    const { url } = server.ready;
    const fleet = await startWorker("alerts-device-worker.ts", url, String(DEVICES), String(ALERTS_EACH));
    for (let round = 0; round < WARM_ROUNDS; round++) await runRound(server, fleet);
    const heapBefore = await server.memory();
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await runRound(server, fleet));
    const heapAfter = await server.memory();
    return {
      value: rounded(1e9 / median(rounds.map(({ nanoseconds }) => nanoseconds)), 0),
      unit: "per-second",
      goal: 2000,
      detail: {
        subscriptions: ALERT_SYSTEMS * SUBSCRIPTIONS_EACH,
        alertsASession: ALERTS_EACH,
        serverMicrosecondsAnAlert: rounded(median(rounds.map(({ cpu }) => cpu)), 0),
        heapMegabytesBefore: rounded(heapBefore / 1e6, 1),
        heapMegabytesAfter: rounded(heapAfter / 1e6, 1),
        alertsBetween: ROUNDS * COUNT,
      },
    };
  },
};

/** Nanoseconds and microseconds of the server's processor time that an alert takes. */
async function runRound(
  server: Worker<unknown>,
  fleet: Worker<unknown>,
): Promise<{ readonly nanoseconds: number; readonly cpu: number }> {
  await server.ask("pause");
  const before = await server.cpu();
  const start = process.hrtime.bigint();
  await fleet.work(COUNT);
  const queued = Number(await server.ask("matched", COUNT));
  const nanoseconds = Number(process.hrtime.bigint() - start) / COUNT;
  const cpu = ((await server.cpu()) - before) / COUNT;
  if (queued !== COUNT) throw new Error(`${queued} callbacks for ${COUNT} alerts`);
  await server.ask("drain");
  return { nanoseconds, cpu };
}
