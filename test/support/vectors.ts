import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Folder of the shared messages of other people's making; absent on machines that do not have them. */
export const vectorsFolder = process.env["DMWSI_VECTORS"] ?? resolve(root, "../shared/vectors");

/** Path of a file among the shared vectors. */
export function vectorPath(...parts: readonly string[]): string {
  return join(vectorsFolder, ...parts);
}

/** True when the shared vectors are there; tests that need them skip with this message otherwise. */
export const haveVectors = existsSync(join(vectorsFolder, "syncml", "index.json"));
export const noVectors = `shared vectors are not at ${vectorsFolder} (set DMWSI_VECTORS)`;
