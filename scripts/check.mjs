/**
 * `npm run check`: types in each environment, lint, import rules, unused code, format. Runs every step,
 * shows the output of those that fail, and leaves test-results/check.json.
 */
import { spawnSync } from "node:child_process";
import { productNode } from "./setup/node-runtime.mjs";
import { inProject, projectRoot } from "./setup/project.mjs";
import { writeReport } from "./setup/report.mjs";

const tsc = "node_modules/typescript/bin/tsc";

/** @type {readonly { name: string; args: readonly string[] }[]} */
const steps = [
  { name: "types: simulator (no Node, no page)", args: [tsc, "-p", "tsconfig.simulator.json"] },
  { name: "types: host, shell, benchmarks, tests", args: [tsc, "-p", "tsconfig.node.json"] },
  { name: "types: page", args: [tsc, "-p", "tsconfig.renderer.json"] },
  { name: "types: preload, tests of the page", args: [tsc, "-p", "tsconfig.bridge.json"] },
  { name: "types: scripts", args: [tsc, "-p", "tsconfig.scripts.json"] },
  { name: "lint", args: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"] },
  { name: "imports", args: ["scripts/check-imports.mjs"] },
  { name: "unused code", args: ["node_modules/knip/bin/knip.js"] },
  { name: "format", args: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."] },
];

const [only] = process.argv.slice(2);
const results = steps
  .filter((step) => only === undefined || step.name.startsWith(only))
  .map(({ name, args }) => {
    const began = performance.now();
    const [program = "", ...rest] = args;
    const { status, stdout, stderr } = spawnSync(productNode(), [inProject(program), ...rest], {
      cwd: projectRoot,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const passed = status === 0;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${passed ? "passed" : "FAILED"}  ${name} (${seconds} s)\n`);
    if (!passed) process.stdout.write(`${stdout}${stderr}\n`);
    return { name, passed };
  });

writeReport("check", results);
process.exitCode = results.length > 0 && results.every((result) => result.passed) ? 0 : 1;
