import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { useConsoleUi } from "../../state/console-ui.ts";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { loadAgain } from "./console-actions.tsx";
import { ConsoleWorkbench } from "./console-workbench.tsx";

/** How often the External Systems are read again, in milliseconds: a run may still be building its world. */
const REREAD_MS = 5000;

/** The console of a run: requests as one of its External Systems. */
export function ConsoleScreen({
  runId,
  again = {},
}: {
  readonly runId: string;
  /** An operation to do once more, and how the devices stand for which. */
  readonly again?: { readonly again?: string; readonly devices?: string };
}) {
  const navigate = useNavigate();
  const { again: operation, devices } = again;
  useEffect(() => {
    if (operation === undefined) return;
    void loadAgain(runId, operation, devices ?? "");
    // once: going back to this address must not overwrite what was edited since
    void navigate({ to: "/console/$run", params: { run: runId }, search: {}, replace: true });
  }, [runId, operation, devices, navigate]);
  const ui = useConsoleUi(runId);
  const catalog = useQuery(hostQueries.console.catalog.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  const systems = useQuery(
    hostQueries.console.systems.queryOptions({
      input: { run: runId },
      refetchInterval: REREAD_MS,
      retry: false,
    }),
  );
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  const known = systems.data?.systems ?? [];
  const system = known.find(({ id }) => id === ui.system) ?? known[0];
  if (catalog.data !== undefined && system !== undefined)
    return (
      <ConsoleWorkbench
        run={runId}
        ui={ui}
        catalog={catalog.data}
        systems={known}
        system={system}
        over={systems.data?.over}
      />
    );
  const openLive = () => void navigate({ to: "/console/$run", params: { run: "live" } });
  const problem = systems.error?.message ?? catalog.error?.message;
  return (
    <Pane label="Console">
      <PaneHead title="Console" level={1} about={runId} />
      {problem !== undefined ? (
        <Empty actions={<Button onClick={openLive}>Open the console of the live world</Button>}>
          <b>{problem}</b>
        </Empty>
      ) : systems.data === undefined || catalog.data === undefined ? (
        <Empty>Reading the contract and the External Systems…</Empty>
      ) : (
        <Empty
          actions={runId !== "live" && <Button onClick={openLive}>Open the console of the live world</Button>}
        >
          <b>There is no External System of ours in this run.</b> The console speaks as one. The host has one
          for each entry of its configuration under the key <code>externalSystems</code>; every scenario with
          a web service interface brings its own.
        </Empty>
      )}
    </Pane>
  );
}
