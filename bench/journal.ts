import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, rounded, type Bench } from "./bench.ts";
import type { SessionShape } from "./dm-device-worker.ts";
import { startWorker, type Worker } from "./worker.ts";

const LANES = 8;
const ROUNDS = 15;
const COUNT = 400;

/** How many DM sessions a server still serves that records every message and state into a file. */
export const journal: Bench = {
  name: "journal",
  run: async ({ encoding }) => {
    const folder = mkdtempSync(join(tmpdir(), "dmwsi-bench-"));
    process.once("exit", () => {
      rmSync(folder, { recursive: true, force: true });
    });
    const fleet = async (...journalArguments: readonly string[]): Promise<Worker<SessionShape>> => {
      const server = await startWorker<{ url: string }>(
        "dm-server-worker.ts",
        String(LANES),
        ...journalArguments,
      );
      return startWorker<SessionShape>("dm-device-worker.ts", server.ready.url, String(LANES), encoding);
    };
    const on = await fleet(folder);
    const off = await fleet();
    const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(on.work, off.work, ROUNDS, COUNT);
    return {
      value: rounded(ratio),
      unit: "ratio",
      goal: 0.6,
      detail: {
        encoding,
        reference: "the same sessions without a journal",
        sessionsPerSecond: rounded(1e9 / oursNanoseconds, 0),
        referencePerSecond: rounded(1e9 / referenceNanoseconds, 0),
      },
    };
  },
};
