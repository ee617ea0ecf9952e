import type { MessageRow, PartyView, Verdict } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatClock } from "../../../shared/format/clock.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { isStub, outcomeText } from "../../../shared/format/row-text.ts";
import { Badge, FindingBadge } from "../../../shared/widgets/badge.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { Arrow } from "./arrow.tsx";
import { StateNotch } from "./lane-lines.tsx";
import { laneX, type Lane } from "./lanes.ts";
import styles from "./ladder.module.css";

/** A lost message has its label over the part of the way that it covered. */
function stubPlace(from: number, to: number): { left: string; width: string } {
  const end = from + (to - from) * 0.6;
  return { left: `${Math.min(from, end)}%`, width: `${Math.abs(end - from)}%` };
}

/** The arrow of one message, its label and badges, between gutter and clock. */
export function MessageLine({
  row,
  lanes,
  height,
  changed,
  selected,
  held,
  step,
}: {
  readonly row: MessageRow;
  readonly lanes: readonly Lane[];
  readonly height: number;
  readonly changed: readonly PartyView["role"][];
  readonly selected: boolean;
  readonly held: boolean;
  /** The step that this line begins or judges, for the gutter. */
  readonly step: { readonly id: string; readonly verdict: Verdict | undefined } | undefined;
}) {
  const from = laneX(lanes, row.from.role);
  const to = laneX(lanes, row.to.role);
  const y = height - 8;
  const lost = isStub(row.outcome);
  const outcome = outcomeText(row.outcome);
  const look = held ? "held" : lost ? "stub" : selected ? "selected" : "plain";
  const left = Math.min(from, to);
  return (
    <>
      <span role="gridcell" className={styles.gutter}>
        <span className={styles.step}>{step?.id}</span>
        {step?.verdict !== undefined && step.verdict !== "none" && (
          <span title={step.verdict} className={styles.stepMark}>
            <VerdictMark verdict={step.verdict} />
          </span>
        )}
        <span className={styles.number}>{formatCount(row.seq)}</span>
      </span>
      <span role="gridcell" className={styles.diagram}>
        <svg className={styles.drawing} aria-hidden="true">
          <g className={styles.arrow}>
            <Arrow
              from={from}
              to={to}
              y={y}
              look={{ direction: row.direction, look, notched: changed.includes(row.to.role) }}
            />
          </g>
          {lanes
            .filter(({ role }) => changed.includes(role))
            .map((lane) => (
              <StateNotch key={lane.role} lane={lane} y={y} />
            ))}
        </svg>
        <span
          className={styles.label}
          style={lost ? stubPlace(from, to) : { left: `${left}%`, width: `${Math.abs(to - from)}%` }}
        >
          <span className={styles.labelText}>{row.title}</span>
          {held && <Badge badge={{ text: "held", tone: "held" }} />}
          {row.badges.map((badge) => (
            <Badge key={badge.text} badge={badge} />
          ))}
          {row.findings > 0 && <FindingBadge count={row.findings} />}
          {outcome !== undefined && !lost && (
            <Badge badge={{ text: row.outcome, tone: "warn", title: outcome }} />
          )}
        </span>
        {lost && (
          <span
            className={styles.lost}
            style={
              to > from
                ? { left: `calc(${from + (to - from) * 0.6}% + 8px)` }
                : { right: `calc(${100 - (from + (to - from) * 0.6)}% + 8px)` }
            }
          >
            {outcome}
          </span>
        )}
      </span>
      <span role="gridcell" className={classNames(styles.clock, selected && styles.ink)}>
        {formatClock(row.clock)}
      </span>
    </>
  );
}
