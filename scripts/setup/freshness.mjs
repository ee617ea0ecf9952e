import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "./project.mjs";

/**
 * A part of the build: made by one Vite configuration, out of date when one of its sources changed.
 *
 * @typedef {object} BuildTarget
 * @property {string} name the folder below dist/
 * @property {string} title what it is, for a sentence
 * @property {string} config Vite's configuration
 * @property {readonly string[]} sources files and folders, relative to the project
 * @property {string} output a file that exists when it has been built
 */

/** @type {readonly BuildTarget[]} */
export const buildTargets = [
  {
    name: "host",
    title: "the host",
    config: "vite.host.config.ts",
    sources: ["simulator", "electron", "vite.host.config.ts", "package.json", "package-lock.json"],
    output: "dist/host/entry-cli.js",
  },
  {
    name: "preload",
    title: "the desktop window's preload",
    config: "vite.preload.config.ts",
    sources: ["electron/preload.ts", "simulator/api", "vite.preload.config.ts", "package-lock.json"],
    output: "dist/preload/preload.cjs",
  },
  {
    name: "renderer",
    title: "the page",
    config: "vite.renderer.config.ts",
    sources: ["renderer", "simulator", "vite.renderer.config.ts", "package.json", "package-lock.json"],
    output: "dist/renderer/index.html",
  },
];

/**
 * Whether what was built is what the sources would give now.
 *
 * @param {BuildTarget} target
 */
export function isFresh(target, root = projectRoot) {
  const stamp = stampFile(target, root);
  return (
    existsSync(join(root, target.output)) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprint(target, root)
  );
}

/**
 * Remembers the sources that a build was made of.
 *
 * @param {BuildTarget} target
 * @param {string} sources the fingerprint taken before the build began
 */
export function recordBuild(target, sources, root = projectRoot) {
  const stamp = stampFile(target, root);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/**
 * Name, size and time of every source. Contents are not read: the launcher asks at every start.
 *
 * @param {BuildTarget} target
 * @returns {string} hexadecimal SHA-256
 */
export function fingerprint(target, root = projectRoot) {
  const hash = createHash("sha256");
  for (const source of target.sources) addToFingerprint(hash, root, source);
  return hash.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} root
 * @param {string} path relative to the root
 */
function addToFingerprint(hash, root, path) {
  const absolute = join(root, path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) {
    hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(absolute).sort()) addToFingerprint(hash, root, `${path}/${name}`);
}

/**
 * @param {BuildTarget} target
 * @param {string} root
 */
function stampFile(target, root) {
  return join(root, "dist", `${target.name}.stamp`);
}
