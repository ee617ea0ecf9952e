import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint, isFresh, recordBuild } from "../../scripts/setup/freshness.mjs";

const target = {
  name: "part",
  title: "the part",
  config: "vite.part.config.ts",
  sources: ["source", "vite.part.config.ts"],
  output: "dist/part/index.js",
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "workbench-freshness-"));
  mkdirSync(join(root, "source", "deep"), { recursive: true });
  mkdirSync(join(root, "dist", "part"), { recursive: true });
  writeFileSync(join(root, "source", "deep", "a.ts"), "1");
  writeFileSync(join(root, "vite.part.config.ts"), "1");
  writeFileSync(join(root, target.output), "built");
  recordBuild(target, fingerprint(target, root), root);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test("what was just built is fresh", () => {
  expect(isFresh(target, root)).toBe(true);
});

test.each<[string, () => void]>([
  ["a changed source", () => writeFileSync(join(root, "source", "deep", "a.ts"), "22")],
  ["a source of another time", () => utimesSync(join(root, "source", "deep", "a.ts"), 1, 1)],
  ["a new source", () => writeFileSync(join(root, "source", "b.ts"), "1")],
  ["a removed source", () => rmSync(join(root, "source", "deep", "a.ts"))],
  ["a changed configuration", () => writeFileSync(join(root, "vite.part.config.ts"), "22")],
  ["a removed result", () => rmSync(join(root, target.output))],
  ["a removed dist", () => rmSync(join(root, "dist"), { recursive: true })],
])("%s makes a build necessary", (_what, change) => {
  change();
  expect(isFresh(target, root)).toBe(false);
});

test("a file beside the sources does not", () => {
  writeFileSync(join(root, "README.md"), "1");
  expect(isFresh(target, root)).toBe(true);
});
