import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "../../shared/class-names.ts";
import { useRowKeys } from "../../shared/hooks/use-row-keys.ts";
import { usePagedChoice } from "./use-paged-choice.ts";
import styles from "./diagnostics.module.css";

const OVERSCAN = 8;

/** A long list of which only a page is there. The focus stays on the list; arrows move and choose. */
export function PagedList<Row>({
  id,
  label,
  rows,
  first,
  count,
  height,
  keyOf,
  chosen,
  onChoose,
  onShow,
  draw,
  className,
}: {
  /** Start of the ids of rows. */
  readonly id: string;
  readonly label: string;
  readonly rows: readonly Row[];
  /** Index of the first of `rows` in the whole list. */
  readonly first: number;
  /** Length of the whole list. */
  readonly count: number;
  /** Height of a row in pixels. */
  readonly height: number;
  readonly keyOf: (row: Row) => string;
  /** Key of the chosen row. */
  readonly chosen: string | undefined;
  readonly onChoose: (row: Row) => void;
  /** The index in the middle of what is visible. */
  readonly onShow: (index: number) => void;
  readonly draw: (row: Row) => ReactNode;
  readonly className?: string | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const middle = items[items.length >> 1]?.index ?? 0;
  useEffect(() => {
    onShow(middle);
    // The owner only keeps the page of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [middle]);
  const [at, choose] = usePagedChoice({ rows, first, keyOf, chosen, onChoose });
  const onKeyDown = useRowKeys(count, at, (index) => {
    virtual.scrollToIndex(index);
    choose(index);
  });
  return (
    <div
      ref={scroller}
      className={classNames(styles.list, "scroll", className)}
      role="listbox"
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      data-keys="list"
      data-pane-focus
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.listBody} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index - first];
          return (
            // Keys are handled by the list, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={item.index}
              id={`${id}-${item.index}`}
              role="option"
              aria-selected={item.index === at}
              aria-setsize={count}
              aria-posinset={item.index + 1}
              className={styles.option}
              style={{ height, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                choose(item.index);
              }}
            >
              {row === undefined ? <span className="muted">…</span> : draw(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
