import type { Finding } from "../../../../core/finding.ts";
import { utf8TextLenient } from "../../../../core/bytes.ts";

/** The first error among findings in one sentence, with its place in the document; undefined when there is none. */
export function firstProblem(findings: readonly Finding[], document: Uint8Array): string | undefined {
  const error = findings.find(({ severity }) => severity === "error");
  return error && `${error.text} (${placeOf(error, document)})`;
}

function placeOf({ range, path }: Finding, document: Uint8Array): string {
  if (!range) return path ?? "in the document";
  if (range.unit !== "char") return `octet ${range.unit === "bit" ? range.start >> 3 : range.start}`;
  const before = utf8TextLenient(document).slice(0, range.start);
  const line = before.split("\n").length;
  return `line ${line}, column ${range.start - before.lastIndexOf("\n")}`;
}
