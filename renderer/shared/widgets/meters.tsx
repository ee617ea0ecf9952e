import type { ReactNode } from "react";
import styles from "./meters.module.css";

/** One reading: what it is, its value, and a word more. */
export interface Meter {
  readonly title: string;
  readonly value: ReactNode;
  readonly about?: ReactNode;
}

/** Readings in a row, as an instrument shows them. */
export function Meters({ label, meters }: { readonly label: string; readonly meters: readonly Meter[] }) {
  return (
    <dl className={styles.meters} aria-label={label} style={{ "--count": meters.length }}>
      {meters.map(({ title, value, about }) => (
        <div key={title} className={styles.meter}>
          <dt>{title}</dt>
          <dd>
            <span className={styles.value}>{value}</span>
            {about !== undefined && <span className={styles.about}>{about}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
