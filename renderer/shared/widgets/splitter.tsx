import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { classNames } from "../class-names.ts";
import styles from "./splitter.module.css";

/** How far one press of an arrow key moves a splitter, in pixels. */
const KEY_STEP = 16;

/** The edge between two panes; drag it or use the arrow keys. `size` is that of the pane after it. */
export function Splitter({
  label,
  axis,
  size,
  min,
  max,
  onResize,
  className,
}: {
  readonly label: string;
  readonly axis: "x" | "y";
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
  readonly className?: string | undefined;
}) {
  const drag = useRef<{ at: number; size: number } | undefined>(undefined);
  const place = (event: PointerEvent) => (axis === "x" ? event.clientX : event.clientY);
  const resize = (next: number) => {
    onResize(Math.round(Math.min(max, Math.max(min, next))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const change = {
      ArrowLeft: axis === "x" ? KEY_STEP : 0,
      ArrowRight: axis === "x" ? -KEY_STEP : 0,
      ArrowUp: axis === "y" ? KEY_STEP : 0,
      ArrowDown: axis === "y" ? -KEY_STEP : 0,
      Home: max - size,
      End: min - size,
    }[event.key];
    if (change === undefined || change === 0) return;
    event.preventDefault();
    resize(size + change);
  };
  return (
    // A window splitter is a focusable separator in the ARIA patterns.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={classNames(styles.splitter, styles[axis], className)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: place(event), size };
      }}
      onPointerMove={(event) => {
        if (drag.current !== undefined) resize(drag.current.size + drag.current.at - place(event));
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
    />
  );
}
