import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { productNode } from "./node-runtime.mjs";
import { inProject } from "./project.mjs";
import { run } from "./run.mjs";
import { say, SetupError } from "./say.mjs";

/**
 * Commands under which systems install a Chromium or Chrome. The shell is the same engine without a window: the tests take
 * a third less of the processor in it.
 */
const COMMANDS = [
  ...(process.argv.includes("--headed") ? [] : ["chromium-headless-shell"]),
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];

/** Where the installers of macOS and Windows put one, outside PATH. */
const FOLDERS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) =>
    join(process.env[name] ?? "", "Google", "Chrome", "Application", "chrome.exe"),
  ),
];

/**
 * The Chromium that the end-to-end tests use; installs one when there is none.
 *
 * @returns {Promise<string>} path of the executable
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) {
    say(`End-to-end tests use ${found}.`);
    return found;
  }
  if (await installFromDebian()) {
    const installed = findOnPath();
    if (installed !== undefined) return installed;
  }
  if (await installFromPlaywright()) {
    const installed = findPlaywrightOwn();
    if (installed !== undefined) return installed;
  }
  throw new SetupError(
    "No Chromium was found and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.",
  );
}

/** @returns {string | undefined} */
function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (!isExecutable(named)) throw new SetupError(`CHROMIUM_PATH names ${named}, which cannot be executed.`);
    return named;
  }
  return findOnPath() ?? FOLDERS.find(isExecutable) ?? findPlaywrightOwn();
}

function findOnPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const suffix = process.platform === "win32" ? ".exe" : "";
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command + suffix))).find(
    isExecutable,
  );
}

/** @returns {string | undefined} the browser that Playwright downloaded for itself, if it did */
function findPlaywrightOwn() {
  /** @type {{ chromium: { executablePath(): string } }} */
  const playwright = createRequire(inProject("package.json"))("@playwright/test");
  const path = playwright.chromium.executablePath();
  return isExecutable(path) ? path : undefined;
}

async function installFromDebian() {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return false;
  say("No Chromium found; installing the system's package.");
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" }, quietStdout: true };
  // An outdated package list is not a failure yet: the installation says whether it sufficed.
  await run("apt-get", ["update", "-qq"], quiet);
  for (const browser of ["chromium-headless-shell", "chromium"]) {
    const install = ["install", "-y", "-qq", "--no-install-recommends", browser, "fonts-dejavu-core"];
    if ((await run("apt-get", install, quiet)) === 0) return true;
  }
  return false;
}

async function installFromPlaywright() {
  say("No Chromium found; asking Playwright to download its own.");
  const cli = inProject("node_modules", "@playwright", "test", "cli.js");
  return (await run(productNode(), [cli, "install", "chromium"], { quietStdout: true })) === 0;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
