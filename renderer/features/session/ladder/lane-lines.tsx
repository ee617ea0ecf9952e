import { classNames } from "../../../shared/class-names.ts";
import { roleClass } from "../../../shared/widgets/glyph.tsx";
import type { Lane } from "./lanes.ts";
import styles from "./lane-lines.module.css";

/** The lines of the lanes through one row, or through the empty rest of the ladder. */
export function LaneLines({ lanes }: { readonly lanes: readonly Lane[] }) {
  return lanes.map((lane) => (
    <line
      key={lane.key}
      className={classNames(styles.lane, roleClass(lane.role), lane.underTest && styles.underTest)}
      x1={`${lane.x}%`}
      x2={`${lane.x}%`}
      y1="0"
      y2="100%"
    />
  ));
}

/** The small square on a lane where its party changed state. */
export function StateNotch({ lane, y }: { readonly lane: Lane; readonly y: number }) {
  return (
    <svg x={`${lane.x}%`} y={y} overflow="visible" className={roleClass(lane.role)}>
      <rect className={styles.notch} x="-4" y="-4" width="8" height="8" />
    </svg>
  );
}
