/** How often a node occurs below its parent; `N` = at most that many. */
export type Occurrence =
  "One" | "ZeroOrOne" | "ZeroOrMore" | "OneOrMore" | `ZeroOrN:${number}` | `OneOrN:${number}`;

/** Least and most of an occurrence; `most` 0 = unlimited. */
export interface OccurrenceRange {
  readonly least: number;
  readonly most: number;
}

/** The range of an occurrence as profiles write it, or undefined when it is none. N is 2 to 65536. */
export function occurrenceRange(text: string): OccurrenceRange | undefined {
  switch (text) {
    case "One":
      return { least: 1, most: 1 };
    case "ZeroOrOne":
      return { least: 0, most: 1 };
    case "ZeroOrMore":
      return { least: 0, most: 0 };
    case "OneOrMore":
      return { least: 1, most: 0 };
    default: {
      const match = /^(ZeroOr|OneOr)N:(\d{1,5})$/.exec(text);
      const most = Number(match?.[2] ?? 0);
      return match && most >= 2 && most <= 65_536 ? { least: match[1] === "OneOr" ? 1 : 0, most } : undefined;
    }
  }
}
