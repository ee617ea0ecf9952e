import type { NoteRow, RunView } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatClock, formatDuration } from "../../../shared/format/clock.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { shortName } from "../../../shared/format/party-name.ts";
import { Arrow } from "./arrow.tsx";
import { type Lane, laneOf, laneX } from "./lanes.ts";
import styles from "./ladder.module.css";

/** A silence: a dashed rule with its length. */
export function GapLine({ ms }: { readonly ms: number }) {
  return (
    <>
      <span role="gridcell" className={styles.gutter} />
      <span role="gridcell" className={styles.diagram}>
        <span className={styles.gap}>
          <span>{formatDuration(ms)} without a message</span>
        </span>
      </span>
      <span role="gridcell" className={styles.clock} />
    </>
  );
}

/** Something that no message shows, beside the lane of the party that it happened to. */
export function NoteLine({
  row,
  lanes,
  height,
}: {
  readonly row: NoteRow;
  readonly lanes: readonly Lane[];
  readonly height: number;
}) {
  const x = row.party === undefined ? 0 : laneX(lanes, row.party);
  const isLeft = x > 50;
  const lane = row.party && laneOf(lanes, row.party);
  const whose = row.party && lane && lane.count > 1 ? shortName(row.party) : undefined;
  return (
    <>
      <span role="gridcell" className={styles.gutter}>
        <span className={styles.number}>{formatCount(row.seq)}</span>
      </span>
      <span role="gridcell" className={styles.diagram}>
        <svg className={styles.drawing} aria-hidden="true">
          {row.party !== undefined && (
            <svg x={`${x}%`} y={height / 2} overflow="visible">
              {row.severity === "info" ? (
                <circle className={styles.fact} r="4" />
              ) : (
                <path
                  className={classNames(styles.stop, styles[row.severity])}
                  d="M-5 -5l10 10M5 -5l-10 10"
                />
              )}
            </svg>
          )}
        </svg>
        <span
          className={classNames(styles.note, styles[row.severity])}
          style={
            isLeft
              ? { right: `calc(${100 - x}% + 10px)`, maxWidth: `calc(${x}% - 14px)` }
              : { left: `calc(${x}% + 10px)`, maxWidth: `calc(${100 - x}% - 14px)` }
          }
          title={row.text}
        >
          {whose !== undefined && <span className={styles.whose}>{whose} </span>}
          {row.text}
        </span>
      </span>
      <span role="gridcell" className={styles.clock}>
        {formatClock(row.clock)}
      </span>
    </>
  );
}

/** What will cross next, dotted, with the reason in words. */
export function NextLine({
  next,
  lanes,
}: {
  readonly next: NonNullable<RunView["next"]>;
  readonly lanes: readonly Lane[];
}) {
  const from = laneX(lanes, next.from);
  const to = laneX(lanes, next.to);
  const left = Math.min(from, to);
  return (
    <>
      <span role="gridcell" className={styles.gutter}>
        <span className={styles.step}>{next.step}</span>
        <span className={styles.number}>next</span>
      </span>
      <span role="gridcell" className={styles.diagram}>
        <svg className={styles.drawing} aria-hidden="true">
          <Arrow from={from} to={to} y={20} look={{ direction: "response", look: "next", notched: false }} />
        </svg>
        <span
          className={classNames(styles.label, styles.next)}
          style={{ left: `${left}%`, width: `${Math.abs(to - from)}%` }}
        >
          <span className={styles.labelText}>{next.title}</span>
        </span>
        <span className={styles.reason} style={reasonPlace(from, to)}>
          <span className="clip">{next.reason}</span>
        </span>
      </span>
      <span role="gridcell" className={styles.clock} />
    </>
  );
}

function reasonPlace(from: number, to: number): { left: string; right: string; justifyContent?: string } {
  const left = Math.min(from, to);
  return left > 45
    ? { right: `calc(${100 - Math.max(from, to)}% + 8px)`, left: "4px", justifyContent: "flex-end" }
    : { left: `calc(${left}% + 8px)`, right: "4px" };
}

/** Where a view of the past ends. */
export function PastLine({ left }: { readonly left: number }) {
  return (
    <>
      <span role="gridcell" className={styles.gutter} />
      <span role="gridcell" className={styles.diagram}>
        <span className={styles.gap}>
          <span>
            {left === 1 ? "1 later line is" : `${formatCount(left)} later lines are`} left out of this view
          </span>
        </span>
      </span>
      <span role="gridcell" className={styles.clock} />
    </>
  );
}
