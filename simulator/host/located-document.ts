import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from "yaml";
import type * as z from "zod";
import { errorText, WorkbenchError } from "../core/error.ts";

/** Where a value stands in a document. */
export type Path = readonly PropertyKey[];

/** The values of a document, and how to name the place of one. */
export interface LocatedDocument<T> {
  readonly value: T;
  /** The error for a value that is wrong, with its line, column and key. */
  readonly mistake: (path: Path, words: string) => WorkbenchError;
}

/**
 * Reads a document that a person wrote, in YAML or JSON. `name` stands in messages, `what` says what it is: "the
 * configuration".
 *
 * @throws WorkbenchError `config/invalid` naming line, column and key of every mistake
 */
export function readLocated<Schema extends z.ZodType>(
  text: string,
  name: string,
  what: string,
  schema: Schema,
): LocatedDocument<z.infer<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name} line ${line}, column ${col}`;
  };
  const mistakes = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`);
  if (mistakes.length > 0) throw invalid(mistakes);
  const told = ({ path, words }: Mistake): string =>
    `${at(offsetOf(document, path))}: ${path.join(".") || "the file"}: ${words}`;
  const read = schema.safeParse(valueOf(document, name) ?? {});
  if (!read.success) throw invalid(read.error.issues.flatMap((issue) => mistakesOf(issue, what)).map(told));
  return { value: read.data, mistake: (path, words) => invalid([told({ path, words })]) };
}

function valueOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalid([`${name}: ${errorText(error)}`]);
  }
}

function invalid(mistakes: readonly string[]): WorkbenchError {
  return new WorkbenchError("config/invalid", mistakes.join("\n"), { mistakes });
}

interface Mistake {
  readonly path: Path;
  readonly words: string;
}

function mistakesOf(issue: z.core.$ZodIssue, what: string): Mistake[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], words: `is not a key of ${what}` }));
  if (issue.code === "invalid_key") return issue.issues.map((inner) => ({ path, words: wordsOf(inner) }));
  if (issue.code !== "invalid_union") return [{ path, words: wordsOf(issue) }];
  const best = bestAlternative(issue.errors, what);
  return best.length === 0
    ? [{ path, words: issue.message }]
    : best
        .flatMap((inner) => mistakesOf(inner, what))
        .map((inner) => ({ path: [...path, ...inner.path], words: inner.words }));
}

/** The alternative that the author most likely meant: the one with the fewest mistakes. */
function bestAlternative(
  alternatives: readonly (readonly z.core.$ZodIssue[])[],
  what: string,
): readonly z.core.$ZodIssue[] {
  const weight = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.flatMap((issue) => mistakesOf(issue, what)).length;
  return alternatives.reduce(
    (best, other) => (weight(other) < weight(best) ? other : best),
    alternatives[0] ?? [],
  );
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined && issue.code === "invalid_type" && issue.message.startsWith("Invalid"))
    return "is missing";
  return issue.message;
}

/** Where the value (or the key, where it is the key that is wrong) stands in the file. */
function offsetOf(document: Document, path: Path): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    const found: { readonly offset: number; readonly node: Node | null } | undefined = childOf(node, step);
    if (!found) return offset;
    ({ offset, node } = found);
  }
  return offset;
}

function childOf(node: Node | null, step: PropertyKey): { offset: number; node: Node | null } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { offset: item.range?.[0] ?? 0, node: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
  if (!pair || !isScalar(pair.key)) return undefined;
  return { offset: pair.key.range?.[0] ?? 0, node: isNode(pair.value) ? pair.value : null };
}
