import { useQuery } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { RunSnapshot } from "../state/run-feed.ts";
import { hostQueries } from "../state/host-client.ts";
import { toggleRun } from "../state/run-actions.ts";
import { currentCallbacks } from "../state/callback-ui.ts";
import { currentDiagnostics } from "../state/diagnostics-ui.ts";
import { currentConsole } from "../state/console-ui.ts";
import { currentDevice } from "../state/device-ui.ts";
import { feedOf } from "../state/run-feeds.ts";
import { currentOperation } from "../state/operation-ui.ts";
import { currentPolicies } from "../state/policies-ui.ts";
import { currentRegistry } from "../state/registry-ui.ts";
import { currentRun } from "../state/run-ui.ts";
import { useStore } from "../state/store.ts";
import { commandList } from "./command-list.ts";
import { ConnectionNotice } from "./connection-notice.tsx";
import { KeyHelp } from "./key-help.tsx";
import { LiveRegion } from "./live-region.tsx";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { StatusBar } from "./status-bar.tsx";
import { useKeys } from "./use-keys.ts";
import { viewActions } from "./view-actions.ts";
import styles from "./shell.module.css";

const nothing: RunSnapshot = { run: undefined, rows: [], count: 0, problem: undefined };
const never = () => () => undefined;

/** The window: rail, screen, status; palette and key help above them. */
export function Shell() {
  const navigate = useNavigate();
  const [helpOpened, setHelpOpened] = useState(false);
  const scenarios = useQuery(hostQueries.scenarios.list.queryOptions());
  const host = useQuery(hostQueries.host.watch.experimental_liveOptions());
  const runId = useStore(currentRun);
  const feed = useMemo(() => (runId === undefined ? undefined : feedOf(runId)), [runId]);
  const { run } = useSyncExternalStore(feed?.subscribe ?? never, feed?.get ?? (() => nothing));
  const goTo = useCallback((path: string) => void navigate({ to: path }), [navigate]);
  const view = useMemo(
    () =>
      viewActions(
        () => {
          setHelpOpened(true);
        },
        () => {
          goTo("/");
        },
      ),
    [goTo],
  );
  const device = useStore(currentDevice);
  const operation = useStore(currentOperation);
  const callbacks = useStore(currentCallbacks);
  const diagnostics = useStore(currentDiagnostics);
  const console = useStore(currentConsole);
  const policies = useStore(currentPolicies);
  const registry = useStore(currentRegistry);
  const commands = useMemo(
    () =>
      commandList({
        run,
        scenarios: scenarios.data ?? [],
        device,
        operation,
        callbacks,
        diagnostics,
        console,
        policies,
        registry,
        goTo,
        view,
      }),
    [run, scenarios.data, device, operation, callbacks, diagnostics, console, policies, registry, goTo, view],
  );
  useKeys(commands, () => {
    if (run !== undefined) void toggleRun(run);
  });
  const held = run?.held.filter(({ by }) => by === "rule").length ?? 0;
  return (
    <div className={styles.shell}>
      <Rail run={runId} held={held} />
      <main className={styles.main} id="main">
        <ConnectionNotice />
        <div className={styles.screen}>
          <Outlet />
        </div>
      </main>
      <StatusBar
        host={host.data}
        onHelp={() => {
          setHelpOpened(true);
        }}
      />
      <LiveRegion />
      <Palette commands={commands} />
      <KeyHelp
        opened={helpOpened}
        onClose={() => {
          setHelpOpened(false);
        }}
      />
    </div>
  );
}
