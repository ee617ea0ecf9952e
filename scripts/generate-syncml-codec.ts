/*
 * Writes simulator/protocols/syncml/generated from the declarations of SyncML: plain modules that decode and encode the
 * usual form of a WBXML message without interpreting the declarations. With `--check` it writes nothing and exits 1 when
 * a module is not what the declarations say.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { SyncML } from "../simulator/protocols/syncml/index.ts";
import { decoderModule } from "./codec/wbxml-decoder.ts";
import { encoderModule } from "./codec/wbxml-encoder.ts";

const folder = resolve(import.meta.dirname, "../simulator/protocols/syncml/generated");

/** The modules as they should be, by file name, formatted like everything else. */
async function expectedModules(): Promise<ReadonlyMap<string, string>> {
  const texts = { "wbxml-decoder.ts": decoderModule(SyncML), "wbxml-encoder.ts": encoderModule(SyncML) };
  const modules = new Map<string, string>();
  for (const [file, text] of Object.entries(texts))
    modules.set(file, await format(text, { parser: "typescript", printWidth: 110 }));
  return modules;
}

/** Names of modules that are missing, differ, or should not be there. */
export async function staleModules(): Promise<readonly string[]> {
  const modules = await expectedModules();
  mkdirSync(folder, { recursive: true });
  const present = readdirSync(folder);
  const stale = [...modules].filter(
    ([file, text]) => !present.includes(file) || readFileSync(join(folder, file), "utf8") !== text,
  );
  return [...present.filter((file) => !modules.has(file)), ...stale.map(([file]) => file)];
}

async function main(check: boolean): Promise<number> {
  const stale = await staleModules();
  if (check) {
    for (const file of stale)
      process.stderr.write(`simulator/protocols/syncml/generated/${file} is out of date\n`);
    return stale.length === 0 ? 0 : 1;
  }
  const modules = await expectedModules();
  for (const file of stale) {
    const text = modules.get(file);
    if (text === undefined) rmSync(join(folder, file));
    else writeFileSync(join(folder, file), text);
  }
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes("--check"));
