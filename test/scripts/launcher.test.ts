import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const project = resolve(import.meta.dirname, "../..");

/** A package with the real launcher and a host of one line. */
let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "workbench-launcher-")));
  cpSync(join(project, "bin"), join(root, "bin"), { recursive: true });
  cpSync(join(project, "scripts", "setup"), join(root, "scripts", "setup"), { recursive: true });
  write("package.json", '{ "type": "module" }');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Makes the package a checkout: it has sources, and the tools to build them. */
function makeCheckout(hostSource: string): void {
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"), "junction");
  write("package-lock.json", "{}");
  write("simulator/host/entry-cli.ts", hostSource);
  write(
    "vite.host.config.ts",
    `export default {
      build: { ssr: true, outDir: "dist/host", rolldownOptions: { input: "simulator/host/entry-cli.ts" } },
    };`,
  );
}

async function launch(...args: string[]) {
  const child = spawn(process.execPath, [join(root, "bin", "dmwsi.mjs"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  return { stdout, stderr, code };
}

const echo = 'process.stdout.write(JSON.stringify(process.argv.slice(2)) + "\\n"); process.exitCode = 2;\n';

test("a package without sources runs what it brought", async () => {
  write("dist/host/entry-cli.js", echo);
  expect(await launch("run", "figure-2", "--json")).toEqual({
    stdout: '["run","figure-2","--json"]\n',
    stderr: "",
    code: 2,
  });
});

describe("in a checkout", () => {
  test("the host is built when its sources changed, and only then", async () => {
    makeCheckout(echo);
    const first = await launch("run", "--json");
    expect(first).toMatchObject({ stdout: '["run","--json"]\n', code: 2 });
    expect(first.stderr).toContain("Building the host");

    expect(await launch("run", "--json")).toMatchObject({ stdout: '["run","--json"]\n', stderr: "" });

    write("simulator/host/entry-cli.ts", 'process.stdout.write("changed\\n");\n');
    const changed = await launch("run");
    expect(changed).toMatchObject({ stdout: "changed\n", code: 0 });
    expect(changed.stderr).toContain("Building the host");
  });

  test("two at once build once", async () => {
    makeCheckout(echo);
    const both = await Promise.all([launch("run"), launch("run")]);
    expect(both.map(({ stdout }) => stdout)).toEqual(['["run"]\n', '["run"]\n']);
    const builds = both.filter(({ stderr }) => stderr.includes("Building the host"));
    expect(builds).toHaveLength(1);
  });

  test("a lock that a dead process left behind is taken over", async () => {
    makeCheckout(echo);
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await once(child, "exit");
    write("dist/build.lock", String(child.pid));
    expect(await launch("run")).toMatchObject({ stdout: '["run"]\n', code: 2 });
  });

  test("sources that do not build are our own error, told on standard error alone", async () => {
    makeCheckout('import "./missing.ts";\n');
    const { stdout, stderr, code } = await launch("run", "--json");
    expect({ stdout, code }).toEqual({ stdout: "", code: 70 });
    expect(stderr).toContain("Building the host failed");
  });
});
