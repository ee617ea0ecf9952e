import { Tooltip } from "@mantine/core";
import type { PartyView, StateRow } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { roleTitle } from "../../../shared/format/row-text.ts";
import { stateName } from "../../../shared/format/state-name.ts";
import { RoleGlyph, roleClass } from "../../../shared/widgets/glyph.tsx";
import { headWidth, type Lane, laneOf } from "./lanes.ts";
import styles from "./ladder.module.css";

/** The heads of the lanes: glyph, name, and the state of that party at the row that is looked at. */
export function LaneHeads({
  lanes,
  states,
  changed,
  holding,
}: {
  readonly lanes: readonly Lane[];
  readonly states: ReadonlyMap<string, StateRow>;
  /** Parties whose state changed at that row. */
  readonly changed: readonly PartyView[];
  /** The party whose message stands at the tap. */
  readonly holding: PartyView | undefined;
}) {
  return (
    <div className={styles.heads} role="row" aria-rowindex={1}>
      <span role="columnheader" className={styles.gutterHead}>
        <span>step</span>
        <span>no.</span>
      </span>
      <span role="columnheader" className={styles.laneHeads} aria-label="Parties and their states">
        {lanes.map((lane) => {
          const state = states.get(lane.key);
          const isLaneOf = (party: PartyView) => laneOf(lanes, party) === lane;
          return (
            <span
              key={lane.key}
              className={classNames(styles.laneHead, roleClass(lane.role))}
              style={{ left: `${lane.x}%`, width: `${headWidth(lanes, lane)}%` }}
            >
              <span className={styles.laneName} title={headTitle(lane)}>
                <RoleGlyph role={lane.role} />
                <span className="clip">{lane.title}</span>
                {lane.count > 1 && <span className={styles.laneCount}>×{formatCount(lane.count)}</span>}
                {lane.underTest && <span className={styles.wedge} title="product under test" />}
              </span>
              <Tooltip
                label={state === undefined ? "This party has not moved yet." : chipTitle(state, lane)}
                disabled={state?.description === undefined && state !== undefined}
              >
                <span
                  className={classNames(
                    styles.chip,
                    changed.some(isLaneOf) && styles.chipHot,
                    holding !== undefined && isLaneOf(holding) && styles.chipHeld,
                  )}
                  data-state={state?.state}
                >
                  <span className="clip">{state === undefined ? "idle" : stateName(state.state)}</span>
                </span>
              </Tooltip>
            </span>
          );
        })}
      </span>
      <span role="columnheader" className={styles.clockHead}>
        clock
      </span>
    </div>
  );
}

function headTitle({ role, name, count }: Lane): string {
  return count > 1 ? `${formatCount(count)} parties: rows say which` : `${roleTitle(role)} ${name}`;
}

function chipTitle(state: StateRow, lane: Lane): string {
  const whose = lane.count > 1 ? `${state.party.name}: ` : "";
  return `${whose}${state.description ?? state.state} (${state.machine}, after ${state.event})`;
}
