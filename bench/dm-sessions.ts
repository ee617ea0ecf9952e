import { compare, rounded, type Bench } from "./bench.ts";
import type { SessionShape } from "./dm-device-worker.ts";
import { startWorker, type Worker } from "./worker.ts";

/** Sessions at one time. */
const LANES = 8;
const ROUNDS = 15;
/** Sessions of a round. A session runs through so much code that it takes thousands of them until all of it is compiled. */
const COUNT = 400;

/** The two sides of the sessions; the device's does them. */
export interface Sessions {
  readonly server: Worker<{ url: string }>;
  readonly device: Worker<SessionShape>;
}

/** Starts a server with work for every device, and devices that run sessions with it. */
export async function startSessions(encoding: "xml" | "wbxml"): Promise<Sessions> {
  const server = await startWorker<{ url: string }>("dm-server-worker.ts", String(LANES));
  const { url } = server.ready;
  const device = await startWorker<SessionShape>("dm-device-worker.ts", url, String(LANES), encoding);
  return { server, device };
}

/** Whole DM sessions over loopback HTTP, device and server in processes of their own, against bare HTTP with the same octets. */
export const dmSessions: Bench = {
  name: "dm-sessions",
  run: async ({ encoding }) => {
    const { device } = await startSessions(encoding);
    const { requests, answers } = device.ready;
    const sizes = requests.map((body) => String(body.length));
    const bareServer = await startWorker<{ port: number }>("bare-server.ts", ...answers.map(String));
    const origin = `http://127.0.0.1:${bareServer.ready.port}`;
    const bareClient = await startWorker("bare-client-worker.ts", origin, String(LANES), ...sizes);
    const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(
      device.work,
      bareClient.work,
      ROUNDS,
      COUNT,
    );
    return {
      value: rounded(ratio, 3),
      unit: "ratio",
      goal: encoding === "wbxml" ? 0.35 : 0.12,
      detail: {
        encoding,
        reference: "undici and node:http with the same octets",
        messages: requests.length + answers.length,
        octets:
          requests.reduce((sum, body) => sum + body.length, 0) + answers.reduce((sum, size) => sum + size, 0),
        sessionsPerSecond: rounded(1e9 / oursNanoseconds, 0),
        referencePerSecond: rounded(1e9 / referenceNanoseconds, 0),
      },
    };
  },
};
