import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  findElectronRuntime,
  obstacleToWindow,
  obtainElectronRuntime,
  openDesktop,
} from "../../electron/runtime.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workbench-electron-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function installRuntime(): void {
  mkdirSync(join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "path.txt"), "electron");
  writeFileSync(join(folder, "dist", "electron"), "");
}

const never = new AbortController().signal;

describe("finding the runtime", () => {
  test("an installed one is found", () => {
    installRuntime();
    expect(findElectronRuntime(folder)).toEqual({
      found: true,
      executable: join(folder, "dist", "electron"),
    });
  });

  test("a package without its runtime says how to get it", () => {
    expect(findElectronRuntime(folder)).toEqual({
      found: false,
      reason: "Electron's runtime has not been downloaded (npx install-electron)",
    });
  });

  test("half a runtime is none", () => {
    writeFileSync(join(folder, "path.txt"), "electron");
    expect(findElectronRuntime(folder)).toEqual({
      found: false,
      reason: "Electron's runtime is incomplete (npx install-electron)",
    });
  });
});

describe("obtaining the runtime", () => {
  test("an installed one is not downloaded again", async () => {
    installRuntime();
    const download = () => Promise.reject(new Error("must not be called"));
    expect(await obtainElectronRuntime({ packageFolder: folder, download, patience: never })).toMatchObject({
      found: true,
    });
  });

  test("a downloaded one is found, and its progress told", async () => {
    const progress: number[] = [];
    const runtime = await obtainElectronRuntime({
      packageFolder: folder,
      patience: never,
      onProgress: (share) => progress.push(share),
      download: ({ onProgress }) => {
        onProgress(0.5);
        onProgress(1);
        installRuntime();
        return Promise.resolve();
      },
    });
    expect(runtime.found).toBe(true);
    expect(progress).toEqual([0.5, 1]);
  });

  test("nothing arriving in time ends the attempt", async () => {
    const patience = new AbortController();
    const attempt = obtainElectronRuntime({
      packageFolder: folder,
      patience: patience.signal,
      download: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        }),
    });
    patience.abort();
    expect(await attempt).toEqual({
      found: false,
      reason: "Electron's runtime could not be reached in time",
    });
  });

  test("a download that has begun to arrive is not cut off", async () => {
    const patience = new AbortController();
    const runtime = await obtainElectronRuntime({
      packageFolder: folder,
      patience: patience.signal,
      download: ({ onProgress, signal }) => {
        onProgress(0.01);
        patience.abort();
        if (!signal.aborted) installRuntime();
        return Promise.resolve();
      },
    });
    expect(runtime.found).toBe(true);
  });

  test("a failure is told by its innermost cause", async () => {
    const download = () =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("the name cannot be resolved") }));
    expect(await obtainElectronRuntime({ packageFolder: folder, download, patience: never })).toEqual({
      found: false,
      reason: "Electron's runtime could not be downloaded: the name cannot be resolved",
    });
  });

  test("without the package there is nothing to download with", async () => {
    const download = () => Promise.reject(new Error("must not be called"));
    expect(
      await obtainElectronRuntime({ packageFolder: undefined, download, patience: never }),
    ).toMatchObject({
      found: false,
    });
  });
});

describe("obstacles to a window", () => {
  test.each([
    ["Linux without a display", {}, "linux", 1000, "there is no display"],
    ["Linux with an empty display", { DISPLAY: "" }, "linux", 1000, "there is no display"],
    ["Linux as root", { DISPLAY: ":0" }, "linux", 0, "Electron's sandbox does not run as root"],
    ["Linux with X", { DISPLAY: ":0" }, "linux", 1000, undefined],
    ["Linux with Wayland", { WAYLAND_DISPLAY: "wayland-0" }, "linux", 1000, undefined],
    ["macOS", {}, "darwin", 501, undefined],
    ["Windows", {}, "win32", undefined, undefined],
  ] as const)("%s", (_what, environment, platform, userId, reason) => {
    expect(obstacleToWindow(environment, platform, userId)).toBe(reason);
  });
});

test.runIf(process.platform === "linux")("a window that cannot be is not tried (Linux)", async () => {
  vi.stubEnv("DISPLAY", "").stubEnv("WAYLAND_DISPLAY", "");
  expect(await openDesktop({ mainScript: "/nowhere/main.js", args: [], patienceMs: 0 })).toEqual({
    opened: false,
    reason: "there is no display",
  });
  vi.unstubAllEnvs();
});
