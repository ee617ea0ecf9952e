import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** What a worker tells: once that it is ready, then the answer to each order. */
type FromWorker = { readonly ready: unknown } | { readonly nanoseconds: number };

/** A process that does units of work when it is told to. */
export interface Worker<Ready> {
  /** What it told when it was ready. */
  readonly ready: Ready;
  /** Does `count` units and gives the nanoseconds that they took. */
  work(count: number): Promise<number>;
}

/** Starts a file of this folder as a worker; it ends with this process. */
export function startWorker<Ready>(file: string, ...args: readonly string[]): Promise<Worker<Ready>> {
  return startWorkerWith([], file, ...args);
}

/** The same with flags for Node. */
export async function startWorkerWith<Ready>(
  flags: readonly string[],
  file: string,
  ...args: readonly string[]
): Promise<Worker<Ready>> {
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: [...process.execArgv, ...flags],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
  });
  process.once("exit", () => child.kill());
  const first = await nextMessage(child);
  if (!("ready" in first)) throw new Error(`${file} did not say that it is ready`);
  return {
    ready: first.ready as Ready,
    work: async (count) => {
      child.send({ count });
      const answer = await nextMessage(child);
      if ("nanoseconds" in answer) return answer.nanoseconds;
      throw new Error(`${file} did not say how long it took`);
    },
  };
}

function nextMessage(child: ChildProcess): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(new Error("a worker ended before its time"));
    };
    child.once("exit", fail);
    child.once("message", (message: FromWorker) => {
      child.off("exit", fail);
      resolve(message);
    });
  });
}

/** The worker's side: tells that it is ready and obeys. Without `work` it only serves others. */
export function serveWorker(ready: unknown, work?: (count: number) => Promise<void>): void {
  process.on("message", ({ count }: { readonly count: number }) => {
    if (!work) return;
    const start = process.hrtime.bigint();
    void work(count).then(() => process.send?.({ nanoseconds: Number(process.hrtime.bigint() - start) }));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ ready });
}
