import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { median, rounded, type Bench } from "./bench.ts";

const root = join(import.meta.dirname, "..");
const built = join(root, "dist", "host", "entry-cli.js");
const entry = existsSync(built) ? built : join(root, "simulator", "host", "entry-cli.ts");
const ROUNDS = 7;

/** Milliseconds from the start of the process to a host that serves, and of a whole `run figure-2`. */
export const startup: Bench = {
  name: "startup",
  run: async () => {
    const ready: number[] = [];
    const run: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ready.push(await hostReady());
      run.push(await wholeRun());
    }
    return {
      value: rounded(median(ready), 0),
      unit: "ms",
      goal: 1000,
      detail: {
        entry: existsSync(built) ? "built" : "source",
        runFigure2: rounded(median(run), 0),
        runFigure2Goal: 1500,
      },
    };
  },
};

async function hostReady(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [entry, "serve", "--port", "0", "--ui-port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const elapsed = performance.now() - start;
  child.kill("SIGTERM");
  await once(child, "exit");
  return elapsed;
}

async function wholeRun(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [entry, "run", "figure-2", "--speed", "max"], { stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`run figure-2 ended with ${String(code)}`);
  return performance.now() - start;
}
