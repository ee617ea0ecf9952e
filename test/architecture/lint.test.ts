import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/* The lint rules that the architecture leans on do find what they are for, type-aware ones included. */

const project = resolve(import.meta.dirname, "../..");

const typeAwareLinter = join(
  project,
  "node_modules/.bin",
  process.platform === "win32" ? "tsgolint.cmd" : "tsgolint",
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workbench-lint-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function lint(files: Readonly<Record<string, string>>): { status: number | null; rules: string[] } {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const tsconfig = { extends: join(project, "tsconfig.base.json"), compilerOptions: { types: [] } };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(project, "node_modules/oxlint/bin/oxlint"),
      "--type-aware",
      "--format=json",
      `--config=${join(project, ".oxlintrc.json")}`,
    ],
    {
      cwd: folder,
      encoding: "utf8",
      // The type-aware half is looked for beside the linted files unless it is named.
      env: { ...process.env, OXLINT_TSGOLINT_PATH: typeAwareLinter },
    },
  );
  // Instead of a report there is a sentence when no file was found.
  if (!stdout.startsWith("{")) return { status, rules: [] };
  const report = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return { status, rules: report.diagnostics.map((diagnostic) => diagnostic.code) };
}

describe("a violation is reported", () => {
  test("an import cycle", () => {
    const { status, rules } = lint({
      "a.ts": 'import { b } from "./b.ts";\nexport const a = (): number => b();\n',
      "b.ts": 'import { a } from "./a.ts";\nexport const b = (): number => a();\n',
    });
    expect(status).not.toBe(0);
    expect(rules).toContain("import(no-cycle)");
  });

  test.each([
    ["a promise nobody waits for", "typescript(no-floating-promises)", "Promise.resolve(1);\nexport {};\n"],
    [
      "a value of no type",
      "typescript(no-explicit-any)",
      "export function f(x: any): unknown {\n  return x;\n}\n",
    ],
    ["a default export", "import(no-default-export)", "export default 1;\n"],
    [
      "an unhandled case",
      "typescript(switch-exhaustiveness-check)",
      'export function f(x: "a" | "b"): void {\n  switch (x) {\n    case "a":\n  }\n}\n',
    ],
    ["output to the console", "eslint(no-console)", 'console.log("x");\nexport {};\n'],
    ["a file of more than 400 lines", "eslint(max-lines)", "export {};\n".repeat(401)],
  ])("%s", (_what, rule, text) => {
    const { status, rules } = lint({ "violation.ts": text });
    expect(status).not.toBe(0);
    expect(rules).toContain(rule);
  });
});

test("a clean file passes", () => {
  expect(lint({ "clean.ts": "export const clean = 1;\n" })).toEqual({ status: 0, rules: [] });
});

test("a run over nothing fails", () => {
  expect(lint({}).status).not.toBe(0);
});
