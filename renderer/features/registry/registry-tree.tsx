import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { RegistryPage, RegistryRow } from "../../../simulator/api/index.ts";
import { rowHeight } from "../../shared/hooks/use-media.ts";
import { Twisty } from "../../shared/widgets/icons.tsx";
import { settings } from "../../state/settings.ts";
import styles from "./registry.module.css";

/** What moves the tree besides its rows. */
type Target = number | "open" | "close" | undefined;

/**
 * A tree of which only a page is there, after the ARIA pattern; the focus stays on it. The host keeps the whole list, so
 * that ten thousand services cost no more than those that are seen.
 */
export function RegistryTree({
  page,
  active,
  onActive,
  onToggle,
  onShow,
}: {
  readonly page: RegistryPage;
  readonly active: string | undefined;
  readonly onActive: (row: RegistryRow) => void;
  readonly onToggle: (id: string, open: boolean) => void;
  /** The index in the middle of what is visible. */
  readonly onShow: (index: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  /** The row that is waited for: it is on a page that is not there yet. */
  const awaited = useRef<number | undefined>(undefined);
  const { rows, skipped, total } = page;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight("--row-tree"),
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const middle = items[items.length >> 1]?.index ?? 0;
  const local = rows.findIndex(({ id }) => id === active);
  const at = local === -1 ? (page.at ?? -1) : local + skipped;
  const row = rows[local];
  useEffect(() => {
    onShow(middle);
    // The owner only keeps the page of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [middle]);
  useEffect(() => {
    if (at !== -1) virtual.scrollToIndex(at);
  }, [virtual, active, at]);
  const move = (index: number) => {
    const next = rows[index - skipped];
    virtual.scrollToIndex(index);
    awaited.current = next === undefined ? index : undefined;
    if (next !== undefined) onActive(next);
  };
  useEffect(() => {
    const next = awaited.current === undefined ? undefined : rows[awaited.current - skipped];
    if (next === undefined) return;
    awaited.current = undefined;
    onActive(next);
  }, [rows, skipped, onActive]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = treeTarget(event.key, row, at, total);
    if (target === undefined) return;
    event.preventDefault();
    if (typeof target === "number") move(Math.max(0, Math.min(total - 1, target)));
    else if (row !== undefined) onToggle(row.id, target === "open");
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Entries"
      tabIndex={0}
      aria-activedescendant={row === undefined ? undefined : `entry-${at}`}
      className={`${styles.tree ?? ""} scroll`}
      data-keys="tree"
      data-pane-focus
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.treeBody} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const each = rows[item.index - skipped];
          if (each === undefined)
            return (
              <div
                key={item.index}
                role="presentation"
                className={`${styles.treeRow ?? ""} muted`}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              >
                …
              </div>
            );
          return (
            // Keys are handled by the tree, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={each.id}
              id={`entry-${item.index}`}
              role="treeitem"
              aria-level={each.depth + 1}
              aria-setsize={each.siblings}
              aria-posinset={each.position}
              aria-expanded={each.open}
              aria-selected={each.id === active}
              className={styles.treeRow}
              data-mark={each.mark}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              onClick={() => {
                onActive(each);
              }}
              onDoubleClick={() => {
                if (each.open !== undefined) onToggle(each.id, !each.open);
              }}
            >
              {Array.from({ length: each.depth }, (_, depth) => (
                <span key={depth} className={styles.guide} />
              ))}
              {/* The keyboard opens with the arrow keys; this is the pointer's way. */}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
              <span
                className={styles.twisty}
                onClick={(event) => {
                  if (each.open === undefined) return;
                  event.stopPropagation();
                  onToggle(each.id, !each.open);
                }}
              >
                {each.open !== undefined && <Twisty open={each.open} />}
              </span>
              <span className="clip" title={each.name}>
                {each.name}
              </span>
              <span className="grow" />
              <span
                className={`caption ${each.kind === "group" || each.mark !== undefined ? "" : (styles.kind ?? "")}`}
              >
                {each.about}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function treeTarget(key: string, row: RegistryRow | undefined, at: number, total: number): Target {
  const { singleKeys } = settings.get();
  switch (key) {
    case "ArrowDown":
      return at + 1;
    case "ArrowUp":
      return at - 1;
    case "j":
      return singleKeys ? at + 1 : undefined;
    case "k":
      return singleKeys ? at - 1 : undefined;
    case "Home":
      return 0;
    case "End":
      return total - 1;
    case "PageDown":
      return at + 12;
    case "PageUp":
      return at - 12;
    case "ArrowRight":
      return row?.open === false ? "open" : row?.open === true ? at + 1 : undefined;
    case "ArrowLeft":
      return row?.open === true ? "close" : row?.parent;
    default:
      return undefined;
  }
}
