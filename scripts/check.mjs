/**
 * `npm run check`: types in each environment, lint, import rules, unused code, format. Runs every step,
 * two at a time, shows the output of those that fail, and leaves test-results/check.json.
 *
 * Usage: node scripts/check.mjs [BEGINNING_OF_A_NAME]
 */
import { inLanes } from "./setup/lanes.mjs";
import { productNode } from "./setup/node-runtime.mjs";
import { inProject } from "./setup/project.mjs";
import { writeReport } from "./setup/report.mjs";
import { run } from "./setup/run.mjs";

const tsc = "node_modules/typescript/bin/tsc";

/**
 * Prettier works on one processor and takes longest, so it comes first and has the others beside it.
 *
 * @type {readonly { name: string; args: readonly string[] }[]}
 */
const steps = [
  { name: "format", args: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."] },
  { name: "lint", args: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types: host, shell, benchmarks, tests", args: [tsc, "-p", "tsconfig.node.json"] },
  { name: "types: simulator (no Node, no page)", args: [tsc, "-p", "tsconfig.simulator.json"] },
  { name: "types: page", args: [tsc, "-p", "tsconfig.renderer.json"] },
  { name: "types: preload, tests of the page", args: [tsc, "-p", "tsconfig.bridge.json"] },
  { name: "types: scripts", args: [tsc, "-p", "tsconfig.scripts.json"] },
  { name: "unused code", args: ["node_modules/knip/bin/knip.js"] },
  { name: "imports", args: ["scripts/check-imports.mjs"] },
];

const [only] = process.argv.slice(2);
const wanted = steps.filter(({ name }) => only === undefined || name.startsWith(only));
const results = await inLanes(wanted, 2, async ({ name, args: [program = "", ...rest] }) => {
  const began = performance.now();
  /** @type {Buffer[]} */
  const chunks = [];
  const code = await run(productNode(), [inProject(program), ...rest], {
    collect: (chunk) => chunks.push(chunk),
  });
  const passed = code === 0;
  const output = passed ? "" : Buffer.concat(chunks).toString("utf8");
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${passed ? "passed" : "FAILED"}  ${name} (${seconds} s)\n`);
  if (!passed) process.stdout.write(`${output}\n`);
  return { name, passed, output: output.slice(0, 4000) };
});

writeReport("check", results);
process.exitCode = results.length > 0 && results.every((result) => result.passed) ? 0 : 1;
