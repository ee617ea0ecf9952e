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

/** Creates a loop. `defer` runs an action soon, after pending I/O of the host. */
export function createLoop(defer: (action: () => void) => void): WorldLoop {
  const tasks: (() => void)[] = [];
  const quiet: (() => void)[] = [];
  let scheduled = false;
  let running = false;

  const run = (): void => {
    scheduled = false;
    running = true;
    let left = SLICE;
    while (left-- > 0) {
      const task = tasks.shift();
      if (!task) break;
      task();
    }
    running = false;
    if (tasks.length > 0) schedule(true);
    else for (const listener of quiet) listener();
  };

  const schedule = (yieldFirst: boolean): void => {
    if (scheduled || running) return;
    scheduled = true;
    if (yieldFirst) defer(run);
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
