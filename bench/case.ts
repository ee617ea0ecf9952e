import { cases } from "./cases.ts";

/** Runs one benchmark in this process and prints its result as JSON. Arguments: its name, the encoding of DM messages. */
const [name = "", encoding] = process.argv.slice(2);
const load = cases[name];
if (!load) throw new Error(`there is no benchmark ${name}`);
const bench = await load();
process.stdout.write(
  `${JSON.stringify(await bench.run({ encoding: encoding === "wbxml" ? "wbxml" : "xml" }))}\n`,
);
process.exit(0);
