import type { BadgeView } from "../../../simulator/api/index.ts";
import { classNames } from "../class-names.ts";
import { counted } from "../format/count.ts";
import styles from "./badge.module.css";

/** A short fact about a message. */
export function Badge({ badge }: { readonly badge: BadgeView }) {
  return (
    <span className={classNames(styles.badge, styles[badge.tone])} title={badge.title}>
      {badge.text}
    </span>
  );
}

/** How many findings a message has. */
export function FindingBadge({ count }: { readonly count: number }) {
  return (
    <span className={classNames(styles.badge, styles.warn)} title={counted(count, "finding")}>
      <WarningMark />
      {count}
    </span>
  );
}

/** The triangle of a warning. */
export function WarningMark() {
  return (
    <svg className={styles.mark} viewBox="0 0 12 12" aria-hidden="true">
      <path d="M6 1.3 11.2 10.7H.8zM6 4.5v3M6 8.6v.9" />
    </svg>
  );
}
