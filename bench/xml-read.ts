import { compare, rounded, type Bench } from "./bench.ts";
import { startWorker } from "./worker.ts";

/** Octets of a SyncML message to the typed message with places and judgments, against the same parser with a plain tree. */
export const xmlRead: Bench = {
  name: "xml-read",
  run: async () => {
    const ours = await startWorker<{ octets: number; elements: number }>("xml-worker.ts", "read");
    const reference = await startWorker("xml-worker.ts", "saxes");
    const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(ours.work, reference.work);
    return {
      value: rounded(ratio),
      unit: "ratio",
      goal: 0.7,
      detail: {
        reference: "saxes with namespaces, building a plain tree",
        ...ours.ready,
        oursMicroseconds: rounded(oursNanoseconds / 1000),
        referenceMicroseconds: rounded(referenceNanoseconds / 1000),
      },
    };
  },
};
