import { Button } from "@mantine/core";
import type { DevicePhase, JobView } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatShare } from "../../shared/format/elapsed.ts";
import { keyHint } from "../../state/keymap.ts";
import { phases } from "./state-mark.tsx";
import styles from "./heat-strip.module.css";

/** Cells of a row, at most. */
const ROW = 120;

const inOrder: readonly DevicePhase[] = [
  "queued",
  "notified",
  "in-session",
  "awaiting",
  "succeeded",
  "expired",
  "failed",
  "cancelled",
  "unknown",
];

/** All devices at a glance: each state has its own pattern beside its colour. */
export function HeatStrip({
  job,
  asTable,
  onTable,
}: {
  readonly job: JobView;
  readonly asTable: boolean;
  readonly onTable: () => void;
}) {
  const { strip, funnel } = job;
  const there = inOrder.filter((phase) => funnel[phase] > 0);
  const whole = there.reduce((sum, phase) => sum + funnel[phase], 0);
  const summary = there.map((phase) => `${funnel[phase]} ${phases[phase].word}`).join(", ");
  return (
    <section className={styles.heat} aria-label="All devices">
      <div className={styles.head}>
        <h2 className={styles.title}>All devices</h2>
        <span className="muted clip">
          {strip.perCell === 1
            ? "one cell is a device"
            : `one cell is ${strip.perCell} devices, the worst state wins`}
        </span>
        <span className="grow" />
        <span className={styles.key} aria-hidden="true">
          {there.map((phase) => (
            <span key={phase}>
              <i className={styles.cell} data-phase={phase} />
              {phases[phase].word}
            </span>
          ))}
        </span>
        <Button variant="subtle" aria-pressed={asTable} data-table-toggle onClick={onTable}>
          As table <kbd>{keyHint("table")}</kbd>
        </Button>
      </div>
      {asTable ? (
        <table className={styles.table}>
          <caption className="visually-hidden">Devices by state</caption>
          <tbody>
            <tr>
              {there.map((phase) => (
                <th key={phase} scope="col">
                  {phases[phase].word}
                </th>
              ))}
            </tr>
            <tr>
              {there.map((phase) => (
                <td key={phase} className="data">
                  {formatCount(funnel[phase])}{" "}
                  <span className="muted">{formatShare(funnel[phase], whole)}</span>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      ) : (
        <div
          className={styles.strip}
          role="img"
          aria-label={`${whole} devices: ${summary}`}
          style={{ "--cells": Math.min(ROW, strip.cells.length) }}
        >
          {strip.cells.map((phase, index) => (
            // Cells have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <i key={index} className={styles.cell} data-phase={phase} />
          ))}
        </div>
      )}
    </section>
  );
}
