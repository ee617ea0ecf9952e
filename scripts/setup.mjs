/**
 * What the scripts of package.json start: prepares what the command needs, says what it does, then runs it.
 * Has no dependencies and runs on Node 20.19, so that it works on a fresh clone.
 *
 * Usage: node scripts/setup.mjs COMMAND [ARGUMENTS]
 */
import { buildTargets, isFresh } from "./setup/freshness.mjs";
import { build, ensureBuilt } from "./setup/build.mjs";
import { ensureChromium } from "./setup/chromium.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { productNode } from "./setup/node-runtime.mjs";
import { inProject } from "./setup/project.mjs";
import { run } from "./setup/run.mjs";
import { say, SetupError } from "./setup/say.mjs";

/**
 * One way to use the package. `prepare` makes what it needs besides the installed packages; `script` is run
 * on the product's Node with `args` and what the person added.
 *
 * @typedef {object} Command
 * @property {() => Promise<Record<string, string>>} [prepare] returns what it adds to the environment
 * @property {string} [script]
 * @property {readonly string[]} [args]
 */

/** @type {Record<string, Command>} */
const commands = {
  start: { prepare: withBuild, script: "bin/dmwsi.mjs", args: ["open"] },
  bench: { prepare: withBuild, script: "bin/dmwsi.mjs", args: ["bench"] },
  build: { prepare: buildAll },
  check: { script: "scripts/check.mjs" },
  dev: { script: "scripts/dev.mjs" },
  e2e: { prepare: withBrowser, script: "node_modules/@playwright/test/cli.js", args: ["test"] },
  package: { prepare: withBuild, script: "scripts/package.mjs" },
  test: { prepare: withBrowser, script: "scripts/test.mjs" },
  "test-long": { prepare: withBrowser, script: "scripts/test.mjs", args: ["--long"] },
};

async function withBuild() {
  await ensureBuilt();
  return {};
}

async function withBrowser() {
  const chromium = await ensureChromium();
  await ensureBuilt();
  return { CHROMIUM_PATH: chromium };
}

async function buildAll() {
  for (const target of buildTargets)
    if (!isFresh(target) || process.argv.includes("--force")) await build(target);
  say("Everything in dist/ is up to date.");
  return {};
}

/**
 * @param {string | undefined} name
 * @param {readonly string[]} added
 * @returns {Promise<number>} exit code
 */
async function main(name, added) {
  const command = name === undefined ? undefined : commands[name];
  if (command === undefined) {
    say(`Usage: node scripts/setup.mjs ${Object.keys(commands).join("|")} [arguments]`);
    return 64;
  }
  await ensureInstalled();
  const env = (await command.prepare?.()) ?? {};
  if (command.script === undefined) return 0;
  return run(productNode(), [inProject(command.script), ...(command.args ?? []), ...added], { env });
}

try {
  const [name, ...added] = process.argv.slice(2);
  process.exitCode = await main(name, added);
} catch (cause) {
  if (!(cause instanceof SetupError)) throw cause;
  say(cause.message);
  process.exitCode = 70;
}
