import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/*
 * A test that swaps a module, a global or the clock changes what every later test of its process would see.
 * Vitest's `isolate: false` would hand that on, so such files run in processes of their own.
 */
const swapsForAll = /\bvi\.(mock|doMock|stubGlobal|stubEnv|useFakeTimers|resetModules)\(|\bprocess\.chdir\(/;
const excluded = ["test/interop/**", "test/e2e/**", "test/**/*.long.test.ts"];
const isolated = globSync("test/**/*.test.{ts,tsx}", { cwd: import.meta.dirname })
  .filter((file) => swapsForAll.test(readFileSync(new URL(file, import.meta.url), "utf8")))
  .map((file) => file.replaceAll("\\", "/"));

/**
 * Three sets: `unit` (mirrors the source; fast, no network beyond loopback; `unit-isolated` is the part of it
 * that needs processes of its own), `interop` (other people's programs against ours; each test skips itself
 * with a message where its program is missing) and `long` (files named `*.long.test.ts`;
 * `npm run test:long`).
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Half of a run's processor time went into loading the same modules for each file anew.
    isolate: false,
    // A bound for hangs, not for slowness: some tests start a compiler or a build on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...excluded, ...isolated],
        },
      },
      {
        extends: true,
        test: {
          name: "unit-isolated",
          include: isolated,
          exclude: excluded,
          isolate: true,
        },
      },
      {
        extends: true,
        test: {
          name: "interop",
          include: ["test/interop/**/*.test.ts"],
          exclude: ["test/**/*.long.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: ["test/**/*.long.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          isolate: true,
        },
      },
    ],
  },
});
