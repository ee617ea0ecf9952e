import type { ReactNode } from "react";
import { classNames } from "../class-names.ts";
import styles from "./banner.module.css";

/** A sentence that stays until its cause is gone: edge, tint, mark, words, next action. */
export function Banner({
  tone,
  mark,
  children,
  actions,
  role = "status",
}: {
  readonly tone: "pass" | "fail" | "warn" | "held" | "plain";
  readonly mark?: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: "status" | "alert" | "note";
}) {
  return (
    <div className={classNames(styles.banner, styles[tone])} role={role}>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {mark !== undefined && <span className={styles.mark}>{mark}</span>}
      {children}
    </div>
  );
}
