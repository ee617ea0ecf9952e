import { compare, rounded, type Bench } from "./bench.ts";
import { startWorker } from "./worker.ts";

/** find_service over ten thousand services, octets to octets, against the same query in a table of node:sqlite. */
export const registry: Bench = {
  name: "registry",
  run: async () => {
    const ours = await startWorker<{ services: number; rows: number }>("registry-worker.ts", "registry");
    const reference = await startWorker("registry-worker.ts", "sqlite");
    const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(ours.work, reference.work, 15, 20);
    return {
      value: rounded(ratio),
      unit: "ratio",
      goal: 0.1,
      detail: {
        reference: "node:sqlite in memory, an index for each condition, no SOAP",
        ...ours.ready,
        oursMilliseconds: rounded(oursNanoseconds / 1e6),
        referenceMilliseconds: rounded(referenceNanoseconds / 1e6),
      },
    };
  },
};
