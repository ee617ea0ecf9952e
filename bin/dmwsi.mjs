#!/usr/bin/env node
/**
 * The command `dmwsi`. Without dependencies: finds a Node that is recent enough, builds what the sources
 * of a checkout have outgrown (telling so on standard error only), and hands over to the built host.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ensureBuilt } from "../scripts/setup/build.mjs";
import { isNodeRecentEnough, productNode } from "../scripts/setup/node-runtime.mjs";
import { inProject } from "../scripts/setup/project.mjs";
import { run } from "../scripts/setup/run.mjs";
import { say, SetupError } from "../scripts/setup/say.mjs";

/** Commands that show the page (no command is `open`); the others need the host alone. */
const WITH_PAGE = new Set([undefined, "open", "serve"]);

/** @param {readonly string[]} args */
async function main(args) {
  if (!isNodeRecentEnough()) {
    process.exitCode = await run(productNode(), [inProject("bin", "dmwsi.mjs"), ...args]);
    return;
  }
  const isCheckout = existsSync(inProject("simulator"));
  const command = args.find((arg) => !arg.startsWith("-"));
  if (isCheckout) await ensureBuilt(WITH_PAGE.has(command) ? ["host", "preload", "renderer"] : ["host"]);
  await import(pathToFileURL(inProject("dist", "host", "entry-cli.js")).href);
}

try {
  await main(process.argv.slice(2));
} catch (cause) {
  if (!(cause instanceof SetupError)) throw cause;
  say(cause.message);
  process.exitCode = 70;
}
