import type { Verdict } from "../../../simulator/api/index.ts";
import { classNames } from "../class-names.ts";
import { verdictWord } from "../format/row-text.ts";
import styles from "./verdict.module.css";

const shapes: Readonly<Record<Verdict, string>> = {
  pass: "M2 6.5 5 9.5 10.5 2.5",
  fail: "M2.5 2.5l7 7M9.5 2.5l-7 7",
  inconclusive: "M3.5 4a2.5 2.5 0 1 1 2.5 2.5V8M6 9.8v1.2",
  error: "M6 1.5v6M6 9.5v1.2",
  none: "M2 6h8",
};

/** The shape of a verdict alone; the word must stand near it or be its title. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  return (
    <svg className={classNames(styles.mark, styles[verdict])} viewBox="0 0 12 12" aria-hidden="true">
      <path d={shapes[verdict]} />
    </svg>
  );
}

/** A verdict as shape, word and colour. */
export function VerdictWord({
  verdict,
  word = verdictWord(verdict),
  boxed = false,
}: {
  readonly verdict: Verdict;
  readonly word?: string;
  readonly boxed?: boolean;
}) {
  return (
    <span className={classNames(styles.verdict, styles[verdict], boxed && styles.boxed)}>
      <VerdictMark verdict={verdict} />
      {word}
    </span>
  );
}
