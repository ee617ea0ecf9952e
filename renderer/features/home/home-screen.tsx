import { useQuery } from "@tanstack/react-query";
import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ScenarioView } from "../../../simulator/api/index.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { hostLink } from "../../state/host-link.ts";
import { startRun } from "../../state/run-actions.ts";
import { useStore } from "../../state/store.ts";
import { RecentRuns } from "./recent-runs.tsx";
import { ScenarioRow } from "./scenario-row.tsx";
import { ScenarioTile } from "./scenario-tile.tsx";
import styles from "./home.module.css";

/** First launch and return: one click to a complete flow, and what ran before. */
export function HomeScreen() {
  const navigate = useNavigate();
  const scenarios = useQuery(hostQueries.scenarios.list.queryOptions());
  const { phase } = useStore(hostLink);
  // What else may be wrong with the host stands in the notice above the screen.
  const isStarting = phase === "connecting" || phase === "ready";
  const start = async (scenario: ScenarioView, settings: Record<string, string>) => {
    const run = await startRun({ scenario: scenario.id, settings });
    if (run !== undefined) await navigate({ to: "/session/$run", params: { run: run.id } });
  };
  const [first, second, ...others] = byImportance(scenarios.data ?? []);
  return (
    <div className={`${styles.home ?? ""} scroll`} data-keys="home">
      <div className={styles.hero}>
        <h1 className={styles.title}>DM WSI Workbench</h1>
        <p className={styles.lead}>
          External System, DM server, device and registry of the OMA DM web-service interface. Run them, step
          through every message, see every byte.
        </p>
        {first !== undefined && (
          <div className={styles.first}>
            <ScenarioTile scenario={first} onStart={start} />
          </div>
        )}
        {second !== undefined && (
          <div className={styles.second}>
            <ScenarioRow scenario={second} onStart={start} large />
          </div>
        )}
        {others.length > 0 && (
          <section className={styles.others} aria-label="More scenarios">
            {others.map((scenario) => (
              <ScenarioRow key={scenario.id} scenario={scenario} onStart={start} />
            ))}
          </section>
        )}
        {isStarting && scenarios.data === undefined && !scenarios.isError && (
          <div className={styles.waiting}>
            <Empty>
              <b>The simulator is starting.</b> Scenarios appear as soon as it is up.
            </Empty>
          </div>
        )}
        {phase === "ready" && scenarios.isError && (
          <div className={styles.waiting}>
            <Empty actions={<Button onClick={() => void scenarios.refetch()}>Try again</Button>}>
              <b>The scenarios could not be read.</b> {scenarios.error.message}
            </Empty>
          </div>
        )}
      </div>
      <RecentRuns />
    </div>
  );
}

/** The figures come first: they are what people look for. */
const figures = ["figure-3", "figure-2"];

function byImportance(scenarios: readonly ScenarioView[]): readonly ScenarioView[] {
  return scenarios.toSorted((a, b) => figures.indexOf(b.id) - figures.indexOf(a.id));
}
