import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { downloadElectronRuntime } from "../../electron/runtime-download.ts";

/** A stand-in for the package `electron` with its downloader and its installer. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workbench-download-"));
  const downloader = join(folder, "node_modules", "@electron", "get");
  mkdirSync(downloader, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "electron", "version": "45.0.0" }');
  writeFileSync(join(folder, "checksums.json"), '{ "electron-v45.0.0-linux-x64.zip": "abc" }');
  writeFileSync(join(downloader, "package.json"), '{ "type": "module", "exports": "./index.js" }');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function withDownloader(text: string): void {
  writeFileSync(join(folder, "node_modules", "@electron", "get", "index.js"), text);
}

function withInstaller(text: string): void {
  writeFileSync(join(folder, "install.js"), text);
}

const request = (onProgress: (share: number) => void = () => undefined) => ({
  packageFolder: folder,
  signal: new AbortController().signal,
  onProgress,
});

test("fetches the version of the installed package, checked, and unpacks it", async () => {
  withDownloader(`
    import { writeFileSync } from "node:fs";
    export async function downloadArtifact({ downloadOptions, ...asked }) {
      writeFileSync(${JSON.stringify(join(folder, "asked.json"))}, JSON.stringify(asked));
      await downloadOptions.getProgressCallback({ percent: 0.25 });
      return "archive";
    }`);
  withInstaller('require("fs").writeFileSync(require("path").join(__dirname, "path.txt"), "electron");');
  const progress: number[] = [];
  await downloadElectronRuntime(request((share) => progress.push(share)));
  expect(JSON.parse(readFileSync(join(folder, "asked.json"), "utf8"))).toEqual({
    version: "45.0.0",
    artifactName: "electron",
    platform: process.platform,
    arch: process.arch,
    checksums: { "electron-v45.0.0-linux-x64.zip": "abc" },
  });
  expect(progress).toEqual([0.25]);
  expect(readFileSync(join(folder, "path.txt"), "utf8")).toBe("electron");
});

test("says so when unpacking fails", async () => {
  withDownloader('export const downloadArtifact = async () => "archive";');
  withInstaller("process.exit(3);");
  await expect(downloadElectronRuntime(request())).rejects.toThrow("unpacking failed (exit code 3)");
});

test("hands the downloader's error on", async () => {
  withDownloader('export const downloadArtifact = async () => { throw new Error("unreachable"); };');
  await expect(downloadElectronRuntime(request())).rejects.toThrow("unreachable");
});

test("refuses a downloader that is none", async () => {
  withDownloader("export const other = 1;");
  await expect(downloadElectronRuntime(request())).rejects.toThrow("no downloadArtifact");
});
