import { commonAlertTypes } from "../policy-rules.ts";
import { textPatterns } from "../text-patterns.ts";

/** A test for alert types: any of the patterns, a trailing `*` is a prefix. */
export function alertTypeTest(patterns: readonly string[]): (alertType: string) => boolean {
  return textPatterns(patterns);
}

/** What two lists of patterns have in common; of what lies in another only the wider one. */
export function commonTypes(one: readonly string[], other: readonly string[]): readonly string[] {
  const common = new Set(one.flatMap((a) => other.flatMap((b) => commonAlertTypes(a, b))));
  const prefixes = [...common]
    .filter((pattern) => pattern.endsWith("*"))
    .map((pattern) => pattern.slice(0, -1));
  return [...common].filter(
    (pattern) => !prefixes.some((prefix) => pattern.startsWith(prefix) && pattern !== `${prefix}*`),
  );
}

/** True for a type as a request may name it: not empty, a `*` at its end only. */
export function isAlertTypePattern(text: string): boolean {
  const mark = text.indexOf("*");
  return text !== "" && (mark < 0 || mark === text.length - 1);
}
