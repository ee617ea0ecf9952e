import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const digest = resolve(import.meta.dirname, "../../../shared/spec/ets-dm-test-cases.md");

/** Text of the digest; undefined where it is not at hand. */
function readDigest(): string | undefined {
  try {
    return readFileSync(digest, "utf8");
  } catch {
    return undefined;
  }
}

/** Ids of the digest's tables: the first column of each row. */
function idsOf(text: string): string[] {
  return [...text.matchAll(/^\| ((?:DM12|FUMO|SCOMO|DIAG)-[A-Z0-9-]+[a-z]?) \|/gm)].map(
    (match) => match[1] ?? "",
  );
}

/** Ids of the cases that this folder declares; each stands in a `describe.each` over both encodings. */
function declared(): string[] {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
  return files.flatMap((name) => {
    const text = readFileSync(resolve(import.meta.dirname, name), "utf8");
    const groups = text.split(/^describe\.each\(encodings\)/m).slice(1);
    return groups.flatMap((group) =>
      [...group.matchAll(/^ {2}test\(`((?:DM12|FUMO|SCOMO|DIAG)-\S+) .* \(\$\{encoding\}\)`, /gm)].map(
        (match) => match[1] ?? "",
      ),
    );
  });
}

const text = readDigest();

describe("the cases of the digest", () => {
  test("each case is declared once", () => {
    const ids = declared();
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test.skipIf(text === undefined)("each id of its tables has a test (skipped without ../shared/spec)", () => {
    const ids = idsOf(text ?? "");
    expect(ids.length).toBeGreaterThan(100);
    const known = new Set(declared());
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });
});
