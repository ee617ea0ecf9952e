import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isWorkbenchError } from "../../simulator/core/error.ts";
import { writeOutput } from "../../simulator/host/output-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";

it("writes what a command was asked to put into a file", () => {
  const file = join(temporaryFolder(), "out.xml");
  writeOutput(file, "<a/>");
  expect(readFileSync(file, "utf8")).toBe("<a/>");
});

it("names the file that cannot be written, and why", () => {
  const folder = join(temporaryFolder(), "taken");
  mkdirSync(folder);
  let thrown: unknown;
  try {
    writeOutput(folder, "<a/>");
  } catch (error) {
    thrown = error;
  }
  expect(isWorkbenchError(thrown, "usage/unwritable")).toBe(true);
  expect(String(thrown)).toContain(folder);
});
