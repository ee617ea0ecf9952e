import type { OperationLine } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import styles from "./operations.module.css";

/** How far an operation on many devices has come: done, not done, and what is left. */
export function Progress({ totals }: { readonly totals: OperationLine["totals"] }) {
  const { targeted, succeeded, failed, cancelled, expired } = totals;
  if (targeted === 0) return <span className="muted">no devices</span>;
  const ended = succeeded + failed + cancelled + expired;
  const share = (count: number) => `${(count / targeted) * 100}%`;
  return (
    <span className={styles.progress}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.done} style={{ width: share(succeeded) }} />
        <span className={styles.notDone} style={{ width: share(failed + expired) }} />
        <span className={styles.left} style={{ width: share(cancelled) }} />
      </span>
      <span className="data">
        {ended === targeted
          ? counted(targeted, "device")
          : `${formatCount(ended)} of ${formatCount(targeted)}`}
      </span>
    </span>
  );
}
