import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

/*
 * The compiler keeps Node and the page out of the simulator: a name of either is an error there. The
 * violating files are compiled together with the whole product part, so that no dependency brings the
 * names in.
 */

const project = resolve(import.meta.dirname, "../..");

/** One file for each name that must be unknown, and one that uses what must be known. */
const uses = {
  document: "export const x = document.title;",
  process: "export const x = process.env;",
  setTimeout: "setTimeout(() => undefined, 1);\nexport {};",
  Buffer: 'export const x = Buffer.from("");',
  fetch: 'export const x = fetch("/");',
  "node:fs": 'import { readFileSync } from "node:fs";\nexport const x = readFileSync;',
  TextEncoder: 'export const x = new TextEncoder().encode(new URL("a:b").href);',
} as const;
type Name = keyof typeof uses;

/** Compiles the uses under the rules of a project file; returns what the compiler says about each. */
function compile(projectFile: string, product: readonly string[]): Map<Name, string> {
  // Inside the project, so that packages resolve as they do for the product.
  const folder = mkdtempSync(join(project, "node_modules", ".workbench-environment-"));
  try {
    const names = Object.keys(uses) as Name[];
    names.forEach((name, index) => {
      writeFileSync(join(folder, `use-${String(index)}.ts`), uses[name]);
    });
    const tsconfig = {
      extends: join(project, projectFile),
      include: [join(folder, "use-*.ts"), ...product.map((path) => join(project, path))],
      exclude: [join(project, "simulator/host")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    const { stdout } = spawnSync(
      process.execPath,
      [join(project, "node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"],
      { cwd: project, encoding: "utf8" },
    );
    const lines = stdout.split("\n").filter((line) => line.includes(basename(folder)));
    return new Map(
      names.map((name, index) => [
        name,
        lines.filter((line) => line.includes(`use-${String(index)}.ts`)).join("\n"),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("in the simulator", () => {
  let errors: Map<Name, string>;
  beforeAll(() => {
    errors = compile("tsconfig.simulator.json", ["simulator"]);
  });

  test.each(["document", "process", "setTimeout", "Buffer", "fetch", "node:fs"] as const)(
    "%s is unknown",
    (name) => {
      expect(errors.get(name)).toContain(name);
    },
  );

  test("what every runtime has is known", () => {
    expect(errors.get("TextEncoder")).toBe("");
  });
});

describe("in the page", () => {
  let errors: Map<Name, string>;
  beforeAll(() => {
    errors = compile("tsconfig.renderer.json", ["renderer"]);
  });

  test.each(["process", "Buffer", "node:fs"] as const)("%s is unknown", (name) => {
    expect(errors.get(name)).toContain(name);
  });

  test.each(["document", "setTimeout", "fetch", "TextEncoder"] as const)("%s is known", (name) => {
    expect(errors.get(name)).toBe("");
  });
});
