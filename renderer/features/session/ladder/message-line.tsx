import type { MessageRow, PartyView, Verdict } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatClock } from "../../../shared/format/clock.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { isStub, outcomeText } from "../../../shared/format/row-text.ts";
import { Badge, FindingBadge } from "../../../shared/widgets/badge.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { Arrow } from "./arrow.tsx";
import { LaneLines, StateNotch } from "./lane-lines.tsx";
import { laneX, type Lane } from "./lanes.ts";
import styles from "./ladder.module.css";

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
          <LaneLines lanes={lanes} />
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
        <span className={styles.label} style={{ left: `${left}%`, width: `${Math.abs(to - from)}%` }}>
          <span className={styles.labelText}>{row.title}</span>
          {row.badges.map((badge) => (
            <Badge key={badge.text} badge={badge} />
          ))}
          {held && <Badge badge={{ text: "held", tone: "held" }} />}
          {row.findings > 0 && <FindingBadge count={row.findings} />}
          {outcome !== undefined && !lost && <Badge badge={{ text: row.outcome, tone: "warn", title: outcome }} />}
        </span>
        {lost && (
          <span
            className={styles.lost}
            style={to > from ? { left: `${from + (to - from) * 0.64}%` } : { right: `${100 - (from + (to - from) * 0.64)}%` }}
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
