import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { JournalRow, PartyView } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { namedRoles } from "../../shared/format/party-name.ts";
import { JournalTable } from "../../shared/journal/journal-table.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { NamedRoles } from "../../shared/widgets/named-roles.ts";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { Splitter } from "../../shared/widgets/splitter.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { backToLive, choose } from "../../state/run-actions.ts";
import { useRun } from "../../state/run-feeds.ts";
import { currentRun, rowBySeq, useRunUi } from "../../state/run-ui.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { useStore } from "../../state/store.ts";
import { FilterBar } from "./filter-bar.tsx";
import { useFilteredRows } from "./use-filtered-rows.ts";
import styles from "./journal.module.css";

const noParties: readonly PartyView[] = [];

/** Everything that was recorded of a run, table first. */
export function JournalScreen({
  runId,
  inspector,
}: {
  readonly runId: string;
  readonly inspector: (place: {
    readonly run: string;
    readonly row: JournalRow | undefined;
    readonly going: boolean;
    readonly onSelect: (seq: number) => void;
    readonly actions: ReactNode;
  }) => ReactNode;
}) {
  const navigate = useNavigate();
  const snapshot = useRun(runId);
  const ui = useRunUi(runId);
  const { inspectorWidth } = useStore(settings);
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const [text, setText] = useState("");
  const filtered = useFilteredRows(runId, snapshot, text);
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  const { run } = snapshot;
  const row =
    ui.pinned === undefined ? filtered.rows.at(-1) : rowBySeq(snapshot.rows, snapshot.count, ui.pinned);
  const onSelect = (seq: number) => {
    choose(runId, seq);
  };
  const openSession = () => void navigate({ to: "/session/$run", params: { run: runId } });
  const choices = runChoices(runId, run?.title ?? runId, runs.data ?? []);
  const { parties = noParties, crowd } = run ?? {};
  const named = useMemo(() => namedRoles({ parties, crowd }), [parties, crowd]);
  return (
    <NamedRoles value={named}>
      <div className={styles.journal} style={{ "--inspector": `${inspectorWidth}px` }}>
        <Pane label="Journal">
          <PaneHead title="Journal" level={1} about={run?.title}>
            {ui.pinned !== undefined && (
              <Button
                variant="subtle"
                onClick={() => {
                  backToLive(runId);
                }}
              >
                Newest <kbd>L</kbd>
              </Button>
            )}
            <label htmlFor="journal-run" className="caption">
              run
            </label>
            <NativeSelect
              id="journal-run"
              value={runId}
              onChange={({ currentTarget }) =>
                void navigate({ to: "/journal/$run", params: { run: currentTarget.value } })
              }
              data={choices}
            />
          </PaneHead>
          <FilterBar
            text={text}
            onChange={setText}
            matching={filtered.matching}
            total={filtered.total}
            searching={filtered.searching}
          />
          <div className={styles.list} data-level="list" tabIndex={-1}>
            <JournalTable
              id="journal"
              label={`Journal of ${run?.title ?? runId}`}
              rows={filtered.rows}
              selected={row?.seq}
              follow={ui.pinned === undefined}
              onSelect={onSelect}
              onOpen={openSession}
              empty={
                <NothingHere
                  text={text}
                  total={filtered.total}
                  searching={filtered.searching}
                  problem={snapshot.problem}
                  onClear={() => {
                    setText("");
                  }}
                />
              }
            />
          </div>
          <div className={styles.foot}>
            <span>
              {formatCount(filtered.rows.length)} of {formatCount(filtered.total)} records
            </span>
            <span className="grow" />
            <span>
              {filtered.searching ? "searching; what is found can be used now" : "Enter opens the session"}
            </span>
          </div>
        </Pane>
        <Splitter
          label="Width of the inspector"
          axis="x"
          size={inspectorWidth}
          min={300}
          max={860}
          onResize={(width) => {
            changeSettings({ inspectorWidth: width });
          }}
          className={styles.split}
        />
        {inspector({
          run: runId,
          row,
          going: run?.state === "running",
          onSelect,
          actions: (
            <Button variant="subtle" onClick={openSession}>
              Open in session
            </Button>
          ),
        })}
      </div>
    </NamedRoles>
  );
}

function runChoices(
  runId: string,
  title: string,
  runs: readonly { readonly id: string; readonly title: string }[],
): { value: string; label: string }[] {
  const choices = runs.map((line) => ({ value: line.id, label: `${line.id} · ${line.title}` }));
  return choices.some(({ value }) => value === runId)
    ? choices
    : [{ value: runId, label: title }, ...choices];
}

function NothingHere({
  text,
  total,
  searching,
  problem,
  onClear,
}: {
  readonly text: string;
  readonly total: number;
  readonly searching: boolean;
  readonly problem: string | undefined;
  readonly onClear: () => void;
}) {
  if (problem !== undefined) {
    return (
      <Empty>
        <b>{problem}</b> Choose another run above.
      </Empty>
    );
  }
  if (searching) return <Empty>Searching…</Empty>;
  if (text !== "") {
    return (
      <Empty actions={<Button onClick={onClear}>Clear the filter</Button>}>
        <b>0 of {formatCount(total)} match.</b> No record has all of these words: {text}.
      </Empty>
    );
  }
  return (
    <Empty>
      <b>Records appear here</b> as soon as the run goes on: messages, changes of state, notes and verdicts.
    </Empty>
  );
}
