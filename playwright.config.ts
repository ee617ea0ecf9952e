import { defineConfig } from "@playwright/test";
import { findElectronRuntime } from "./electron/runtime.ts";

const asRoot = process.getuid?.() === 0;
const chromium = process.env["CHROMIUM_PATH"];
const electron = findElectronRuntime();

/**
 * Tests tagged `@long` belong to `npm run test:long`; `npm test` leaves them out.
 *
 * The same specs in two shells: the served workbench in a real Chromium, and the desktop window where
 * Electron's runtime is installed. Without one, a single skipped test says why.
 */
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results/e2e",
  workers: 2,
  forbidOnly: process.env["CI"] !== undefined,
  // A bound for hangs, not for slowness: axe and a busy machine take their time.
  timeout: 120_000,
  reporter: [
    [process.env["CI"] === undefined ? "list" : "dot"],
    ["json", { outputFile: "test-results/e2e.json" }],
  ],
  use: {
    // Traces double the time of a run; `npm run e2e -- --trace on` records them when they are wanted.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      chromiumSandbox: !asRoot,
      // Without a graphics card Chromium would emulate one; drawing straight away costs an eighth less.
      args: ["--disable-gpu"],
      ...(chromium === undefined ? {} : { executablePath: chromium }),
    },
  },
  projects: [
    { name: "chromium" },
    electron.found
      ? // One window at a time: a second instance hands over to the first.
        { name: "electron", workers: 1 }
      : { name: "electron", testDir: "test/electron", testMatch: "runtime-missing.spec.ts" },
  ],
});
