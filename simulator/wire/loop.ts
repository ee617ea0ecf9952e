/**
 * The order of things in a world: deliveries run one after the other, never inside each other, so that a role is never
 * entered while it is handling an event.
 */
export interface WorldLoop {
  post(task: () => void): void;
  /** Tasks that wait or run. */
  readonly pending: number;
  /** Called whenever the last task has run. */
  onQuiet(listener: () => void): void;
}

/** Tasks that run in one go before the host may do other work. */
const SLICE = 256;

/**
 * How a loop shares its host with others: its tasks run after pending I/O, for so many milliseconds at a time. However
 * many messages arrive together, new connections and other listeners of the process are not kept waiting for all of them.
 */
export interface LoopTurns {
  /** Milliseconds of a turn. */
  readonly length: number;
  /** Milliseconds of a steady clock. */
  now(): number;
}

/**
 * Creates a loop. `defer` runs an action soon, after pending I/O of the host. A task that throws is told to `failed` and
 * the next one runs; without `failed` the error goes on to the host, and the loop still turns. Without `turns` tasks run at
 * once, up to 256 of them in one go.
 */
export function createLoop(
  defer: (action: () => void) => void,
  failed?: (error: unknown) => void,
  turns?: LoopTurns,
): WorldLoop {
  const tasks: (() => void)[] = [];
  const quiet: (() => void)[] = [];
  let scheduled = false;
  let running = false;

  const run = (): void => {
    scheduled = false;
    running = true;
    const end = turns && turns.now() + turns.length;
    try {
      for (let left = SLICE; left > 0; left--) {
        const task = tasks.shift();
        if (!task) break;
        attempt(task);
        if (end !== undefined && turns && turns.now() >= end) break;
      }
    } finally {
      running = false;
      if (tasks.length > 0) schedule(true);
    }
    if (!scheduled) for (const listener of quiet) attempt(listener);
  };

  const attempt = (task: () => void): void => {
    if (!failed) return task();
    try {
      task();
    } catch (error) {
      failed(error);
    }
  };

  const schedule = (yieldFirst: boolean): void => {
    if (scheduled || running) return;
    scheduled = true;
    if (yieldFirst || turns) defer(run);
    else queueMicrotask(run);
  };

  return {
    post: (task) => {
      tasks.push(task);
      schedule(false);
    },
    get pending() {
      return tasks.length + (running ? 1 : 0);
    },
    onQuiet: (listener) => {
      quiet.push(listener);
    },
  };
}
