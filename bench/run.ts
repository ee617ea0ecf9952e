import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BenchResult } from "./bench.ts";
import { cases } from "./cases.ts";

/*
 * `node bench/run.ts [--json] [--list] [name…]`: runs benchmarks one after the other, each in a process of its own, and
 * prints `{name: {value, unit, …}}`. Exits 1 when one misses its goal, 64 for an unknown name, 70 when one breaks.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, list: { type: "boolean" } },
});
const known = Object.keys(cases);
const unknown = positionals.filter((name) => !known.includes(name));

if (values.list) process.stdout.write(values.json ? `${JSON.stringify(known)}\n` : `${known.join("\n")}\n`);
else if (unknown.length > 0) {
  const text = `There is no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}.`;
  process.stderr.write(`${text}\n`);
  if (values.json)
    process.stdout.write(`${JSON.stringify({ error: { code: "usage/unknown-benchmark", text } })}\n`);
  process.exitCode = 64;
} else await runAll(positionals.length > 0 ? positionals : known);

async function runAll(names: readonly string[]): Promise<void> {
  const results: Record<string, BenchResult | { readonly error: string }> = {};
  for (const name of names) {
    if (process.stderr.isTTY) process.stderr.write(`${name} …\n`);
    const result = await runCase(name);
    results[name] = result;
    if (!values.json) process.stdout.write(`${lineOf(name, result)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  const all = Object.values(results);
  if (all.some((result) => "error" in result)) process.exitCode = 70;
  else if (all.some((result) => !("error" in result) && !meetsGoal(result))) process.exitCode = 1;
}

async function runCase(name: string): Promise<BenchResult | { readonly error: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "case.ts"), name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? (JSON.parse(text) as BenchResult) : { error: `ended with code ${String(code)}` };
}

function meetsGoal({ value, unit, goal }: BenchResult): boolean {
  if (goal === undefined) return true;
  return unit === "ms" ? value <= goal : value >= goal;
}

function lineOf(name: string, result: BenchResult | { readonly error: string }): string {
  if ("error" in result) return `${name.padEnd(14)}${result.error}`;
  const { value, unit, goal, detail } = result;
  const facts = Object.entries(detail).map(([key, fact]) => `${key} ${fact}`);
  const aim = goal === undefined ? "" : ` (goal ${goal})`;
  return `${name.padEnd(14)}${value} ${unit}${aim}  ${facts.join(", ")}`;
}
