import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { DeviceLine } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { formatCount } from "../../shared/format/count.ts";
import { stateName } from "../../shared/format/state-name.ts";
import { formatWhen } from "../../shared/format/when.ts";
import { rowHeight } from "../../shared/hooks/use-media.ts";
import { useNow } from "../../shared/hooks/use-now.ts";
import { useRowKeys } from "../../shared/hooks/use-row-keys.ts";
import styles from "./devices.module.css";

const HEAD_HEIGHT = 24;
const OVERSCAN = 10;

const columns = [
  "device",
  "group",
  "profile",
  "encoding",
  "state",
  "sessions",
  "last session",
  "waiting",
] as const;

/** Lines of devices; only what is visible is drawn, and only what is near it is there. */
export function DeviceTable({
  devices,
  first,
  matching,
  onShow,
  onOpen,
  empty,
}: {
  readonly devices: readonly DeviceLine[];
  /** Index of the first of `devices` among all that match. */
  readonly first: number;
  readonly matching: number;
  /** The index in the middle of what is visible. */
  readonly onShow: (index: number) => void;
  readonly onOpen: (device: string) => void;
  readonly empty: ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const now = useNow(60_000);
  const virtual = useVirtualizer({
    count: matching,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight("--row"),
    overscan: OVERSCAN,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const middle = items[items.length >> 1]?.index ?? 0;
  useEffect(() => {
    onShow(middle);
    // The owner only keeps the page of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [middle]);
  const at = Math.min(active, matching - 1);
  const move = (index: number) => {
    setActive(index);
    virtual.scrollToIndex(index);
  };
  const chosen = devices[at - first];
  const onKeyDown = useRowKeys(matching, at, move, () => {
    if (chosen !== undefined) onOpen(chosen.id);
  });
  return (
    <div
      ref={scroller}
      className={classNames(styles.table, "scroll")}
      role="grid"
      aria-label="Devices"
      aria-rowcount={matching + 1}
      aria-activedescendant={chosen === undefined ? undefined : `device-${at}`}
      tabIndex={0}
      data-keys="list"
      data-pane-focus
      onKeyDown={onKeyDown}
    >
      <div className={styles.head} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
      {matching === 0 && (
        <div role="row" className={styles.empty}>
          <div role="gridcell">{empty}</div>
        </div>
      )}
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = devices[item.index - first];
          return (
            // Keys are handled by the grid, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={item.index}
              id={`device-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === at}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => {
                setActive(item.index);
              }}
              onDoubleClick={() => {
                if (line !== undefined) onOpen(line.id);
              }}
            >
              {line === undefined ? (
                <span role="gridcell" className="muted">
                  …
                </span>
              ) : (
                <Cells line={line} now={now} onOpen={onOpen} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Cells({
  line,
  now,
  onOpen,
}: {
  readonly line: DeviceLine;
  readonly now: number;
  readonly onOpen: (device: string) => void;
}) {
  const { id, group, profile, encoding, state, sessions, last, asking, waitingAlerts } = line;
  return (
    <>
      <span role="gridcell" className="data">
        <button
          type="button"
          tabIndex={-1}
          className={styles.open}
          onClick={() => {
            onOpen(id);
          }}
        >
          {id}
        </button>
      </span>
      <span role="gridcell" className="clip">
        {group ?? <span className="muted">–</span>}
      </span>
      <span role="gridcell" className="clip">
        {profile}
      </span>
      <span role="gridcell">{encoding === "wbxml" ? "WBXML" : "XML"}</span>
      <span role="gridcell" className="clip">
        {stateName(state)}
      </span>
      <span role="gridcell" className={`data ${styles.number ?? ""}`}>
        {formatCount(sessions)}
      </span>
      <span role="gridcell" className="clip">
        {last === undefined ? (
          <span className="muted">none yet</span>
        ) : (
          <>
            <span className="data">{last.sessionId}</span> {last.outcome}, {formatWhen(last.at, now)}
          </>
        )}
      </span>
      <span role="gridcell" className="clip">
        {asking && <b className={styles.asking}>asks its user</b>}
        {!asking &&
          waitingAlerts > 0 &&
          `${waitingAlerts} waiting ${waitingAlerts === 1 ? "alert" : "alerts"}`}
      </span>
    </>
  );
}
