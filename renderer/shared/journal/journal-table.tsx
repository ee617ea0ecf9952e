import { useTable } from "@tanstack/react-table";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { classNames } from "../class-names.ts";
import { rowSentence } from "../format/row-text.ts";
import { rowHeight } from "../hooks/use-media.ts";
import { useRowKeys } from "../hooks/use-row-keys.ts";
import { columns, features } from "./columns.tsx";
import styles from "./journal-table.module.css";

/** Rows drawn beyond the visible ones. */
const OVERSCAN = 8;
/** Height of the head, under which the rows scroll. */
const HEAD_HEIGHT = 24;

/**
 * Records of a run as a table that draws only what is visible. Focus stays on the table; the active row is told by
 * `aria-activedescendant`.
 */
export const JournalTable = memo(function JournalTable({
  id,
  label,
  rows,
  selected,
  follow,
  onSelect,
  onOpen,
  empty,
}: {
  /** Start of the ids of the rows. */
  readonly id: string;
  readonly label: string;
  readonly rows: readonly JournalRow[];
  readonly selected: number | undefined;
  /** Keep the newest row in view. */
  readonly follow: boolean;
  readonly onSelect: (seq: number) => void;
  readonly onOpen?: () => void;
  readonly empty: ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns, data });
  const model = table.getRowModel().rows;
  const active = useMemo(
    () => (selected === undefined ? -1 : rows.findIndex(({ seq }) => seq === selected)),
    [rows, selected],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight("--row"),
    overscan: OVERSCAN,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    rangeExtractor: (range) => {
      const visible = defaultRangeExtractor(range);
      return active === -1 || visible.includes(active)
        ? visible
        : [...visible, active].toSorted((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (follow && rows.length > 0) virtual.scrollToIndex(rows.length - 1);
    else if (active !== -1) virtual.scrollToIndex(active);
  }, [virtual, active, follow, rows.length]);

  const select = (index: number) => {
    const row = rows[index];
    if (row !== undefined) onSelect(row.seq);
  };
  const onKeyDown = useRowKeys(rows.length, active, select, onOpen);
  const activeRow = active === -1 ? undefined : rows[active];
  return (
    <div
      ref={scroller}
      className={classNames(styles.table, "scroll")}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={activeRow === undefined ? undefined : `${id}-${activeRow.seq}`}
      tabIndex={0}
      data-keys="list"
      data-pane-focus
      onKeyDown={onKeyDown}
    >
      <div className={styles.head} role="row" aria-rowindex={1}>
        {table.getHeaderGroups()[0]?.headers.map((header) => (
          <span key={header.id} role="columnheader" className={styles[header.id]}>
            <table.FlexRender header={header} />
          </span>
        ))}
      </div>
      {rows.length === 0 && (
        <div role="row" className={styles.empty}>
          <div role="gridcell">{empty}</div>
        </div>
      )}
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = model[item.index];
          if (row === undefined) return null;
          return (
            // Keys are handled by the grid, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={row.original.seq}
              id={`${id}-${row.original.seq}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === active}
              aria-label={rowSentence(row.original)}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => {
                select(item.index);
              }}
              onDoubleClick={onOpen}
            >
              {row.getAllCells().map((cell) => (
                <span key={cell.id} role="gridcell" className={styles[cell.column.id]}>
                  <table.FlexRender cell={cell} />
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
});
