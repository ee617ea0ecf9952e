import type { ReactNode } from "react";
import { classNames } from "../class-names.ts";
import styles from "./pane.module.css";

/** A region of the window, reached by F6. Panes divide by hairlines, never by shadows. */
export function Pane({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <section className={classNames(styles.pane, className)} aria-label={label} data-pane tabIndex={-1}>
      {children}
    </section>
  );
}

/** The head of a pane: title, what it is about, free space, actions. All heads share one baseline. */
export function PaneHead({
  title,
  level = 2,
  about,
  children,
}: {
  readonly title: ReactNode;
  readonly level?: 1 | 2;
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className={styles.head}>
      <Heading className={styles.title}>{title}</Heading>
      {about !== undefined && <span className={classNames(styles.about, "clip")}>{about}</span>}
      <span className="grow" />
      {children}
    </div>
  );
}

/** A row of tools or facts under the head. */
export function PaneBar({
  children,
  quiet = false,
}: {
  readonly children: ReactNode;
  readonly quiet?: boolean;
}) {
  return <div className={classNames(styles.bar, quiet && styles.quiet)}>{children}</div>;
}

/** A caption between groups of rows. */
export function SectionCaption({
  children,
  aside,
}: {
  readonly children: ReactNode;
  readonly aside?: ReactNode;
}) {
  return (
    <h3 className={styles.section}>
      {children}
      {aside !== undefined && <span className={styles.aside}>{aside}</span>}
    </h3>
  );
}
