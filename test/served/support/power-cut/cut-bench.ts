import { textOf } from "../scripted-soap.ts";
import { care, serveHost, type ServedHost } from "../served-host.ts";
import { startCountedDevices, type CountedDevices } from "./counted-devices.ts";
import { createOrderBook, type OrderBook } from "./order-book.ts";
import { ALERT_TYPE, newMark, orderMaker } from "./orders.ts";
import { freePort, freePushPorts } from "./ports.ts";
import type { Dice } from "./random.ts";
import { openRecorder, type Recorder } from "./recorder.ts";

/** Where in the course of things the process is killed. */
export const places = ["request", "acknowledgement", "session", "callback", "start-up", "recovery"] as const;
export type Place = (typeof places)[number];

/** A DM server that is cut off again and again, with an External System and devices that are not. */
export interface CutBench {
  readonly dice: Dice;
  readonly book: OrderBook;
  readonly recorder: Recorder;
  readonly devices: CountedDevices;
  /** Alerts in the order in which they were raised. */
  readonly raised: readonly { readonly deviceId: string; readonly mark: string }[];
  /** What the processes wrote on standard error. */
  readonly complaints: readonly string[];
  /** Starts the host; it has the same addresses and data as before. */
  start(): Promise<ServedHost>;
  /** Starts the host, and kills it at the place while it is under load; false when it was never ready. */
  cut(place: Place): Promise<boolean>;
  close(): Promise<void>;
}

const server = { serverId: "dms.example", serverPassword: "pwd of the server" };
const DEVICES_EACH = 4;

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Opens a bench on a data folder. */
export async function openCutBench(data: string, dice: Dice): Promise<CutBench> {
  const port = await freePort();
  const pushPort = await freePushPorts(DEVICES_EACH * 3, () => dice.next());
  const devices = await startCountedDevices({ ...server, port }, DEVICES_EACH, pushPort);
  const recorder = await openRecorder(dice);
  const book = createOrderBook();
  const make = orderMaker(dice, devices.ids);
  const raised: { readonly deviceId: string; readonly mark: string }[] = [];
  const complaints: string[] = [];
  const config = `
dms: { serverId: ${server.serverId}, serverPassword: "${server.serverPassword}" }
registry: { enabled: false }
externalSystems:
  - id: care
    kind: customer-care
    credentials: [{ scheme: basic, username: ${care.username}, password: "${care.password}" }]
    policy: { quota: { requestsPerMinute: 1000000, outstandingOperations: 100000 } }
devices:
${devices.entries}
`;
  let current: ServedHost | undefined;
  /** How long the last start took. */
  let startTime = 600;

  const serve = async (onSpawn?: (kill: () => void) => void): Promise<ServedHost> => {
    const began = performance.now();
    const host = await serveHost({ config, data, port, ...(onSpawn ? { onSpawn } : {}) });
    startTime = performance.now() - began;
    return host;
  };

  const end = async (host: ServedHost, how: "kill" | "stop"): Promise<void> => {
    if (current === host) current = undefined;
    await host[how]();
    if (host.stderr() !== "") complaints.push(host.stderr());
  };

  // tunnelled sessions get one package with a command, and one without
  const answered = new Set<string>();
  recorder.onCallback(({ name, text, operationId, sequence }) => {
    const key = `${operationId}.${sequence}`;
    const sessionId = textOf(text, "sessionId") ?? "";
    if (!current || name !== "PackageDelivery" || answered.has(key)) return;
    answered.add(key);
    const opened = [...book.operations.values()].find((placed) => placed.sessionId === sessionId);
    const deviceId = textOf(opened?.order.content ?? "", "deviceId") ?? "";
    void book.place(current, make.exchange(sessionId, deviceId, textOf(text, "number") === "3"));
  });

  const raiseAlerts = async (): Promise<void> => {
    for (let count = dice.between(0, 2); count > 0; count--) {
      const deviceId = devices.ids[dice.between(0, devices.ids.length - 1)] ?? "";
      const mark = newMark();
      raised.push({ deviceId, mark });
      await devices.raiseAlert(deviceId, ALERT_TYPE, mark);
    }
  };

  const order = async (host: ServedHost, count: number): Promise<void> => {
    for (let left = count; left > 0 && current === host; left--) {
      const placed = await book.place(host, make.any());
      if (placed.operationId === undefined || current !== host) continue;
      if (dice.next() < 0.12) await book.place(host, make.cancel(placed.operationId));
      if (dice.next() < 0.1 && placed.order.repeatable) await book.repeat(host, placed);
    }
  };

  /** Resolves when things have got to the place, or after a while. */
  const reached = (place: Place): Promise<void> =>
    new Promise((resolve) => {
      let left = dice.between(1, 12);
      const ends: (() => void)[] = [];
      const done = (): void => {
        for (const each of ends.splice(0)) each();
        resolve();
      };
      const count = (): void => {
        if (--left === 0) done();
      };
      if (place === "session") ends.push(devices.onMessage(count));
      if (place === "callback") ends.push(recorder.onCallback(count));
      if (place === "acknowledgement") ends.push(book.onAcknowledged(count));
      const most = { request: dice.between(5, 400), recovery: dice.between(0, 120) };
      const timer = setTimeout(done, place === "request" || place === "recovery" ? most[place] : 1500);
      ends.push(() => {
        clearTimeout(timer);
      });
    });

  const cutAt = async (place: Place, host: ServedHost): Promise<void> => {
    const delay = dice.next() < 0.4 ? 0 : dice.between(0, 12);
    await reached(place);
    if (delay > 0) await sleep(delay);
    await end(host, "kill");
  };

  return {
    dice,
    book,
    recorder,
    devices,
    raised,
    complaints,
    start: async () => (current = await serve()),
    cut: async (place) => {
      if (place === "start-up") {
        const delay = dice.between(20, Math.round(startTime));
        const host = await serve((kill) => void setTimeout(kill, delay)).catch(() => undefined);
        await host?.kill();
        return host !== undefined;
      }
      const host = await serve();
      current = host;
      const killed = cutAt(place, host);
      await Promise.all([
        killed,
        raiseAlerts(),
        book.repeatOpen(host),
        order(host, dice.between(3, 8)),
        order(host, dice.between(3, 8)),
      ]);
      return true;
    },
    close: async () => {
      if (current) await end(current, "stop");
      await recorder.endpoint.close();
      await devices.close();
    },
  };
}
