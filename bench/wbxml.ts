import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSyncMLWbxml } from "../simulator/protocols/syncml/index.ts";
import { compare, rounded, warmUp, type Bench, type BenchResult } from "./bench.ts";
import { compileReference } from "./libwbxml.ts";
import { startProgram } from "./program.ts";
import { startWorker } from "./worker.ts";
import { sampleMessages } from "./xml-messages.ts";

const COUNT = 1000;
const goals = { decode: 5, encode: 2 } as const;
const references = {
  decode: "libwbxml, octets to its tree and the tree freed",
  encode: "libwbxml, tree to octets without a string table",
} as const;

/** Octets of WBXML to a typed and judged SyncML message, positions on demand, against libwbxml building its tree. */
export const wbxmlDecode: Bench = { name: "wbxml-decode", run: () => measured("decode") };

/** A typed SyncML message to octets of WBXML, against libwbxml writing its tree. */
export const wbxmlEncode: Bench = { name: "wbxml-encode", run: () => measured("encode") };

async function measured(direction: "decode" | "encode"): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "bench-wbxml-"));
  try {
    const program = join(folder, "libwbxml-codec");
    const refusal = await compileReference("libwbxml-codec.c", program);
    return refusal === undefined
      ? await compareWith(direction, program, await writeDocuments(folder))
      : await alone(direction, refusal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeDocuments(folder: string): Promise<string[]> {
  return Promise.all(
    sampleMessages(8).map(async (message, index) => {
      const path = join(folder, `message-${index}.wbxml`);
      await writeFile(path, writeSyncMLWbxml(message));
      return path;
    }),
  );
}

async function compareWith(
  direction: "decode" | "encode",
  program: string,
  paths: readonly string[],
): Promise<BenchResult> {
  const ours = await startWorker<{ readonly octets: number }>("wbxml-worker.ts", direction);
  const reference = startProgram(program, [direction, ...paths]);
  const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(ours.work, reference, 31, COUNT);
  return {
    value: rounded(ratio),
    unit: "ratio",
    goal: goals[direction],
    detail: {
      reference: references[direction],
      octets: ours.ready.octets,
      oursMicroseconds: rounded(oursNanoseconds / 1000),
      referenceMicroseconds: rounded(referenceNanoseconds / 1000),
    },
  };
}

async function alone(direction: "decode" | "encode", refusal: string): Promise<BenchResult> {
  const ours = await startWorker<{ readonly octets: number }>("wbxml-worker.ts", direction);
  await warmUp(ours.work, COUNT);
  const nanoseconds = (await ours.work(COUNT)) / COUNT;
  return {
    value: rounded(1e9 / nanoseconds, 0),
    unit: "per-second",
    goal: goals[direction],
    detail: {
      reference: `none: ${refusal}`,
      octets: ours.ready.octets,
      oursMicroseconds: rounded(nanoseconds / 1000),
    },
  };
}
