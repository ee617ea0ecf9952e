import { cases } from "./cases.ts";

/** Runs one benchmark in this process and prints its result as JSON. */
const name = process.argv[2] ?? "";
const load = cases[name];
if (!load) throw new Error(`there is no benchmark ${name}`);
const bench = await load();
process.stdout.write(`${JSON.stringify(await bench.run())}\n`);
process.exit(0);
