import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyAsar } from "./asar.ts";

/** Marks the place of the fuses in Electron's executable. */
export const FUSE_SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";

/** Fuses in the order in which Electron's executable keeps them; `1` is on. */
export const FUSE_NAMES = [
  "runAsNode",
  "cookieEncryption",
  "nodeOptions",
  "nodeCliInspect",
  "asarIntegrity",
  "onlyLoadAppFromAsar",
  "browserV8Snapshot",
  "fileProtocolPrivileges",
] as const;

/**
 * Writes what electron-builder takes for Electron's runtime: enough to pack an application and to look at
 * it, nothing that runs. The fuses stand as Electron ships them.
 */
export function writeStubRuntime(folder: string, version: string): void {
  mkdirSync(join(folder, "resources"), { recursive: true });
  mkdirSync(join(folder, "locales"));
  const fuses = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 8]), Buffer.from("10110001")]);
  const executable = Buffer.concat([Buffer.from("#!/bin/sh\nexit 70\n"), fuses]);
  writeFileSync(join(folder, "electron"), executable, { mode: 0o755 });
  writeFileSync(join(folder, "version"), version);
  writeFileSync(join(folder, "LICENSE"), "Electron's licence");
  writeFileSync(join(folder, "LICENSES.chromium.html"), "Chromium's licences");
  writeFileSync(join(folder, "locales", "en-US.pak"), "");
  writeFileSync(join(folder, "resources", "default_app.asar"), emptyAsar());
}

/** The fuses of an executable, by name. */
export function readFuses(executable: Buffer): Record<string, boolean> {
  const start = executable.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2;
  return Object.fromEntries(FUSE_NAMES.map((name, index) => [name, executable[start + index] === 0x31]));
}
