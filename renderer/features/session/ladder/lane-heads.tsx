import { Tooltip } from "@mantine/core";
import type { PartyView, StateRow } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { roleTitle } from "../../../shared/format/row-text.ts";
import { stateName } from "../../../shared/format/state-name.ts";
import { RoleGlyph, roleClass } from "../../../shared/widgets/glyph.tsx";
import { headWidth, type Lane } from "./lanes.ts";
import styles from "./ladder.module.css";

/** The heads of the lanes: glyph, name, and the state of that party at the row that is looked at. */
export function LaneHeads({
  lanes,
  states,
  changed,
  holding,
}: {
  readonly lanes: readonly Lane[];
  readonly states: ReadonlyMap<PartyView["role"], StateRow>;
  /** Roles whose state changed at that row. */
  readonly changed: readonly PartyView["role"][];
  /** The role whose message stands at the tap. */
  readonly holding: PartyView["role"] | undefined;
}) {
  return (
    <div className={styles.heads} role="row" aria-rowindex={1}>
      <span role="columnheader" className={styles.gutterHead}>
        <span>step</span>
        <span>no.</span>
      </span>
      <span role="columnheader" className={styles.laneHeads} aria-label="Parties and their states">
        {lanes.map((lane) => {
          const state = states.get(lane.role);
          return (
            <span
              key={lane.role}
              className={classNames(styles.laneHead, roleClass(lane.role))}
              style={{ left: `${lane.x}%`, width: `${headWidth(lanes, lane)}%` }}
            >
              <span className={styles.laneName} title={lane.name}>
                <RoleGlyph role={lane.role} />
                {roleTitle(lane.role)}
                {lane.underTest && <span className={styles.wedge} title="product under test" />}
              </span>
              <Tooltip
                label={state === undefined ? "This party has not moved yet." : chipTitle(state)}
                disabled={state?.description === undefined && state !== undefined}
              >
                <span
                  className={classNames(
                    styles.chip,
                    changed.includes(lane.role) && styles.chipHot,
                    holding === lane.role && styles.chipHeld,
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

function chipTitle(state: StateRow): string {
  return `${state.description ?? state.state} (${state.machine}, after ${state.event})`;
}
