import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "../class-names.ts";
import type { Span } from "../format/positions.ts";
import styles from "./hex-view.module.css";

const LINE_HEIGHT = 20;
const PADDING = 6;
/** Width from which sixteen octets fit into a line. */
const WIDE = 640;

/** Octets as offset, hexadecimal and text; the marker shows the linked range. */
export function HexView({
  label,
  octets,
  marker,
  onPick,
}: {
  readonly label: string;
  readonly octets: Uint8Array;
  readonly marker: Span | undefined;
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
  top,
  onPick,
}: {
  readonly octets: Uint8Array;
  readonly from: number;
  readonly perLine: number;
  readonly marker: Span | undefined;
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
          // The tree is the keyboard's way to a range; a click here is the pointer's.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <span key={from + index} className={edges(index) || undefined} onClick={pick(index)}>
            {octet.toString(16).padStart(2, "0")}
            {index < perLine - 1 ? " " : ""}
          </span>
        ))}
      </span>
      <span className={styles.text}>
        {line.map((octet, index) => (
          <span key={from + index} className={edges(index) || undefined}>
            {octet >= 0x20 && octet < 0x7f ? String.fromCodePoint(octet) : "·"}
          </span>
        ))}
      </span>
    </div>
  );
}
