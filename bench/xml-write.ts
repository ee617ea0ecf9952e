import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSyncML } from "../simulator/protocols/syncml/index.ts";
import { compare, rounded, warmUp, type Bench, type BenchResult } from "./bench.ts";
import { compileReference } from "./libwbxml.ts";
import { startProgram } from "./program.ts";
import { startWorker } from "./worker.ts";
import { sampleMessages } from "./xml-messages.ts";

const GOAL = 1;
const COUNT = 1000;

/**
 * A typed SyncML message to octets of XML, against libwbxml writing its tree as XML. The reference is compiled where a C
 * compiler and the library's headers are installed (Debian: gcc, libwbxml2-dev); elsewhere ours is reported alone.
 */
export const xmlWrite: Bench = {
  name: "xml-write",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "bench-xml-write-"));
    try {
      return await measure(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string): Promise<BenchResult> {
  const program = join(folder, "libwbxml-write");
  const refusal = await compileReference("libwbxml-write.c", program);
  return refusal === undefined
    ? await compareWith(program, await writeMessages(folder))
    : await alone(refusal);
}

/** The sample messages as files with the document type that the library goes by. */
async function writeMessages(folder: string): Promise<string[]> {
  const type =
    '<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd">';
  return Promise.all(
    sampleMessages(8).map(async (message, index) => {
      const path = join(folder, `message-${index}.xml`);
      await writeFile(path, `<?xml version="1.0"?>${type}${new TextDecoder().decode(writeSyncML(message))}`);
      return path;
    }),
  );
}

async function compareWith(program: string, paths: readonly string[]): Promise<BenchResult> {
  const ours = await startWorker("xml-worker.ts", "write");
  const reference = startProgram(program, paths);
  const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(ours.work, reference, 31, COUNT);
  return {
    value: rounded(ratio),
    unit: "ratio",
    goal: GOAL,
    detail: {
      reference: "libwbxml, tree to compact XML",
      oursMicroseconds: rounded(oursNanoseconds / 1000),
      referenceMicroseconds: rounded(referenceNanoseconds / 1000),
    },
  };
}

async function alone(refusal: string): Promise<BenchResult> {
  const ours = await startWorker("xml-worker.ts", "write");
  await warmUp(ours.work, COUNT);
  const nanoseconds = (await ours.work(COUNT)) / COUNT;
  return {
    value: rounded(1e9 / nanoseconds, 0),
    unit: "per-second",
    goal: GOAL,
    detail: { reference: `none: ${refusal}`, oursMicroseconds: rounded(nanoseconds / 1000) },
  };
}
