import { useElementSize } from "@mantine/hooks";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import type { RunView } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { rowHeight } from "../../../shared/hooks/use-media.ts";
import { useRowKeys } from "../../../shared/hooks/use-row-keys.ts";
import type { RunSnapshot } from "../../../state/run-feed.ts";
import { LaneHeads } from "./lane-heads.tsx";
import { LaneLines } from "./lane-lines.tsx";
import { lanesOf } from "./lanes.ts";
import { LadderRow, lineId } from "./ladder-row.tsx";
import { gutterSteps, ladderLines, lineSeq, nextChoice } from "./ladder-lines.ts";
import { buildLadder, nextMessageSeq, statesBefore } from "./ladder-model.ts";
import styles from "./ladder.module.css";

/** Height of the expected next message, which has its reason below. */
const NEXT_HEIGHT = 48;
/** Height of the lane heads, under which the rows scroll. */
const HEADS_HEIGHT = 56;
/** Distance from the end within which the ladder keeps following, in pixels. */
const FOLLOW_WITHIN = 48;

/** The session as a ladder: a grid of rows that draws only what is visible. */
export function Ladder({
  snapshot,
  selected,
  follow,
  lookingBack,
  showAcks,
  onSelect,
  onOpen,
  onOpenHeld,
  empty,
}: {
  readonly snapshot: RunSnapshot;
  /** Sequence number of the record looked at. */
  readonly selected: number | undefined;
  /** Nobody has chosen a record: the newest one is looked at and kept in view. */
  readonly follow: boolean;
  readonly lookingBack: boolean;
  readonly showAcks: boolean;
  readonly onSelect: (seq: number) => void;
  readonly onOpen: () => void;
  readonly onOpenHeld: (id: string) => void;
  readonly empty: ReactNode;
}) {
  const { run, rows, count } = snapshot;
  const scroller = useRef<HTMLDivElement>(null);
  const diagram = useElementSize();
  const atEnd = useRef(true);
  const ladder = useMemo(() => buildLadder(rows, count, showAcks), [rows, count, showAcks]);
  // who has moved is a growing set: its size tells whether it changed
  const moved = ladder.active.size;
  const lanes = useMemo(
    () => lanesOf({ parties: run?.parties ?? [], crowd: run?.crowd }, ladder.active),
    // oxlint-disable-next-line react/exhaustive-deps
    [run?.parties, run?.crowd, moved],
  );
  const gutter = useMemo(() => gutterSteps(ladder.items, run?.steps ?? []), [ladder, run?.steps]);
  const until = lookingBack ? selected : undefined;
  const lines = useMemo(() => ladderLines(ladder.items, run, until), [ladder, run, until]);
  const active = useMemo(
    () => (selected === undefined ? -1 : lines.findIndex((line) => lineSeq(line) === selected)),
    [lines, selected],
  );
  const activeLine = active === -1 ? undefined : lines[active];
  const cutoff = useMemo(
    () => (selected === undefined ? Infinity : nextMessageSeq(ladder.items, selected)),
    [ladder, selected],
  );
  const states = useMemo(() => statesBefore(ladder.states, cutoff, lanes), [ladder.states, cutoff, lanes]);

  const height = rowHeight("--row-ladder");
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "next" ? NEXT_HEIGHT : height),
    overscan: 6,
    paddingStart: HEADS_HEIGHT,
    scrollPaddingStart: HEADS_HEIGHT,
    rangeExtractor: (range) => {
      const visible = defaultRangeExtractor(range);
      return active === -1 || visible.includes(active)
        ? visible
        : [...visible, active].toSorted((a, b) => a - b);
    },
  });
  useEffect(() => {
    virtual.measure();
  }, [virtual, lines, height]);
  useEffect(() => {
    if (follow) atEnd.current = true;
  }, [follow]);
  useEffect(() => {
    const box = scroller.current;
    if (!follow || lines.length === 0 || box === null) return undefined;
    const showEnd = () => {
      if (atEnd.current) virtual.scrollToIndex(lines.length - 1, { align: "end" });
    };
    showEnd();
    // A banner or the drawer takes room: the end stays in view.
    const observer = new ResizeObserver(showEnd);
    observer.observe(box);
    return () => {
      observer.disconnect();
    };
  }, [virtual, follow, lines.length]);
  useEffect(() => {
    if (!follow && active !== -1) virtual.scrollToIndex(active);
  }, [virtual, follow, active]);

  const select = (index: number) => {
    const direction = index < active ? -1 : 1;
    const found = nextChoice(lines, index, direction) ?? nextChoice(lines, index, direction === 1 ? -1 : 1);
    const seq = found === undefined ? undefined : lineSeq(lines[found] ?? { kind: "past", left: 0 });
    if (seq !== undefined) onSelect(seq);
  };
  const onKeyDown = useRowKeys(lines.length, active, select, onOpen);
  const drawing = follow && run?.state === "running" && run.speed !== "max" && run.speed <= 4;
  return (
    // The grid keeps the focus; `aria-activedescendant` names the row.
    <div className={styles.ladder}>
      <div
        ref={scroller}
        className={classNames(styles.scroller, "scroll")}
        role="grid"
        aria-label="Ladder"
        aria-rowcount={lines.length + 1}
        aria-activedescendant={activeLine === undefined ? undefined : lineId(activeLine)}
        tabIndex={0}
        data-keys="ladder"
        data-level="list"
        data-pane-focus
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: box }) => {
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < FOLLOW_WITHIN;
        }}
      >
        <LaneHeads
          lanes={lanes}
          states={states}
          changed={activeLine?.kind === "message" ? activeLine.changed : []}
          holding={lookingBack ? undefined : holdingParty(run)}
        />
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          <div className={styles.lanes} role="presentation">
            <div ref={diagram.ref}>
              <svg aria-hidden="true">
                <LaneLines lanes={lanes} />
              </svg>
            </div>
          </div>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return line === undefined ? null : (
              <LadderRow
                key={lineId(line)}
                line={line}
                index={item.index}
                top={item.start}
                height={item.size}
                lanes={lanes}
                width={diagram.width}
                isActive={item.index === active}
                isHeld={line.kind === "message" && isHeld(run, line.row.seq)}
                draws={drawing && item.index === active}
                step={line.kind === "message" ? gutter.get(line.row.seq) : undefined}
                onSelect={onSelect}
                onOpen={onOpen}
                onOpenHeld={onOpenHeld}
              />
            );
          })}
        </div>
        {lines.length === 0 && (
          <div role="row" className={styles.empty}>
            <div role="gridcell">{empty}</div>
          </div>
        )}
      </div>
    </div>
  );
}

function isHeld(run: RunView | undefined, seq: number): boolean {
  return run?.held.some(({ message, by }) => by === "rule" && message.seq === seq) === true;
}

function holdingParty(run: RunView | undefined) {
  return run?.held.find(({ by }) => by === "rule")?.message.from;
}
