import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds between two questions of a screen. */
const EVERY = 250;

/** Screens that ask for what they show while something is measured. */
export interface Screens {
  /** The same work with the screens asking meanwhile. */
  during(work: (count: number) => Promise<number>): (count: number) => Promise<number>;
  /** Milliseconds of every answer, by path. */
  times(): readonly (readonly number[])[];
}

/** Screens that ask for these paths, one after the other, over a connection of their own. */
export function startScreens(origin: string, paths: readonly string[]): Screens {
  const times = paths.map((): number[] => []);
  let asking = false;
  let asked = Promise.resolve();

  const ask = async (): Promise<void> => {
    for (let turn = 0; asking; turn++) {
      const start = performance.now();
      const answer = await fetch(`${origin}${paths[turn % paths.length] ?? ""}`);
      const text = await answer.text();
      times[turn % paths.length]?.push(performance.now() - start);
      if (!answer.ok) throw new Error(text);
      await pause(EVERY);
    }
  };

  return {
    during: (work) => async (count) => {
      asking = true;
      asked = ask();
      const nanoseconds = await work(count);
      asking = false;
      await asked;
      return nanoseconds;
    },
    times: () => times,
  };
}
