import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

function bench(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const script = join(import.meta.dirname, "../../bench/run.ts");
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
}

describe("bench runner", () => {
  it("names the benchmarks", () => {
    const { status, stdout } = bench("--list", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      "xml-read",
      "xml-write",
      "wbxml-decode",
      "wbxml-encode",
      "soap",
      "dm-sessions",
      "journal",
      "bulk",
      "callbacks",
      "alerts",
      "fleet-memory",
      "registry",
      "startup",
    ]);
  });

  it("refuses a name that it does not know, and runs nothing", () => {
    const { status, stdout, stderr } = bench("--json", "--", "xml-read", "warp");
    expect(status).toBe(64);
    expect(stderr).toContain("There is no benchmark warp");
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "usage/unknown-benchmark" } });
  });
});
