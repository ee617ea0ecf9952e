import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAsar } from "./asar.ts";
import { readFuses, writeStubRuntime } from "./stub-runtime.ts";

/*
 * Packs the application with a stand-in for Electron's runtime, so that it needs no download, and looks at
 * what would ship.
 */

const project = resolve(import.meta.dirname, "../..");
const { version } = JSON.parse(readFileSync(join(project, "node_modules/electron/package.json"), "utf8")) as {
  version: string;
};

describe.skipIf(process.platform !== "linux")("the packaged application (packed on Linux only)", () => {
  const folder = mkdtempSync(join(tmpdir(), "workbench-package-"));
  const unpacked = join(folder, "release", "linux-unpacked");
  let shipped: Map<string, string>;

  beforeAll(() => {
    const runtime = join(folder, "electron");
    writeStubRuntime(runtime, version);
    const packing = spawnSync(
      process.execPath,
      [
        "scripts/package.mjs",
        "--linux",
        "dir",
        `-c.electronDist=${runtime}`,
        `-c.directories.output=${join(folder, "release")}`,
      ],
      { cwd: project, encoding: "utf8" },
    );
    if (packing.status !== 0) throw new Error(`electron-builder failed:\n${packing.stdout}${packing.stderr}`);
    shipped = readAsar(readFileSync(join(unpacked, "resources", "app.asar")));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("holds the built parts and nothing else", () => {
    const outside = [...shipped.keys()].filter(
      (path) => !/^(dist\/(host|preload|renderer)\/|package\.json$|LICENSE$)/.test(path),
    );
    expect(outside).toEqual([]);
    expect([...shipped.keys()].filter((path) => path.endsWith(".map"))).toEqual([]);
  });

  test("starts at the shell and has every part that the shell names", () => {
    const description = JSON.parse(shipped.get("package.json") ?? "{}") as { main?: string; type?: string };
    expect(description).toMatchObject({ main: "dist/host/main.js", type: "module" });
    for (const part of [
      "dist/host/main.js",
      "dist/host/entry-electron.js",
      "dist/preload/preload.cjs",
      "dist/renderer/index.html",
    ]) {
      expect(shipped.get(part), part).toBeDefined();
    }
  });

  test("needs no package besides Electron", () => {
    const hostFiles = [...shipped].filter(([path]) => /^dist\/host\/.*\.js$/.test(path));
    const imported = hostFiles.flatMap(([, text]) =>
      [
        ...text.matchAll(/^(?:import|export)\b[^;"']*\bfrom ["']([^"'./][^"']*)["']/gm),
        ...text.matchAll(/\b__require\(["']([^"'./][^"']*)["']\)/g),
      ].map(([, name]) => name ?? ""),
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((name) => name !== "electron" && !isBuiltin(name))).toEqual([]);
  });

  test("has its fuses set", () => {
    const name = readdirSync(unpacked).find((file) => file === "dm-wsi-workbench") ?? "";
    expect(readFuses(readFileSync(join(unpacked, name)))).toEqual({
      runAsNode: false,
      cookieEncryption: false,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyLoadAppFromAsar: true,
      browserV8Snapshot: false,
      fileProtocolPrivileges: false,
    });
  });
});
