import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

/* The lint rules that the architecture leans on do find what they are for, type-aware ones included. */

const project = resolve(import.meta.dirname, "../..");

const typeAwareLinter = join(
  project,
  "node_modules/.bin",
  process.platform === "win32" ? "tsgolint.cmd" : "tsgolint",
);

interface Linted {
  readonly status: number | null;
  /** The rules that each file is against. */
  readonly rules: ReadonlyMap<string, readonly string[]>;
}

function lint(files: Readonly<Record<string, string>>): Linted {
  const folder = mkdtempSync(join(tmpdir(), "workbench-lint-"));
  try {
    return lintIn(folder, files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lintIn(folder: string, files: Readonly<Record<string, string>>): Linted {
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
  if (!stdout.startsWith("{")) return { status, rules: new Map() };
  const report = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  const byFile = Map.groupBy(report.diagnostics, ({ filename }) => basename(filename));
  return {
    status,
    rules: new Map([...byFile].map(([file, found]) => [file, found.map(({ code }) => code)])),
  };
}

/** A violation of one rule for each file. */
const violations = [
  {
    what: "an import cycle",
    file: "a.ts",
    rule: "import(no-cycle)",
    text: 'import { b } from "./b.ts";\nexport const a = (): number => b();\n',
  },
  {
    what: "a promise nobody waits for",
    file: "promise.ts",
    rule: "typescript(no-floating-promises)",
    text: "Promise.resolve(1);\nexport {};\n",
  },
  {
    what: "a value of no type",
    file: "any.ts",
    rule: "typescript(no-explicit-any)",
    text: "export function f(x: any): unknown {\n  return x;\n}\n",
  },
  {
    what: "a default export",
    file: "default.ts",
    rule: "import(no-default-export)",
    text: "export default 1;\n",
  },
  {
    what: "an unhandled case",
    file: "case.ts",
    rule: "typescript(switch-exhaustiveness-check)",
    text: 'export function f(x: "a" | "b"): void {\n  switch (x) {\n    case "a":\n  }\n}\n',
  },
  {
    what: "output to the console",
    file: "console.ts",
    rule: "eslint(no-console)",
    text: 'console.log("x");\nexport {};\n',
  },
  {
    what: "a file of more than 400 lines",
    file: "long.ts",
    rule: "eslint(max-lines)",
    text: "export {};\n".repeat(401),
  },
];

describe("a violation is reported", () => {
  // One run over all: each start of the type-aware linter takes seconds.
  let linted: Linted;
  beforeAll(() => {
    linted = lint({
      "b.ts": 'import { a } from "./a.ts";\nexport const b = (): number => a();\n',
      "innocent.ts": "export const innocent = 1;\n",
      ...Object.fromEntries(violations.map(({ file, text }) => [file, text])),
    });
  });

  test.each(violations)("$what", ({ file, rule }) => {
    expect(linted.status).not.toBe(0);
    expect(linted.rules.get(file)).toContain(rule);
  });

  test("and where there is none, nothing", () => {
    expect(linted.rules.get("innocent.ts")).toBeUndefined();
  });
});

test("a clean file passes", () => {
  expect(lint({ "clean.ts": "export const clean = 1;\n" })).toEqual({ status: 0, rules: new Map() });
});

test("a run over nothing fails", () => {
  expect(lint({}).status).not.toBe(0);
});
