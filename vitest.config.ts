import { defineConfig } from "vitest/config";

/**
 * Three sets: `unit` (mirrors the source; fast, no network beyond loopback), `interop` (other people's
 * programs against ours; each test skips itself with a message where its program is missing) and `long`
 * (files named `*.long.test.ts`; `npm run test:long`).
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // A bound for hangs, not for slowness: some tests start a compiler or a build on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/interop/**", "test/e2e/**", "test/**/*.long.test.ts"],
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
        },
      },
    ],
  },
});
