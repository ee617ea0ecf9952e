import { Button, NativeSelect } from "@mantine/core";
import { memo, type ReactNode } from "react";
import type { RunView } from "../../../../simulator/api/index.ts";
import { formatTransportClock } from "../../../shared/format/clock.ts";
import { ControlIcon } from "../../../shared/widgets/icons.tsx";
import { VerdictWord } from "../../../shared/widgets/verdict.tsx";
import { keyHint } from "../../../state/keymap.ts";
import {
  backToLive,
  changeSpeed,
  lookBack,
  pauseRun,
  resumeRun,
  speeds,
  stepMessage,
  stepToPackageEnd,
} from "../../../state/run-actions.ts";
import styles from "./transport.module.css";

const speedTitles: Readonly<Record<string, string>> = { "0.25": "¼×", "0.5": "½×", max: "max" };

/** Run, step and look back on the left; what the run stands at on the right. */
export const Transport = memo(function Transport({
  run,
  isLive,
  lookingBack,
  hasRows,
}: {
  readonly run: RunView;
  /** The newest message is looked at. */
  readonly isLive: boolean;
  readonly lookingBack: boolean;
  readonly hasRows: boolean;
}) {
  const isOver = run.state === "finished" || run.state === "aborted";
  const over = isOver ? "The run has ended. Run it again from the end banner or from Home." : undefined;
  const held = run.held.filter(({ by }) => by === "rule").length;
  return (
    <div className={styles.transport} role="toolbar" aria-label="Run and step" data-keys="transport">
      <Button
        variant={run.state === "paused" ? "filled" : "default"}
        disabled={run.state !== "paused"}
        title={over ?? (run.state === "running" ? "It is running." : undefined)}
        onClick={() => void resumeRun(run.id)}
      >
        <ControlIcon name="run" />
        Run
        {run.state !== "running" && <kbd>{keyHint("toggle")}</kbd>}
      </Button>
      <Button
        variant={run.state === "running" ? "filled" : "default"}
        disabled={run.state !== "running"}
        title={over}
        onClick={() => void pauseRun(run.id)}
      >
        <ControlIcon name="pause" />
        Pause
        {run.state === "running" && <kbd>{keyHint("toggle")}</kbd>}
      </Button>
      <span className={styles.rule} />
      <Button disabled={isOver} title={over} onClick={() => void stepMessage(run.id)}>
        <ControlIcon name="step" />
        Step message <kbd>{keyHint("step")}</kbd>
      </Button>
      <Button disabled={isOver} title={over} onClick={() => void stepToPackageEnd(run.id)}>
        <ControlIcon name="packageEnd" />
        Package end <kbd>{keyHint("packageEnd")}</kbd>
      </Button>
      <Button
        disabled={!hasRows}
        title="Shows the run as it was one message earlier. The world itself does not go back."
        aria-pressed={lookingBack}
        onClick={() => {
          lookBack(run.id);
        }}
      >
        <ControlIcon name="back" />
        Look back <kbd>{keyHint("lookBack")}</kbd>
      </Button>
      {!isLive && (
        <Button
          variant={lookingBack ? "default" : "subtle"}
          onClick={() => {
            backToLive(run.id);
          }}
        >
          <ControlIcon name="live" />
          {lookingBack ? "Back to live" : "Newest"} <kbd>{keyHint("live")}</kbd>
        </Button>
      )}
      <span className="grow" />
      <div className={styles.reading}>
        <label htmlFor="speed">speed</label>
        <NativeSelect
          id="speed"
          value={String(run.speed)}
          disabled={isOver}
          onChange={({ currentTarget }) => {
            const chosen = speeds.find((speed) => String(speed) === currentTarget.value);
            if (chosen !== undefined) void changeSpeed(run.id, chosen);
          }}
          data={speedChoices(run.speed)}
        />
      </div>
      <span className={styles.rule} />
      <Reading caption="clock">
        <span className={styles.clock} data-testid="clock">
          {formatTransportClock(run.clock)}
        </span>
      </Reading>
      <span className={styles.rule} />
      <Reading caption="held">
        <span className={held > 0 ? styles.held : undefined}>{held}</span>
      </Reading>
      <span className={styles.rule} />
      <Reading caption="verdict">
        {run.verdict === "none" ? (
          <span title="not judged yet">–</span>
        ) : (
          <VerdictWord verdict={run.verdict} />
        )}
      </Reading>
    </div>
  );
});

function speedChoices(now: RunView["speed"]): { value: string; label: string }[] {
  const offered: readonly RunView["speed"][] =
    now === "max" || speeds.some((speed) => speed === now) ? speeds : [...speeds, now];
  return offered.map((speed) => ({ value: String(speed), label: speedTitles[String(speed)] ?? `${speed}×` }));
}

function Reading({ caption, children }: { readonly caption: string; readonly children: ReactNode }) {
  return (
    <span className={styles.reading}>
      <span>{caption}</span>
      <b>{children}</b>
    </span>
  );
}
