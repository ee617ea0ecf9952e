import type { Range } from "../core/finding.ts";
import type { DecodedNode } from "./inspect.ts";

/** A secret as it is shown: as many dots as it has characters. */
export function maskedText(text: string): string {
  return "•".repeat(text.length);
}

/** Where the secrets of a decoded message stand: ranges of values, in the order of the message. */
export function secretRanges(nodes: readonly DecodedNode[]): Range[] {
  const ranges: Range[] = [];
  const open = [...nodes].toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.secret === true && node.valueRange !== undefined) ranges.push(node.valueRange);
    open.push(...node.children.toReversed());
  }
  return ranges;
}

/** A text with the secrets at these ranges masked, every other character in its place. */
export function maskSecrets(text: string, ranges: readonly Range[]): string {
  let masked = "";
  let copied = 0;
  for (const { start, end } of ranges) {
    if (start < copied) continue;
    masked += text.slice(copied, start) + maskedText(text.slice(start, end));
    copied = end;
  }
  return masked + text.slice(copied);
}
