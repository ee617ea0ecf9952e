import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * An absolute path inside the project.
 *
 * @param {...string} parts
 */
export function inProject(...parts) {
  return join(projectRoot, ...parts);
}
