import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RunLine } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { formatDuration } from "../../shared/format/clock.ts";
import { formatCount } from "../../shared/format/count.ts";
import { variantText } from "../../shared/format/variant.ts";
import { formatWhen } from "../../shared/format/when.ts";
import { useNow } from "../../shared/hooks/use-now.ts";
import { useRowKeys } from "../../shared/hooks/use-row-keys.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { VerdictWord } from "../../shared/widgets/verdict.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { removeRun } from "../../state/run-actions.ts";
import styles from "./home.module.css";

/** How often the list is read again, in milliseconds. */
const REREAD_MS = 2000;

/** What ran before, newest first, with its verdict and why. */
export function RecentRuns() {
  const navigate = useNavigate();
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: REREAD_MS }));
  const scenarios = useQuery(hostQueries.scenarios.list.queryOptions());
  const [active, setActive] = useState(0);
  const now = useNow(60_000);
  // The live world is a run like others once something happened in it.
  const lines = (runs.data ?? []).filter(({ id, messages }) => id !== "live" || messages > 0);
  const open = (index: number) => {
    const line = lines[index];
    if (line !== undefined) void navigate({ to: "/session/$run", params: { run: line.id } });
  };
  const onKeyDown = useRowKeys(lines.length, active, setActive, () => {
    open(active);
  });
  const activeLine = lines[active];
  return (
    <section className={styles.recent} aria-labelledby="recent-runs" data-pane>
      <div className={styles.recentHead}>
        <h2 id="recent-runs">Recent runs</h2>
        <span className="caption">{lines.length > 0 ? "Enter opens the session" : ""}</span>
        <span className="grow" />
        {activeLine !== undefined && activeLine.id !== "live" && (
          <Button variant="subtle" onClick={() => void removeRun(activeLine.id).then(() => runs.refetch())}>
            Remove run {activeLine.id}
          </Button>
        )}
      </div>
      {lines.length === 0 ? (
        <Empty>
          <b>Runs appear here</b> with their verdict and the reason for it.
        </Empty>
      ) : (
        <div
          role="grid"
          aria-label="Recent runs"
          aria-rowcount={lines.length + 1}
          aria-activedescendant={activeLine === undefined ? undefined : `run-${activeLine.id}`}
          tabIndex={0}
          data-keys="list"
          data-level="list"
          data-pane-focus
          className={styles.runs}
          onKeyDown={onKeyDown}
        >
          <div role="row" className={styles.runsHead}>
            {["run", "what", "variant", "verdict", "why", "messages", "took", "when"].map((head) => (
              <span key={head} role="columnheader" className={numbers.has(head) ? styles.number : undefined}>
                {head}
              </span>
            ))}
          </div>
          {lines.map((line, index) => (
            <Line
              key={line.id}
              line={line}
              variant={variantText(
                line.settings,
                scenarios.data?.find(({ id }) => id === line.scenario),
              )}
              now={now}
              active={index === active}
              onActivate={() => {
                setActive(index);
              }}
              onOpen={() => {
                open(index);
              }}
            />
          ))}
        </div>
      )}
    </section>
  );
}

const numbers = new Set(["messages", "took"]);

function Line({
  line,
  variant,
  now,
  active,
  onActivate,
  onOpen,
}: {
  readonly line: RunLine;
  readonly variant: string;
  readonly now: number;
  readonly active: boolean;
  readonly onActivate: () => void;
  readonly onOpen: () => void;
}) {
  const isGoing = line.state === "running" || line.state === "paused";
  return (
    // Keys are handled by the grid, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={`run-${line.id}`}
      aria-selected={active}
      className={classNames(styles.run, active && styles.runActive)}
      onClick={onOpen}
      onPointerEnter={onActivate}
    >
      <span role="gridcell" className="data">
        {line.id}
      </span>
      <span role="gridcell">{line.title}</span>
      <span role="gridcell" className="muted" title={variant}>
        {variant}
      </span>
      <span role="gridcell">
        {isGoing ? <b className="strong">▸ {line.state}</b> : <VerdictWord verdict={line.verdict} />}
      </span>
      <span
        role="gridcell"
        className={classNames("clip", line.verdict === "pass" && "muted")}
        title={line.reason}
      >
        {line.state === "aborted" ? "aborted" : line.reason}
      </span>
      <span role="gridcell" className={classNames("data", styles.number)}>
        {formatCount(line.messages)}
      </span>
      <span role="gridcell" className={classNames("data", styles.number)}>
        {formatDuration(line.durationMs)}
      </span>
      <span role="gridcell">{formatWhen(line.startedAt, now)}</span>
    </div>
  );
}
