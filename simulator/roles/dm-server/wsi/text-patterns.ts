/**
 * A test for texts: any of the patterns, a trailing `*` is a prefix. It costs the same however many patterns there are:
 * they are found by the text and by its beginnings.
 */
export function textPatterns(patterns: Iterable<string>): (text: string) => boolean {
  const exact = new Set<string>();
  const prefixes = new Map<number, Set<string>>();
  for (const pattern of patterns) {
    if (!pattern.endsWith("*")) {
      exact.add(pattern);
      continue;
    }
    const length = pattern.length - 1;
    const known = prefixes.get(length) ?? new Set<string>();
    prefixes.set(length, known.add(pattern.slice(0, -1)));
  }
  return (text) => {
    if (exact.has(text)) return true;
    for (const [length, known] of prefixes)
      if (length <= text.length && known.has(text.slice(0, length))) return true;
    return false;
  };
}
