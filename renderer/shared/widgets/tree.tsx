import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { settings } from "../../state/settings.ts";
import { classNames } from "../class-names.ts";
import { rowHeight } from "../hooks/use-media.ts";
import { Twisty } from "./icons.tsx";
import styles from "./tree.module.css";

/** One visible row of a tree. */
export interface TreeRow<T> {
  readonly id: string;
  readonly depth: number;
  /** Undefined for a leaf. */
  readonly open: boolean | undefined;
  readonly position: number;
  readonly siblings: number;
  readonly node: T;
}

/**
 * A tree after the ARIA pattern: up, down, left, right, Home, End; focus stays on the tree. Draws only what is visible.
 */
export function Tree<T>({
  id,
  label,
  rows,
  active,
  onMove,
  onToggle,
  renderRow,
  onOpen,
  tone = "lit",
}: {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly TreeRow<T>[];
  /** Id of the active row. */
  readonly active: string | undefined;
  readonly onMove: (id: string) => void;
  readonly onToggle: (id: string, open: boolean) => void;
  readonly renderRow: (node: T) => ReactNode;
  /** Enter on the active row. */
  readonly onOpen?: (() => void) | undefined;
  /** The active row: lit by the marker, or selected in ink. */
  readonly tone?: "lit" | "ink";
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((row) => row.id === active);
  const height = rowHeight("--row-tree");
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  useEffect(() => {
    if (at !== -1) virtual.scrollToIndex(at);
  }, [virtual, at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && onOpen !== undefined && at !== -1) {
      event.preventDefault();
      onOpen();
      return;
    }
    const row = rows[at];
    const target = treeTarget(event.key, rows, at, settings.get().singleKeys);
    if (target === undefined) return;
    event.preventDefault();
    if (target === "open" && row !== undefined) onToggle(row.id, true);
    else if (target === "close" && row !== undefined) onToggle(row.id, false);
    else if (typeof target === "number" && rows[target] !== undefined) onMove(rows[target].id);
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={at === -1 ? undefined : `${id}-${active ?? ""}`}
      className={classNames(styles.tree, "scroll")}
      data-keys="tree"
      data-pane-focus
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            // Keys are handled by the tree, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={row.id}
              id={`${id}-${row.id}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-setsize={row.siblings}
              aria-posinset={row.position}
              aria-expanded={row.open}
              aria-selected={row.id === active}
              className={classNames(styles.row, row.id === active && styles[tone])}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              onClick={() => {
                onMove(row.id);
              }}
              onDoubleClick={() => {
                if (row.open !== undefined) onToggle(row.id, !row.open);
              }}
            >
              {Array.from({ length: row.depth }, (_, depth) => (
                <span key={depth} className={styles.guide} />
              ))}
              {/* The keyboard opens with the arrow keys; this is the pointer's way. */}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
              <span
                className={styles.twisty}
                onClick={(event) => {
                  if (row.open === undefined) return;
                  event.stopPropagation();
                  onToggle(row.id, !row.open);
                }}
              >
                {row.open !== undefined && <Twisty open={row.open} />}
              </span>
              {renderRow(row.node)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function treeTarget(
  key: string,
  rows: readonly TreeRow<unknown>[],
  at: number,
  singleKeys: boolean,
): number | "open" | "close" | undefined {
  const row = rows[at];
  switch (key) {
    case "ArrowDown":
      return Math.min(rows.length - 1, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "j":
      return singleKeys ? Math.min(rows.length - 1, at + 1) : undefined;
    case "k":
      return singleKeys ? Math.max(0, at - 1) : undefined;
    case "Home":
      return 0;
    case "End":
      return rows.length - 1;
    case "ArrowRight":
      if (row?.open === false) return "open";
      return row?.open === true ? at + 1 : undefined;
    case "ArrowLeft":
      if (row?.open === true) return "close";
      return row === undefined ? undefined : parentIndex(rows, at);
    default:
      return undefined;
  }
}

function parentIndex(rows: readonly TreeRow<unknown>[], at: number): number | undefined {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    if ((rows[index]?.depth ?? 0) < depth) return index;
  }
  return undefined;
}
