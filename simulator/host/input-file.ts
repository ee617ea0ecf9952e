import { readFileSync } from "node:fs";
import { errorText, WorkbenchError } from "../core/error.ts";

/** The octets of a file; `-` is standard input. Throws `usage/unreadable`. */
export function readInput(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    throw new WorkbenchError(
      "usage/unreadable",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}
