import { checkImports } from "./check/imports.mjs";
import * as rules from "./check/import-rules.mjs";
import { projectRoot } from "./setup/project.mjs";

/** Checks the import rules of the whole product: `node scripts/check-imports.mjs`. */
const { modules, imports, violations } = checkImports(projectRoot, rules);
for (const violation of violations) process.stdout.write(`${violation}\n`);
process.stdout.write(`${modules} modules, ${imports} imports, ${violations.length} against the rules.\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
