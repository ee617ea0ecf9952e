import { writeFileSync } from "node:fs";
import { errorText, WorkbenchError } from "../core/error.ts";

/**
 * Writes what a command was asked to put into a file.
 *
 * @throws WorkbenchError `usage/unwritable` naming the file and the reason
 */
export function writeOutput(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new WorkbenchError(
      "usage/unwritable",
      `${file} cannot be written: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}
