import type { ReactNode } from "react";
import { classNames } from "../class-names.ts";
import styles from "./scroll-region.module.css";

/** Text that scrolls, reachable by keyboard and named. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={classNames(styles.region, "scroll", className)}
      role="group"
      aria-label={label}
      // What scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-pane-focus
    >
      {children}
    </div>
  );
}
