/*
 * Writes docs/reference/wsi from the declarations of the contract. With `--check` it writes nothing and exits 1 when a
 * page is not what the declarations say.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { wsiReference } from "./reference/wsi-pages.ts";

const folder = resolve(import.meta.dirname, "../docs/reference/wsi");

/** The pages as they should be, by file name, formatted like everything else. */
export async function expectedPages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  for (const [file, text] of wsiReference())
    pages.set(file, await format(text, { parser: "markdown", printWidth: 110 }));
  return pages;
}

/** Names of pages that are missing, differ, or should not be there. */
export async function stalePages(): Promise<readonly string[]> {
  const pages = await expectedPages();
  const present = filesIn(folder);
  const surplus = present.filter((file) => !pages.has(file));
  const stale = [...pages].filter(
    ([file, text]) => !present.includes(file) || readFileSync(join(folder, file), "utf8") !== text,
  );
  return [...surplus, ...stale.map(([file]) => file)];
}

function filesIn(path: string): readonly string[] {
  mkdirSync(path, { recursive: true });
  return readdirSync(path);
}

async function main(check: boolean): Promise<number> {
  if (check) {
    const stale = await stalePages();
    for (const file of stale) process.stderr.write(`docs/reference/wsi/${file} is out of date\n`);
    return stale.length === 0 ? 0 : 1;
  }
  const pages = await expectedPages();
  for (const file of filesIn(folder)) if (!pages.has(file)) rmSync(join(folder, file));
  for (const [file, text] of pages) writeFileSync(join(folder, file), text);
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes("--check"));
