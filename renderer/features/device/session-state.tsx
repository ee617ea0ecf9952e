import type { DeviceSessionView } from "../../../simulator/api/index.ts";
import styles from "./device.module.css";

const shapes: Readonly<Record<DeviceSessionView["outcome"], string>> = {
  running: "M1 5h9M7.5 2l3.500 3-3.500 3",
  closed: "M1 5h11M12.200 1.200v7.600",
  refused: "M1 5h5M6.500 1.200v7.600M9.500 1.200v7.600",
  aborted: "M1 5h4M7 2.500l5 5M12 2.500l-5 5",
};

/** How a session ended, as shape and word; never a hue, so that it cannot be read as a verdict. */
export function SessionState({ outcome }: { readonly outcome: DeviceSessionView["outcome"] }) {
  return (
    <span className={styles.outcome} data-outcome={outcome}>
      <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
        <path d={shapes[outcome]} />
      </svg>
      {outcome}
    </span>
  );
}
