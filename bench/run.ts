import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BenchResult } from "./bench.ts";
import { cases, ofBothEncodings } from "./cases.ts";

/*
 * `node bench/run.ts [--json] [--list] [--encoding xml|wbxml] [name…]`: runs benchmarks one after the other, each in a
 * process of its own, and prints `{name: {value, unit, …}}`. Exits 1 when one misses its goal, 64 for an unknown name, 70
 * when one breaks. Without `--encoding` a benchmark of both encodings runs in both; of WBXML its name ends in `-wbxml`.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, list: { type: "boolean" }, encoding: { type: "string" } },
});
const known = Object.keys(cases);
const unknown = positionals.filter((name) => !known.includes(name));
const problem = usageProblem();

if (values.list) process.stdout.write(values.json ? `${JSON.stringify(known)}\n` : `${known.join("\n")}\n`);
else if (problem) {
  process.stderr.write(`${problem.text}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ error: problem })}\n`);
  process.exitCode = 64;
} else await runAll(positionals.length > 0 ? positionals : known);

async function runAll(names: readonly string[]): Promise<void> {
  const results: Record<string, BenchResult | { readonly error: string }> = {};
  for (const name of names)
    for (const encoding of encodingsOf(name)) {
      const key = encoding === "wbxml" && values.encoding === undefined ? `${name}-wbxml` : name;
      if (process.stderr.isTTY) process.stderr.write(`${key} …\n`);
      const result = await runCase(name, encoding);
      results[key] = result;
      if (!values.json) process.stdout.write(`${lineOf(key, result)}\n`);
    }
  if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  const all = Object.values(results);
  if (all.some((result) => "error" in result)) process.exitCode = 70;
  else if (all.some((result) => !("error" in result) && !meetsGoal(result))) process.exitCode = 1;
}

function usageProblem(): { readonly code: string; readonly text: string } | undefined {
  if (unknown.length > 0)
    return {
      code: "usage/unknown-benchmark",
      text: `There is no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}.`,
    };
  const { encoding } = values;
  if (encoding === undefined) return undefined;
  if (encoding !== "xml" && encoding !== "wbxml")
    return { code: "usage/encoding", text: `There is no encoding ${encoding}; there are xml and wbxml.` };
  const deaf = positionals.filter((name) => !ofBothEncodings.has(name));
  return positionals.length > 0 && deaf.length === 0
    ? undefined
    : {
        code: "usage/encoding",
        text: `--encoding is for ${[...ofBothEncodings].join(" and ")}: name one of them.`,
      };
}

function encodingsOf(name: string): readonly string[] {
  if (values.encoding !== undefined) return [values.encoding];
  return ofBothEncodings.has(name) ? ["xml", "wbxml"] : ["xml"];
}

async function runCase(name: string, encoding: string): Promise<BenchResult | { readonly error: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "case.ts"), name, encoding], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? (JSON.parse(text) as BenchResult) : { error: `ended with code ${String(code)}` };
}

function meetsGoal({ value, unit, goal }: BenchResult): boolean {
  if (goal === undefined) return true;
  return unit === "ms" || unit === "bytes" ? value <= goal : value >= goal;
}

function lineOf(name: string, result: BenchResult | { readonly error: string }): string {
  if ("error" in result) return `${name.padEnd(18)}${result.error}`;
  const { value, unit, goal, detail } = result;
  const facts = Object.entries(detail).map(([key, fact]) => `${key} ${fact}`);
  const aim = goal === undefined ? "" : ` (goal ${goal})`;
  return `${name.padEnd(18)}${value} ${unit}${aim}  ${facts.join(", ")}`;
}
