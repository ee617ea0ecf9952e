import { compareWarm, quantile, rounded, warmUp, type Bench } from "./bench.ts";
import type { BulkServer } from "./bulk-server-worker.ts";
import { startSessions } from "./dm-sessions.ts";
import { createPoster, type Posting } from "./poster.ts";
import { startScreens } from "./screens.ts";
import { startWorker, startWorkerWith, type Worker } from "./worker.ts";
import { registration, wsiPosting } from "./wsi-postings.ts";

const DEVICES = 10_000;
/** Devices after which memory must not grow; the code is compiled by then. */
const WARM = 2000;
const ROUNDS = 8;
const COUNT = (DEVICES - WARM) / ROUNDS;
const SYSTEM = "bench";

/**
 * One SubmitBulkOperation with a Replace and a Get for each of 10,000 devices in a process of their own, which are
 * notified through a push gateway, against the sessions of the benchmark `dm-sessions`: rounds of both alternate. While it
 * runs, two screens of the page ask for what they show.
 */
export const bulk: Bench = {
  name: "bulk",
  run: async () => {
    const reference = await startSessions("wbxml");
    await warmUp(reference.device.work, WARM / 8);
    const fleet = await startWorker<{ gateway: string }>("bulk-fleet-worker.ts", String(DEVICES));
    const server = await startWorkerWith<BulkServer>(
      ["--expose-gc"],
      "bulk-server-worker.ts",
      String(DEVICES),
      fleet.ready.gateway,
    );
    const recipient = await startWorker<{ origin: string }>("recipient-worker.ts");
    const { origin, screen } = server.ready;
    await fleet.ask("create", `${origin}/dm`);
    const post = createPoster(origin, 1);
    await post(1, () => [registration(SYSTEM, `${recipient.ready.origin}/fast`), submission()]);
    const { operationId } = await latest(server);

    await fleet.work(WARM);
    const heapWarm = await server.memory();
    const screens = startScreens(screen, ["/operations", `/job?${operationId}`]);
    const ours = withProcessorTime(server, screens.during(fleet.work));
    const theirs = withProcessorTime(reference.server, reference.device.work);
    // a device has one session only, so that no round can be repeated
    const { ratio, oursNanoseconds, referenceNanoseconds } = await compareWarm(
      ours.work,
      theirs.work,
      ROUNDS,
      COUNT,
      false,
    );
    const heapEnd = await server.memory();
    const { state, totals } = await latest(server);
    if (state !== "succeeded" || totals.succeeded !== DEVICES)
      throw new Error(`the operation is ${state}: ${JSON.stringify(totals)}`);
    const [list, job] = screens.times();
    return {
      value: rounded(ratio),
      unit: "ratio",
      goal: 0.6,
      detail: {
        reference: "the sessions of dm-sessions in WBXML",
        devices: DEVICES,
        sessionsPerSecond: rounded(1e9 / oursNanoseconds, 0),
        referencePerSecond: rounded(1e9 / referenceNanoseconds, 0),
        serverMicrosecondsASession: rounded(ours.microseconds() / (ROUNDS * COUNT), 0),
        referenceMicrosecondsASession: rounded(theirs.microseconds() / (ROUNDS * COUNT), 0),
        heapMegabytesAt2000: rounded(heapWarm / 1e6, 1),
        heapMegabytesAt10000: rounded(heapEnd / 1e6, 1),
        callbacks: Number(await recipient.ask("taken")),
        operationsPageMilliseconds: percentiles(list ?? []),
        jobPageMilliseconds: percentiles(job ?? []),
      },
    };
  },
};

function submission(): Posting {
  return wsiPosting(SYSTEM, "SubmitBulkOperation", {
    target: { deviceId: [], group: [], all: true },
    command: [
      { kind: "replace", locUri: "./Settings/Ring", format: "chr", type: "text/plain", data: "Chime" },
      { kind: "get", locUri: "./DevDetail/SwV" },
    ],
  });
}

interface Operation {
  readonly operationId: string;
  readonly state: string;
  readonly totals: { readonly succeeded: number };
}

async function latest(server: Worker<BulkServer>): Promise<Operation> {
  return (await server.ask("latest")) as Operation;
}

/** Work with the processor time that a worker spends meanwhile. */
function withProcessorTime(
  worker: Pick<Worker<unknown>, "cpu">,
  work: (count: number) => Promise<number>,
): { work(count: number): Promise<number>; microseconds(): number } {
  let spent = 0;
  return {
    work: async (count) => {
      const before = await worker.cpu();
      const nanoseconds = await work(count);
      spent += (await worker.cpu()) - before;
      return nanoseconds;
    },
    microseconds: () => spent,
  };
}

/** Half of the values, 95 and 99 in a hundred are below the first three; the last is the greatest. */
function percentiles(milliseconds: readonly number[]): string {
  return [0.5, 0.95, 0.99, 1].map((share) => rounded(quantile(milliseconds, share), 1)).join(" / ");
}
