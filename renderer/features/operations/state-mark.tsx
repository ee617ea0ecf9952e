import type { DevicePhase, OperationState } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import styles from "./marks.module.css";

type Tone = "ink" | "muted" | "pass" | "fail" | "inconc";

interface Look {
  readonly word: string;
  readonly tone: Tone;
  /** A line, or a filled shape. */
  readonly line?: string;
  readonly fill?: string;
}

const check = "M2 6.5 5 9.5 10.5 2.5";
const cross = "M2.5 2.5l7 7M9.5 2.5l-7 7";
const question = "M3.5 4a2.5 2.5 0 1 1 2.5 2.5V8M6 9.8v1.2";
const circle = "M6 1.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4";

const states: Readonly<Record<OperationState, Look>> = {
  pending: { word: "pending", tone: "muted", line: circle },
  running: { word: "running", tone: "ink", fill: "M3.5 2.2 9.5 6 3.5 9.8z" },
  cancelling: { word: "cancelling", tone: "ink", line: `${circle}M3 3l6 6` },
  succeeded: { word: "succeeded", tone: "pass", line: check },
  "partly-succeeded": {
    word: "partly succeeded",
    tone: "inconc",
    line: "M1 6.5 3.5 9 8 3M8 7.2l3 3M11 7.2l-3 3",
  },
  failed: { word: "failed", tone: "fail", line: cross },
  cancelled: { word: "cancelled", tone: "muted", line: `${circle}M3 3l6 6` },
  expired: { word: "expired", tone: "inconc", line: question },
};

/** Where devices stand, as words, shapes and colours; one place for funnel, lists and strip. */
export const phases: Readonly<Record<DevicePhase, Look>> = {
  queued: { word: "queued", tone: "muted", line: "M2.5 2.5h7v7h-7z" },
  notified: { word: "notified", tone: "muted", line: "M2 3.5h8M2 6h8M2 8.5h8" },
  "in-session": { word: "in session", tone: "ink", fill: "M6 3a3 3 0 1 0 0 6a3 3 0 1 0 0-6" },
  awaiting: {
    word: "awaiting alert",
    tone: "ink",
    line: "M6 2v4l3 2M6 1.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4",
  },
  succeeded: { word: "done", tone: "pass", line: check },
  failed: { word: "failed", tone: "fail", line: cross },
  expired: { word: "no answer", tone: "inconc", line: question },
  cancelled: { word: "cancelled", tone: "muted", line: `${circle}M3 3l6 6` },
  unknown: { word: "unknown", tone: "inconc", line: "M2 6h8M4 3.5h4M4 8.5h4" },
};

/** The state of an operation as shape, word and colour. */
export function OperationMark({
  state,
  boxed = false,
}: {
  readonly state: OperationState;
  readonly boxed?: boolean;
}) {
  return <Mark look={states[state]} boxed={boxed} />;
}

/** Where a device stands, as shape, word and colour. */
export function PhaseMark({ phase }: { readonly phase: DevicePhase }) {
  return <Mark look={phases[phase]} boxed={false} />;
}

/** The class that sets the colour of a phase. */
export function phaseClass(phase: DevicePhase): string {
  return styles[phases[phase].tone] ?? "";
}

function Mark({ look, boxed }: { readonly look: Look; readonly boxed: boolean }) {
  const { word, tone, line, fill } = look;
  return (
    <span className={classNames(styles.mark, styles[tone], boxed && styles.boxed)}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {line !== undefined && <path className={styles.line} d={line} />}
        {fill !== undefined && <path className={styles.fill} d={fill} />}
      </svg>
      {word}
    </span>
  );
}
