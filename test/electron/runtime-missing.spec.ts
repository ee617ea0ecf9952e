import { test } from "@playwright/test";
import { findElectronRuntime } from "../../electron/runtime.ts";

/* Stands for the whole set where Electron's runtime is not installed, so that a run says what it left out. */
const runtime = findElectronRuntime();

test("the workbench in the desktop window", () => {
  test.skip(!runtime.found, runtime.found ? "" : `Skipped in Electron: ${runtime.reason}.`);
});
