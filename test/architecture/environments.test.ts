import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

/*
 * The compiler keeps Node and the page out of the simulator: a name of either is an error there. The
 * violating files are compiled together with every package that the product part imports, so that no
 * dependency brings the names in; the part itself is compiled by `npm run check`, and what could bring a name in
 * there is looked for in its text.
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

/** Files of the product below a folder, without the host. */
function filesBelow(folder: string): string[] {
  return globSync(`${folder}/**/*.{ts,tsx}`, { cwd: project, exclude: ["simulator/host/**"] });
}

/** Packages that these files import, in any form that the compiler follows. */
function packagesOf(files: readonly string[]): string[] {
  const found = files.flatMap((file) =>
    [
      ...readFileSync(join(project, file), "utf8").matchAll(/\b(?:from|import|import\()\s*"([^".][^"]*)"/g),
    ].map(([, name = ""]) => name),
  );
  return [...new Set(found)].filter((name) => !name.endsWith(".css")).sort();
}

/** Compiles the uses under the rules of a project file; returns what the compiler says about each. */
function compile(projectFile: string, folders: readonly string[]): Map<Name, string> {
  const packages = packagesOf(folders.flatMap(filesBelow));
  expect(packages.length, "packages that the part imports").toBeGreaterThan(2);
  // Inside the project, so that packages resolve as they do for the product.
  const folder = mkdtempSync(join(project, "node_modules", ".workbench-environment-"));
  try {
    const names = Object.keys(uses) as Name[];
    names.forEach((name, index) => {
      writeFileSync(join(folder, `use-${String(index)}.ts`), uses[name]);
    });
    writeFileSync(
      join(folder, "packages.ts"),
      packages.map((name) => `import ${JSON.stringify(name)};\n`).join(""),
    );
    const declarations = globSync(`${folders[0] ?? ""}/**/*.d.ts`, { cwd: project });
    const tsconfig = {
      extends: join(project, projectFile),
      include: [join(folder, "*.ts"), ...declarations.map((path) => join(project, path))],
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
    errors = compile("tsconfig.renderer.json", ["renderer", "simulator/api"]);
  });

  test.each(["process", "Buffer", "node:fs"] as const)("%s is unknown", (name) => {
    expect(errors.get(name)).toContain(name);
  });

  test.each(["document", "setTimeout", "fetch", "TextEncoder"] as const)("%s is known", (name) => {
    expect(errors.get(name)).toBe("");
  });
});

test.each(["simulator", "renderer"])(
  "no file of the %s asks for types that its environment lacks",
  (folder) => {
    const asking = filesBelow(folder).filter((file) =>
      /^\/\/\/\s*<reference|\bdeclare global\b/m.test(readFileSync(join(project, file), "utf8")),
    );
    expect(asking).toEqual([]);
  },
);
