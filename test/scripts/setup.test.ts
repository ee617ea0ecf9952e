import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const project = resolve(import.meta.dirname, "../..");

test("an unknown command is wrong usage and names the known ones", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/setup.mjs", "fly"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(status).toBe(64);
  expect(stdout).toBe("");
  expect(stderr).toContain("start|");
});

test("every script of the package is a command that the set-up knows", () => {
  const { scripts } = JSON.parse(readFileSync(resolve(project, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const setup = readFileSync(resolve(project, "scripts/setup.mjs"), "utf8");
  const commands = Object.values(scripts).map(
    (script) => /^node scripts\/setup\.mjs ([\w-]+)$/.exec(script)?.[1],
  );
  expect(commands).not.toContain(undefined);
  for (const command of commands) expect(setup).toMatch(new RegExp(`^ {2}"?${String(command)}"?: \\{`, "m"));
});

describe("before anything is installed", () => {
  test.each(["scripts/setup.mjs", "bin/dmwsi.mjs"])("%s needs no package", (entry) => {
    const seen = new Set<string>();
    const visit = (file: string): string[] => {
      if (seen.has(file)) return [];
      seen.add(file);
      const specifiers = [...readFileSync(file, "utf8").matchAll(/^import .*?from "([^"]+)";/gm)].map(
        ([, specifier]) => specifier ?? "",
      );
      return specifiers.flatMap((specifier) =>
        specifier.startsWith(".") ? visit(resolve(file, "..", specifier)) : [specifier],
      );
    };
    const outside = visit(resolve(project, entry)).filter((specifier) => !specifier.startsWith("node:"));
    expect(seen.size).toBeGreaterThan(3);
    expect(outside).toEqual([]);
  });
});
