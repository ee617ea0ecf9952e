import { basic, callWsi, textOf } from "../scripted-soap.ts";
import { care, serveHost, type ServedHost } from "../served-host.ts";
import { startCountedDevices, type CountedDevices } from "../power-cut/counted-devices.ts";
import { ALERT_TYPE, newMark } from "../power-cut/orders.ts";
import { freePort, freePushPorts } from "../power-cut/ports.ts";
import type { Dice } from "../power-cut/random.ts";
import { openRecipient, SLOWNESS, type Recipient } from "./recipient.ts";

/** Where between the alert and its delivery the process is killed. */
export const places = [
  "alert under way",
  "Status sent",
  "queued for two",
  "callback under way",
  "callback answered",
  "one recipient slow",
  "one recipient away",
  "start-up",
  "recovery",
] as const;
export type Place = (typeof places)[number];

/** A DM server that is killed again and again, with two External Systems and devices that are not. */
export interface AlertBench {
  readonly devices: CountedDevices;
  /** The External Systems: the one of the configuration of all tests, and a second. */
  readonly recipients: readonly [Recipient, Recipient];
  /** Their credentials. */
  readonly headers: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>];
  readonly raised: readonly { readonly deviceId: string; readonly mark: string }[];
  readonly complaints: readonly string[];
  /** Whether a process was there at a date. */
  ran(date: number): boolean;
  start(): Promise<ServedHost>;
  /** Starts the host and kills it at the place. */
  cut(place: Place): Promise<void>;
  close(): Promise<void>;
}

const server = { serverId: "dms.example", serverPassword: "pwd of the server" };
const second = { username: "watch", password: "watched & kept" } as const;
const DEVICES_EACH = 2;

