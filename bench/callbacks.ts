import { compare, compareWarm, rounded, warmUp, type Bench, type Contender } from "./bench.ts";
import { startWorker, type Worker } from "./worker.ts";

/** Callbacks that a DM server has on their way to one recipient, and posts at one time of the reference. */
const LANES = 4;
const ROUNDS = 9;
const COUNT = 500;
/** Callbacks that wait for the recipient that is dead. */
const WAITING = 2000;

/**
 * The callback queue drained to a recipient that answers at once, while 2,000 callbacks wait for one that answers nothing;
 * against bare HTTP posts of as many octets, and against the same queue without the dead recipient.
 */
export const callbacks: Bench = {
  name: "callbacks",
  run: async () => {
    const recipients = await startWorker<{ origin: string }>("recipient-worker.ts");
    const { origin } = recipients.ready;
    const server = await startWorker("callbacks-server-worker.ts", origin, String(WAITING));
    const alone = await startWorker("callbacks-server-worker.ts", origin, "0");
    const { toAlone, cpu } = await against(server, alone);
    await recipients.ask("octets");
    await drained(server)(COUNT);
    const octets = Number(await recipients.ask("octets"));
    const bareServer = await startWorker<{ port: number }>("bare-server.ts", "0");
    const bareClient = await startWorker(
      "bare-client-worker.ts",
      `http://127.0.0.1:${bareServer.ready.port}`,
      String(LANES),
      String(Math.round(octets)),
    );
    const toBare = await compare(drained(server), bareClient.work, ROUNDS, COUNT);
    return {
      value: rounded(1e9 / toBare.oursNanoseconds, 0),
      unit: "per-second",
      goal: 2000,
      detail: {
        octets: rounded(octets, 0),
        barePostsPerSecond: rounded(1e9 / toBare.referenceNanoseconds, 0),
        ratioToBarePosts: rounded(toBare.ratio),
        waitingForTheDead: WAITING,
        triesOfTheDead: Number(await recipients.ask("dead")) - 1,
        ratioToWithoutTheDead: rounded(toAlone),
        serverMicrosecondsACallback: rounded(cpu, 0),
      },
    };
  },
};

/** Callbacks are queued untimed, and the time until all are delivered counts. */
function drained(server: Worker<unknown>): Contender {
  return async (count) => {
    await server.ask("fill", count);
    return server.work(count);
  };
}

async function against(
  server: Worker<unknown>,
  alone: Worker<unknown>,
): Promise<{ readonly toAlone: number; readonly cpu: number }> {
  await warmUp(drained(server), COUNT);
  await warmUp(drained(alone), COUNT);
  let spent = 0;
  let delivered = 0;
  const measured: Contender = async (count) => {
    await server.ask("fill", count);
    const before = await server.cpu();
    const nanoseconds = await server.work(count);
    spent += (await server.cpu()) - before;
    delivered += count;
    return nanoseconds;
  };
  const { ratio } = await compareWarm(measured, drained(alone), ROUNDS, COUNT, true);
  return { toAlone: ratio, cpu: spent / delivered };
}
