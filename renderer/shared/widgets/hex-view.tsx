import { useVirtualizer } from "@tanstack/react-virtual";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "../class-names.ts";
import type { Span } from "../format/positions.ts";
import styles from "./hex-view.module.css";

const LINE_HEIGHT = 20;
const PADDING = 6;
/** Width from which sixteen octets fit into a line. */
const WIDE = 640;

const noMarks: readonly HexMark[] = [];

/** A range of octets that is drawn otherwise, beside the selection. */
export interface HexMark extends Span {
  readonly kind: "underlined" | "boxed";
  /** Words for the tooltip. */
  readonly title: string;
}

/** Octets as offset, hexadecimal and text; the marker shows the linked range. */
export function HexView({
  label,
  octets,
  marker,
  marks = noMarks,
  notes,
  onPick,
}: {
  readonly label: string;
  readonly octets: Uint8Array;
  readonly marker: Span | undefined;
  readonly marks?: readonly HexMark[];
  /** What begins in a line, for the margin. */
  readonly notes?: ((line: Span) => string) | undefined;
  readonly onPick?: ((octet: number) => void) | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [perLine, setPerLine] = useState(8);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => {
      setPerLine(box.clientWidth >= WIDE ? 16 : 8);
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
    };
  }, []);
  const virtual = useVirtualizer({
    count: Math.ceil(octets.length / perLine),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 6,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  });
  const markedLine = marker === undefined ? undefined : Math.floor(marker.from / perLine);
  useEffect(() => {
    if (markedLine === undefined) return;
    // Whole lines, with the marked one near the middle.
    const above = Math.floor((scroller.current?.clientHeight ?? 0) / LINE_HEIGHT / 2) - 1;
    virtual.scrollToOffset(Math.max(0, PADDING + (markedLine - Math.max(1, above)) * LINE_HEIGHT));
  }, [virtual, markedLine]);
  return (
    <div
      ref={scroller}
      className={classNames(styles.hex, "scroll")}
      role="group"
      aria-label={label}
      // A region that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-keys="bytes"
      data-pane-focus
    >
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <HexLine
            key={item.index}
            octets={octets}
            from={item.index * perLine}
            perLine={perLine}
            marker={marker}
            marks={marks}
            note={notes?.({ from: item.index * perLine, to: (item.index + 1) * perLine })}
            top={item.start}
            onPick={onPick}
          />
        ))}
      </div>
    </div>
  );
}

function HexLine({
  octets,
  from,
  perLine,
  marker,
  marks,
  note,
  top,
  onPick,
}: {
  readonly octets: Uint8Array;
  readonly from: number;
  readonly perLine: number;
  readonly marker: Span | undefined;
  readonly marks: readonly HexMark[];
  readonly note: string | undefined;
  readonly top: number;
  readonly onPick: ((octet: number) => void) | undefined;
}) {
  const line = [...octets.subarray(from, from + perLine)];
  const isMarked = (index: number) =>
    marker !== undefined && from + index >= marker.from && from + index < marker.to;
  const edges = (index: number) =>
    isMarked(index) &&
    classNames(
      styles.lit,
      !(index > 0 && isMarked(index - 1)) && styles.start,
      !(index < perLine - 1 && isMarked(index + 1)) && styles.end,
    );
  const near = marks.filter(({ from: start, to }) => start < from + perLine && to > from);
  const markAt = (index: number) =>
    near.find(({ from: start, to }) => from + index >= start && from + index < to);
  const octetClass = (index: number) => {
    const mark = markAt(index);
    if (mark === undefined) return edges(index) || undefined;
    return classNames(
      edges(index),
      styles[mark.kind],
      from + index === mark.from && styles.first,
      from + index === mark.to - 1 && styles.last,
    );
  };
  // what is drawn around a range ends with its last octet, not with the gap after it
  const gapClass = (index: number) => {
    const mark = markAt(index);
    const isLit = isMarked(index) && isMarked(index + 1);
    const isInMark = mark !== undefined && from + index < mark.to - 1;
    return classNames(isLit && styles.lit, isInMark && styles[mark.kind]) || undefined;
  };
  const pick = (index: number) =>
    onPick === undefined
      ? undefined
      : () => {
          onPick(from + index);
        };
  return (
    <div className={styles.line} style={{ transform: `translateY(${top}px)` }}>
      <span className={styles.offset}>{from.toString(16).padStart(4, "0")}</span>
      <span className={styles.octets} style={{ width: `${perLine * 3}ch` }}>
        {line.map((octet, index) => (
          <Fragment key={from + index}>
            {/* The tree is the keyboard's way to a range; a click here is the pointer's. */}
            {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
            <span className={octetClass(index)} title={markAt(index)?.title} onClick={pick(index)}>
              {octet.toString(16).padStart(2, "0")}
            </span>
            {index < line.length - 1 && <span className={gapClass(index)}> </span>}
          </Fragment>
        ))}
      </span>
      <span className={styles.text}>
        {line.map((octet, index) => (
          <span key={from + index} className={edges(index) || undefined}>
            {octet >= 0x20 && octet < 0x7f ? String.fromCodePoint(octet) : "·"}
          </span>
        ))}
      </span>
      {note !== undefined && (
        <span className={classNames(styles.note, "clip")} title={note}>
          {note}
        </span>
      )}
    </div>
  );
}
