import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** What a worker tells: once that it is ready, then the answer to each order and each question. */
type FromWorker =
  { readonly ready: unknown } | { readonly nanoseconds: number } | { readonly answer: unknown };

/** An order to a worker, or a question. */
type ToWorker = { readonly count: number } | { readonly question: string; readonly about: unknown };

/** A process that does units of work when it is told to. */
export interface Worker<Ready> {
  /** What it told when it was ready. */
  readonly ready: Ready;
  /** Does `count` units and gives the nanoseconds that they took. */
  work(count: number): Promise<number>;
  /** Asks what a worker of this kind knows, or has it do something that is not timed. */
  ask(question: string, about?: unknown): Promise<unknown>;
  /** Microseconds of processor time that it has used. */
  cpu(): Promise<number>;
  /** Octets that it holds after a collection of garbage; the collection needs `--expose-gc`. */
  memory(): Promise<number>;
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
  const first = await nextMessage(child, (message) => "ready" in message);
  const ask = async (question: string, about?: unknown): Promise<unknown> => {
    child.send({ question, about } satisfies ToWorker);
    const told = await nextMessage(child, (message) => "answer" in message);
    return "answer" in told ? told.answer : undefined;
  };
  return {
    ready: ("ready" in first ? first.ready : undefined) as Ready,
    work: async (count) => {
      child.send({ count } satisfies ToWorker);
      const told = await nextMessage(child, (message) => "nanoseconds" in message);
      return "nanoseconds" in told ? told.nanoseconds : Number.NaN;
    },
    ask,
    cpu: async () => Number(await ask("cpu")),
    memory: async () => Number(await ask("memory")),
  };
}

function nextMessage(child: ChildProcess, isWanted: (message: FromWorker) => boolean): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(new Error("a worker ended before its time"));
    };
    const hear = (message: FromWorker): void => {
      if (!isWanted(message)) return;
      child.off("exit", fail);
      child.off("message", hear);
      resolve(message);
    };
    child.once("exit", fail);
    child.on("message", hear);
  });
}

/** What a worker does when it is asked something. */
export type Answers = Readonly<Record<string, (about: unknown) => unknown>>;

const everywhere: Answers = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  memory: () => {
    for (let round = 0; round < 4; round++) globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
};

/** The worker's side: tells that it is ready and obeys. Without `work` it only serves others. */
export function serveWorker(
  ready: unknown,
  work?: (count: number) => Promise<void>,
  answers: Answers = {},
): void {
  const known = { ...everywhere, ...answers };
  process.on("message", (order: ToWorker) => {
    if ("question" in order) {
      const answer = known[order.question];
      if (!answer) throw new Error(`this worker knows nothing of ${order.question}`);
      void Promise.resolve(answer(order.about)).then((told) => process.send?.({ answer: told }));
      return;
    }
    if (!work) return;
    const start = process.hrtime.bigint();
    void work(order.count).then(() =>
      process.send?.({ nanoseconds: Number(process.hrtime.bigint() - start) }),
    );
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ ready });
}
