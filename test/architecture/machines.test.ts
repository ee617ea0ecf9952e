import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync, Visitor } from "vite";
import { expect, test } from "vitest";

/*
 * State charts take events and return effects. An `invoke` would run something inside, an `after` would wait on
 * a clock that is not the run's: paused runs would go on, and stepping would not be exact.
 */

const project = resolve(import.meta.dirname, "../..");
const machines = readdirSync(join(project, "simulator"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("machine.ts"))
  .map((file) => `simulator/${file.replaceAll("\\", "/")}`);

/** The property names in a source that a chart must not have. */
function forbiddenKeys(file: string, source: string): string[] {
  const found: string[] = [];
  new Visitor({
    Property: ({ key }) => {
      if (key.type === "Identifier" && ["invoke", "after"].includes(key.name)) found.push(key.name);
    },
  }).visit(parseSync(file, source).program);
  return found;
}

test("there are machines to look at", () => {
  expect(machines.length).toBeGreaterThanOrEqual(4);
});

test.each(machines)("%s neither invokes nor waits by itself", (file) => {
  expect(forbiddenKeys(file, readFileSync(join(project, file), "utf8"))).toEqual([]);
});

test("a chart that does is recognised", () => {
  const chart = "export const m = { states: { a: { after: { 100: 'b' } }, b: { invoke: { src: 'x' } } } };";
  expect(forbiddenKeys("a-machine.ts", chart)).toEqual(["after", "invoke"]);
});
