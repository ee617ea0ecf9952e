import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { useRun } from "../../state/run-feeds.ts";
import { currentRun, selectedRow, useRunUi } from "../../state/run-ui.ts";
import { SessionWorkbench } from "./session-workbench.tsx";

/** What the session needs of the inspector, which is an island of its own. */
export type InspectorSlot = (place: {
  readonly run: string;
  readonly row: JournalRow | undefined;
  readonly going: boolean;
  readonly onSelect: (seq: number) => void;
}) => ReactNode;

/** One run as a session: ladder, inspector, controls. */
export function SessionScreen({
  runId,
  inspector,
}: {
  readonly runId: string;
  readonly inspector: InspectorSlot;
}) {
  const navigate = useNavigate();
  const snapshot = useRun(runId);
  const ui = useRunUi(runId);
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  const { run } = snapshot;
  if (run !== undefined) {
    return (
      <SessionWorkbench
        run={run}
        snapshot={snapshot}
        ui={ui}
        row={selectedRow(snapshot, ui)}
        inspector={inspector}
      />
    );
  }
  return (
    <Pane label="Session">
      <PaneHead title="Session" level={1} about={runId} />
      {snapshot.problem === undefined ? (
        <Empty>Reading the run…</Empty>
      ) : (
        <Empty
          actions={
            <Button variant="filled" onClick={() => void navigate({ to: "/" })}>
              Start another run
            </Button>
          }
        >
          <b>{snapshot.problem}</b> It was removed, or the host was started again without a data folder.
        </Empty>
      )}
    </Pane>
  );
}
