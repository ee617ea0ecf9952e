import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { buildTargets, fingerprint, isFresh, recordBuild } from "./freshness.mjs";
import { productNode } from "./node-runtime.mjs";
import { inProject } from "./project.mjs";
import { run } from "./run.mjs";
import { say, SetupError } from "./say.mjs";

/** @typedef {import("./freshness.mjs").BuildTarget} BuildTarget */

/**
 * Builds the parts whose sources changed.
 *
 * @param {readonly string[]} [names] which parts; all when left out
 */
export async function ensureBuilt(names = buildTargets.map((target) => target.name)) {
  const wanted = buildTargets.filter((target) => names.includes(target.name));
  if (wanted.every((target) => isFresh(target))) return;
  const release = await takeBuildLock();
  try {
    // Asked again: another process may have built while this one waited.
    for (const target of wanted) if (!isFresh(target)) await build(target);
  } finally {
    release();
  }
}

/** @param {BuildTarget} target */
export async function build(target) {
  say(`Building ${target.title} (its sources changed since the last build).`);
  const sources = fingerprint(target);
  const vite = inProject("node_modules", "vite", "bin", "vite.js");
  const code = await run(productNode(), [vite, "build", "--config", target.config, "--logLevel", "warn"], {
    quietStdout: true,
  });
  if (code !== 0) throw new SetupError(`Building ${target.title} failed; Vite's message stands above.`);
  recordBuild(target, sources);
}

/**
 * One build at a time, across processes. A lock whose owner is gone is taken over.
 *
 * @returns {Promise<() => void>} releases the lock
 */
async function takeBuildLock() {
  const lock = inProject("dist", "build.lock");
  mkdirSync(inProject("dist"), { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
    }
    if (!isOwnerAlive(lock)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) say("Waiting for another build of this folder to finish.");
    told = true;
    await pause(200);
  }
}

/** @param {string} lock */
function isOwnerAlive(lock) {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch (cause) {
    // EPERM: it lives and belongs to somebody else. Anything else: it is gone, or so is its lock.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
