import type { BadgeView, MessageRow, PartyView, Verdict } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatClock } from "../../../shared/format/clock.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { shortName } from "../../../shared/format/party-name.ts";
import { isStub, outcomeText } from "../../../shared/format/row-text.ts";
import { Badge, FindingBadge } from "../../../shared/widgets/badge.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { Arrow } from "./arrow.tsx";
import { StateNotch } from "./lane-lines.tsx";
import { fitBadges, titleRoom } from "./fit-badges.ts";
import { type Lane, laneOf, laneX } from "./lanes.ts";
import styles from "./ladder.module.css";

/** Part of the way that a lost message covers. */
const STUB = 0.6;

/** A lost message has its label over the part of the way that it covered. */
function stubPlace(from: number, to: number): { left: string; width: string } {
  const end = from + (to - from) * STUB;
  return { left: `${Math.min(from, end)}%`, width: `${Math.abs(end - from)}%` };
}

/** A label over its arrow; one that is longer than the arrow is as wide as its title, as far as there is room. */
function labelPlace(from: number, to: number, title: string, width: number): { left: string; width: string } {
  const left = (Math.min(from, to) / 100) * width;
  const span = (Math.abs(to - from) / 100) * width;
  const wide = Math.min(width, Math.max(span, titleRoom(title)));
  const start = Math.max(0, Math.min(width - wide, left - (wide - span) / 2));
  return { left: `${start}px`, width: `${wide}px` };
}

/** A message of a party to itself has its label beside the loop, where there is more room. */
function selfPlace(at: number): { left?: string; right?: string; width: string } {
  return at > 50
    ? { right: `calc(${100 - at}% + 8px)`, width: `calc(${at}% - 8px)` }
    : { left: `calc(${at}% + 36px)`, width: `calc(${100 - at}% - 36px)` };
}

/** The badges of a message, what became of it among them. */
function badgesOf({ badges, outcome }: MessageRow, held: boolean): readonly BadgeView[] {
  const more: BadgeView[] = held ? [{ text: "held", tone: "held" }] : [];
  more.push(...badges);
  const became = outcomeText(outcome);
  if (became !== undefined && !isStub(outcome) && !badges.some(({ text }) => text === outcome))
    more.push({ text: outcome, tone: "warn", title: became });
  return more;
}

/** Which of the parties on a shared lane it is, written at the side of the lane where no arrow is. */
function Who({
  lanes,
  party,
  beside,
}: {
  readonly lanes: readonly Lane[];
  readonly party: PartyView;
  /** The arrow is at the right of the lane. */
  readonly beside: boolean;
}) {
  const lane = laneOf(lanes, party);
  if (lane === undefined || lane.count < 2) return null;
  return (
    <span
      className={classNames(styles.who, beside && styles.whoLeft)}
      style={
        beside
          ? { right: `calc(${100 - lane.x}% + 7px)`, maxWidth: `calc(${lane.x}% - 9px)` }
          : { left: `calc(${lane.x}% + 7px)`, maxWidth: `calc(${100 - lane.x}% - 9px)` }
      }
      title={party.name}
    >
      {shortName(party)}
    </span>
  );
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
  width,
}: {
  readonly row: MessageRow;
  readonly lanes: readonly Lane[];
  readonly height: number;
  readonly changed: readonly PartyView[];
  readonly selected: boolean;
  readonly held: boolean;
  /** The step that this line begins or judges, for the gutter. */
  readonly step: { readonly id: string; readonly verdict: Verdict | undefined } | undefined;
  /** Width of the diagram in pixels. */
  readonly width: number;
}) {
  const from = laneX(lanes, row.from);
  const to = laneX(lanes, row.to);
  const y = height - 8;
  const lost = isStub(row.outcome);
  const outcome = outcomeText(row.outcome);
  const look = held ? "held" : lost ? "stub" : selected ? "selected" : "plain";
  const isSelf = from === to;
  const span = isSelf ? Math.max(from, 100 - from) : Math.abs(to - from) * (lost ? STUB : 1);
  const { shown, left: hidden } = fitBadges(row.title, badgesOf(row, held), (span / 100) * width);
  const moved = new Set(changed.map((party) => laneOf(lanes, party)));
  const isNotched = moved.has(laneOf(lanes, row.to));
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
            <Arrow from={from} to={to} y={y} look={{ direction: row.direction, look, notched: isNotched }} />
          </g>
          {lanes
            .filter((lane) => moved.has(lane))
            .map((lane) => (
              <StateNotch key={lane.key} lane={lane} y={y} />
            ))}
        </svg>
        <span
          className={classNames(styles.label, isSelf && styles.selfLabel)}
          style={
            isSelf ? selfPlace(from) : lost ? stubPlace(from, to) : labelPlace(from, to, row.title, width)
          }
        >
          <span className={styles.labelText} title={row.title}>
            {row.title}
          </span>
          {shown.map((badge) => (
            <Badge key={badge.text} badge={badge} />
          ))}
          {hidden.length > 0 && (
            <Badge
              badge={{
                text: `+${hidden.length}`,
                tone: "plain",
                title: hidden.map(({ text }) => text).join(", "),
              }}
            />
          )}
          {row.findings > 0 && <FindingBadge count={row.findings} />}
        </span>
        <Who lanes={lanes} party={row.from} beside={from <= to} />
        {!isSelf && <Who lanes={lanes} party={row.to} beside={to < from} />}
        {lost && (
          <span
            className={styles.lost}
            style={
              to > from
                ? { left: `calc(${from + (to - from) * STUB}% + 8px)` }
                : { right: `calc(${100 - (from + (to - from) * STUB)}% + 8px)` }
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
