/** Tells whether a text fits. */
export type Matcher = (text: string) => boolean;

/** Counts the characters that are compared, and may end the search. */
export type Spend = (characters: number) => void;

/** What stands between two runs of any characters: a text of which some characters may be any. */
interface Segment {
  readonly text: string;
  /** Places at which any character will do; undefined = none. */
  readonly open: ReadonlySet<number> | undefined;
}

/** Matcher of a pattern of version 3: `%` stands for any run of characters, `_` for one, `\` takes the next as it is. */
export function wildcardMatcher(pattern: string, spend: Spend = free): Matcher {
  return matcherOf(segmentsOf(pattern, true), spend);
}

/** Matcher of a name of version 2: the beginning of the text, `%` stands for any run of characters. */
export function prefixMatcher(pattern: string, spend: Spend = free): Matcher {
  if (!pattern.includes("%")) return (text) => text.startsWith(pattern);
  return matcherOf(segmentsOf(`${pattern}%`, false), spend);
}

function free(): void {
  // nobody counts
}

function segmentsOf(pattern: string, version3: boolean): readonly Segment[] {
  const segments: Segment[] = [];
  let text = "";
  let open = new Set<number>();
  const end = (): void => {
    segments.push({ text, open: open.size > 0 ? open : undefined });
    text = "";
    open = new Set();
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "%") {
      end();
      continue;
    }
    if (version3 && character === "_") open.add(text.length);
    text += version3 && character === "\\" && at + 1 < pattern.length ? pattern.charAt(++at) : character;
  }
  end();
  return segments;
}

/** Each segment is taken where it comes first, so that nothing is tried twice: length times length at the most. */
function matcherOf(segments: readonly Segment[], spend: Spend): Matcher {
  const [first, ...others] = segments;
  const last = others.pop();
  if (!first) return () => false;
  if (!last) return (text) => text.length === first.text.length && isAt(first, text, 0, spend);
  const inner = others.filter((segment) => segment.text !== "");
  return (text) => {
    let at = first.text.length;
    const end = text.length - last.text.length;
    if (at > end || !isAt(first, text, 0, spend) || !isAt(last, text, end, spend)) return false;
    for (const segment of inner) {
      const found = next(segment, text, at, spend);
      at = found + segment.text.length;
      if (found < 0 || at > end) return false;
    }
    return true;
  };
}

/** The first place of a segment from `from` on, or -1. */
function next(segment: Segment, text: string, from: number, spend: Spend): number {
  if (!segment.open) {
    const found = text.indexOf(segment.text, from);
    spend((found < 0 ? text.length : found) - from);
    return found;
  }
  for (let at = from; at + segment.text.length <= text.length; at++)
    if (isAt(segment, text, at, spend)) return at;
  return -1;
}

function isAt({ text: wanted, open }: Segment, text: string, at: number, spend: Spend): boolean {
  if (!open) {
    spend(wanted.length);
    return text.startsWith(wanted, at);
  }
  let place = 0;
  while (place < wanted.length && (open.has(place) || wanted[place] === text[at + place])) place++;
  spend(place);
  return place === wanted.length;
}
