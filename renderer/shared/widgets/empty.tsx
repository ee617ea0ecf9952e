import type { ReactNode } from "react";
import styles from "./empty.module.css";

/** What will appear here, and the command that makes it appear. Never a bare table. */
export function Empty({ children, actions }: { readonly children: ReactNode; readonly actions?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p>{children}</p>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