/** Opens a bench on a data folder. */
export async function openAlertBench(data: string, dice: Dice): Promise<AlertBench> {
  const port = await freePort();
  const pushPort = await freePushPorts(DEVICES_EACH * 3, () => dice.next());
  const devices = await startCountedDevices({ ...server, port }, DEVICES_EACH, pushPort);
  let processes = 0;
  const recipients = [await openRecipient(() => processes), await openRecipient(() => processes)] as const;
  const raised: { readonly deviceId: string; readonly mark: string }[] = [];
  const complaints: string[] = [];
  const system = (id: string, { username, password }: typeof care | typeof second): string =>
    `  - { id: ${id}, kind: customer-care, credentials: [{ scheme: basic, username: ${username}, password: "${password}" }] }`;
  const config = `
dms: { serverId: ${server.serverId}, serverPassword: "${server.serverPassword}" }
registry: { enabled: false }
externalSystems:
${system("care", care)}
${system("watch", second)}
devices:
${devices.entries}
`;
  let current: ServedHost | undefined;
  let startTime = 600;
  const runs: { readonly from: number; to: number }[] = [];

  const serve = async (onSpawn?: (kill: () => void) => void): Promise<ServedHost> => {
    const began = performance.now();
    processes++;
    runs.push({ from: Date.now(), to: Infinity });
    const host = await serveHost({ config, data, port, ...(onSpawn ? { onSpawn } : {}) });
    startTime = performance.now() - began;
    current = host;
    return host;
  };
  const kill = async (): Promise<void> => {
    const host = current;
    current = undefined;
    const run = runs.at(-1);
    if (run) run.to = Math.min(run.to, Date.now());
    await host?.kill();
    if (host && host.stderr() !== "") complaints.push(host.stderr());
  };

  /** Some devices raise alerts; what they could not tell before comes with them. */
  const raise = async (): Promise<void> => {
    for (let count = dice.between(2, 5); count > 0; count--) {
      const deviceId = devices.ids[dice.between(0, devices.ids.length - 1)] ?? "";
      const mark = newMark();
      raised.push({ deviceId, mark });
      await devices.raiseAlert(deviceId, ALERT_TYPE, mark);
    }
    for (const id of devices.ids) await devices.wake(id);
  };
  const behave = (first: Parameters<Recipient["behave"]>[0], other = first): void => {
    recipients[0].behave(first);
    recipients[1].behave(other);
  };
  const acknowledged = (): number => devices.ledger.acknowledged.length;
  /** Resolves at once when it is so, else as soon as it is after a message or a callback, or after a while. */
  const until = (reached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const ends: (() => void)[] = [];
      const done = (): void => {
        for (const end of ends.splice(0)) end();
        resolve();
      };
      const look = (): void => {
        if (reached()) done();
      };
      const timer = setTimeout(done, 4000);
      ends.push(() => {
        clearTimeout(timer);
      });
      ends.push(devices.onMessage(look), ...recipients.map((each) => each.onAlert(look)));
      look();
    });
  const alertsAt = ({ attempts }: Recipient): number =>
    attempts.filter(({ callback }) => callback.name === "AlertNotification").length;
  /** Tells whether another alert has come to a recipient. */
  const nextAt = (recipient: Recipient): (() => boolean) => {
    const before = alertsAt(recipient);
    return () => alertsAt(recipient) > before;
  };
  const sleep = (most: number): Promise<void> =>
    new Promise((done) => setTimeout(done, dice.between(0, most)));

  /** A process that has delivered what others left. */
  const serveDrained = async (): Promise<void> => {
    behave("well");
    await serve();
    for (const id of devices.ids) await devices.wake(id);
    const end = Date.now() + 4000;
    for (let seen = -1, count = 0; seen !== count && Date.now() < end;) {
      seen = count;
      await new Promise((done) => setTimeout(done, 200));
      count = recipients[0].attempts.length + recipients[1].attempts.length + devices.waitingAlerts();
    }
  };

  /** Alerts that are stored and queued when the process ends. */
  const leaveQueued = async (): Promise<void> => {
    behave("away");
    await serve();
    const before = acknowledged();
    await raise();
    await until(() => acknowledged() > before);
    await sleep(60);
    await kill();
  };

  /** Alerts come, and as soon as it has come to it, or so many milliseconds later at most, the process is killed. */
  const killAt = async (reached: () => boolean, pause: number): Promise<void> => {
    const there = until(reached);
    const raising = raise();
    await there;
    if (pause > 0) await sleep(pause);
    await kill();
    await raising;
  };

  const ways: Readonly<Record<Place, () => Promise<void>>> = {
    "alert under way": async () => {
      await serveDrained();
      const { messages } = devices.ledger;
      await killAt(() => devices.ledger.messages > messages, 40);
    },
    "Status sent": async () => {
      await serveDrained();
      const target = acknowledged() + dice.between(1, 3);
      await killAt(() => acknowledged() >= target, 0);
    },
    "queued for two": leaveQueued,
    "callback under way": async () => {
      await serveDrained();
      behave("silent", "well");
      await killAt(nextAt(recipients[0]), 0);
    },
    "callback answered": async () => {
      await serveDrained();
      await killAt(nextAt(recipients[dice.between(0, 1)] ?? recipients[0]), 6);
    },
    "one recipient slow": async () => {
      await serveDrained();
      behave("well", "slow");
      await killAt(nextAt(recipients[1]), SLOWNESS);
    },
    "one recipient away": async () => {
      await serveDrained();
      behave("well", "away");
      await killAt(nextAt(recipients[0]), 40);
    },
    "start-up": async () => {
      await leaveQueued();
      behave("well");
      const delay = dice.between(20, Math.round(startTime));
      await serve((end) => void setTimeout(end, delay)).catch(() => undefined);
      await kill();
    },
    recovery: async () => {
      await leaveQueued();
      behave("well");
      await serve();
      await sleep(80);
      await kill();
    },
  };

  return {
    devices,
    recipients,
    headers: [{}, { authorization: basic(second.username, second.password) }],
    raised,
    complaints,
    ran: (date) => runs.some(({ from, to }) => from <= date && date <= to),
    start: () => serve(),
    cut: (place) => ways[place](),
    close: async () => {
      await kill();
      for (const { endpoint } of recipients) await endpoint.close();
      await devices.close();
    },
  };
}

/** Registers an External System and subscribes it to all alerts as often as said; gives the subscriptions. */
export async function subscribe(
  host: ServedHost,
  { endpoint }: Recipient,
  headers: Readonly<Record<string, string>>,
  count: number,
): Promise<readonly string[]> {
  const registered = await callWsi(
    host,
    "RegisterExternalSystem",
    `<name>Care</name><kind>customer-care</kind><managementDomain>operator</managementDomain><callbackEndpoint>${endpoint.url}</callbackEndpoint>`,
    headers,
  );
  if (registered.status !== 200) throw new Error(registered.text);
  await endpoint.next(({ name }) => name === "RegistrationConfirmation");
  const ids: string[] = [];
  for (let left = count; left > 0; left--) {
    const answer = await callWsi(host, "SubscribeAlerts", `<alertType>${ALERT_TYPE}</alertType>`, headers);
    const id = textOf(answer.text, "subscriptionId");
    if (id === undefined) throw new Error(answer.text);
    ids.push(id);
  }
  return ids;
}
