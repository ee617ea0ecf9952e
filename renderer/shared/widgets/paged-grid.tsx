import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { classNames } from "../class-names.ts";
import { rowHeight } from "../hooks/use-media.ts";
import { useRowKeys } from "../hooks/use-row-keys.ts";
import styles from "./paged-grid.module.css";

const HEAD_HEIGHT = 24;
const OVERSCAN = 10;

/** A column of a paged grid. */
export interface GridColumn {
  readonly title: string;
  /** Its cells are numbers: they stand at the right. */
  readonly number?: boolean;
}

/**
 * A long list of which only a page is there: what is visible is drawn, the owner keeps the page around it. The focus
 * stays on the grid; arrows move, Enter opens.
 */
export function PagedGrid<Row>({
  id,
  label,
  columns,
  template,
  rows,
  first,
  count,
  cells,
  active,
  onActive,
  onOpen,
  onShow,
  follow = false,
  onUnfollow,
  empty,
}: {
  /** Start of the ids of rows. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly GridColumn[];
  /** Widths of the columns, as `grid-template-columns`. */
  readonly template: string;
  readonly rows: readonly Row[];
  /** Index of the first of `rows` in the whole list. */
  readonly first: number;
  /** Length of the whole list. */
  readonly count: number;
  readonly cells: (row: Row, index: number) => readonly ReactNode[];
  /** Index of the active row. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** The index in the middle of what is visible. */
  readonly onShow?: ((index: number) => void) | undefined;
  /** Whether the last row is kept in sight as the list grows. */
  readonly follow?: boolean;
  /** Somebody scrolls back. */
  readonly onUnfollow?: (() => void) | undefined;
  readonly empty: ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight("--row"),
    overscan: OVERSCAN,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const middle = items[items.length >> 1]?.index ?? 0;
  useEffect(() => {
    onShow?.(middle);
    // The owner only keeps the page of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [middle]);
  const height = virtual.scrollRect?.height;
  useEffect(() => {
    if (follow && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
    // A list that has become lower shows its end again.
  }, [virtual, follow, count, height]);
  const at = Math.min(active, count - 1);
  const move = (index: number) => {
    onActive(index);
    virtual.scrollToIndex(index);
  };
  const chosen = rows[at - first];
  const onKeyDown = useRowKeys(count, at, move, () => {
    if (chosen !== undefined) onOpen?.(chosen);
  });
  const style: CSSProperties = { "--columns": template };
  return (
    <div
      ref={scroller}
      className={classNames(styles.table, "scroll")}
      style={style}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={chosen === undefined ? undefined : `${id}-${at}`}
      tabIndex={0}
      data-keys="list"
      data-pane-focus
      onKeyDown={onKeyDown}
      onWheel={({ deltaY }) => {
        if (deltaY < 0) onUnfollow?.();
      }}
    >
      <div className={styles.head} role="row" aria-rowindex={1}>
        {columns.map(({ title, number }) => (
          <span key={title} role="columnheader" className={number === true ? styles.number : undefined}>
            {title}
          </span>
        ))}
      </div>
      {count === 0 && (
        <div role="row" className={styles.empty}>
          <div role="gridcell">{empty}</div>
        </div>
      )}
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index - first];
          return (
            // Keys are handled by the grid, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={item.index}
              id={`${id}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === at}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => {
                onActive(item.index);
              }}
              onDoubleClick={() => {
                if (row !== undefined) onOpen?.(row);
              }}
            >
              {row === undefined ? (
                <span role="gridcell" className="muted">
                  …
                </span>
              ) : (
                cells(row, item.index).map((cell, index) => (
                  <span
                    key={columns[index]?.title}
                    role="gridcell"
                    className={classNames("clip", columns[index]?.number === true && styles.number)}
                  >
                    {cell}
                  </span>
                ))
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
