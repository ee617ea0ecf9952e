import type { DevicePhase, JobView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatShare } from "../../shared/format/elapsed.ts";
import { phaseClass, phases } from "./state-mark.tsx";
import styles from "./job.module.css";

/** The way of a device, and where it may end. */
const way: readonly DevicePhase[] = ["queued", "notified", "in-session", "succeeded"];
const usualEnds: readonly DevicePhase[] = ["failed", "expired", "cancelled"];

/** How many devices stand where: from the queue to their end. */
export function Funnel({ job }: { readonly job: JobView }) {
  const { funnel } = job;
  const whole = Object.values(funnel).reduce((sum, count) => sum + count, 0);
  const shown: DevicePhase[] = way.slice(0, 3);
  if (funnel.awaiting > 0) shown.push("awaiting");
  shown.push("succeeded", ...usualEnds);
  if (funnel.unknown > 0) shown.push("unknown");
  return (
    <ul className={styles.funnel} aria-label="Devices by state" style={{ "--count": shown.length }}>
      {shown.map((phase) => (
        <li
          key={phase}
          className={classNames(styles.stage, phaseClass(phase), way.includes(phase) && styles.onWay)}
          data-phase={phase}
        >
          <span className={styles.stageName}>{phases[phase].word}</span>
          <span className={styles.stageCount}>{formatCount(funnel[phase])}</span>
          <span className={styles.stageAbout}>{aboutOf(phase, job, whole)}</span>
          <span className={styles.stageTrack} aria-hidden="true">
            <span style={{ width: `${whole === 0 ? 0 : (funnel[phase] / whole) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function aboutOf(phase: DevicePhase, { funnel, pace }: JobView, whole: number): string {
  switch (phase) {
    case "queued":
      return "waiting for a place";
    case "notified":
      return "Package 0 sent";
    case "in-session":
      return pace.maxParallel === undefined ? "being served" : `of ${pace.maxParallel} in parallel`;
    case "awaiting":
      return "accepted the work";
    case "succeeded":
      return formatShare(funnel.succeeded, whole);
    case "failed":
      return `${formatShare(
        funnel.failed,
        funnel.succeeded + funnel.failed + funnel.expired + funnel.unknown,
      )} of those served`;
    case "expired":
      return "not reached in time";
    case "cancelled":
      return "never begun";
    case "unknown":
      return "lost in a restart";
  }
}
