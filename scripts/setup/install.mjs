import { existsSync, readFileSync } from "node:fs";
import { inProject } from "./project.mjs";
import { pathWithoutProject, run } from "./run.mjs";
import { say, SetupError } from "./say.mjs";

/**
 * @typedef {{ version?: string; integrity?: string; optional?: boolean; devOptional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/**
 * Installs the packages of the lock when they are not what is installed.
 *
 * @returns {Promise<boolean>} whether it installed anything
 */
export async function ensureInstalled() {
  const why = reasonToInstall();
  if (why === undefined) return false;
  say(`Installing packages (${why}); this takes about half a minute.`);
  const windows = process.platform === "win32";
  // Windows cannot delete a program that runs. `npm install` keeps the Node in use where `npm ci` removes it.
  const command = windows && process.execPath.startsWith(inProject("node_modules")) ? "install" : "ci";
  const code = await run(
    windows ? "npm.cmd" : "npm",
    [command, "--no-fund", "--no-audit", "--loglevel=error"],
    {
      env: { PATH: pathWithoutProject() },
      quietStdout: true,
      shell: windows,
    },
  );
  if (code !== 0)
    throw new SetupError(`"npm ${command}" failed (exit code ${code}); its own message stands above.`);
  return true;
}

/** Why packages must be installed, or undefined when what is installed is what the lock names. */
function reasonToInstall() {
  const installedLock = inProject("node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) return "none are installed";
  const wanted = readLock(inProject("package-lock.json"));
  const installed = readLock(installedLock);
  return differenceBetween(wanted, installed);
}

/**
 * npm keeps a lock of what it put into node_modules; comparing it with the project's lock needs no stamp
 * of ours and also notices an installation made by hand.
 *
 * @param {Lock} wanted
 * @param {Lock} installed
 * @returns {string | undefined} the difference in words
 */
export function differenceBetween(wanted, installed) {
  for (const [path, want] of Object.entries(wanted.packages)) {
    if (path === "") continue;
    const have = installed.packages[path];
    // Optional packages are left out on platforms that they are not made for.
    if (have === undefined && (want.optional === true || want.devOptional === true)) continue;
    if (have === undefined) return `${path} is missing`;
    if (have.version !== want.version || have.integrity !== want.integrity) {
      return `the lock asks for another ${path}`;
    }
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Lock}
 */
function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
