import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { memo } from "react";
import type { RunLine, RunView, ScenarioView } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { partyName } from "../../../shared/format/party-name.ts";
import { roleTitle } from "../../../shared/format/row-text.ts";
import { useNamedRoles } from "../../../shared/widgets/named-roles.ts";
import { RoleGlyph } from "../../../shared/widgets/glyph.tsx";
import { Pane, PaneHead, SectionCaption } from "../../../shared/widgets/pane.tsx";
import { VerdictWord } from "../../../shared/widgets/verdict.tsx";
import { hostQueries } from "../../../state/host-client.ts";
import { startRun } from "../../../state/run-actions.ts";
import { StepList } from "./step-list.tsx";
import styles from "./side-pane.module.css";

/** Who plays which role, what can be run, and the steps of this run with their verdicts. */
export const SidePane = memo(function SidePane({
  run,
  selected,
  onSelect,
}: {
  readonly run: RunView;
  readonly selected: number | undefined;
  readonly onSelect: (seq: number) => void;
}) {
  const navigate = useNavigate();
  const scenarios = useQuery(hostQueries.scenarios.list.queryOptions());
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const named = useNamedRoles();
  const open = (id: string) => void navigate({ to: "/session/$run", params: { run: id } });
  return (
    <Pane label="Roles, scenarios and steps" className={styles.side}>
      <PaneHead title="Run" about={run.id} />
      <div className="scroll grow">
        <SectionCaption>Roles</SectionCaption>
        <ul>
          {partiesShown(run).map(({ party, count }) => (
            <li key={`${party.role} ${party.name}`} className={styles.row} title={party.name}>
              <RoleGlyph role={party.role} />
              <span className="clip">{count > 1 ? roleTitle(party.role) : partyName(party, named)}</span>
              <span className={styles.aside}>
                {count > 1 ? `×${formatCount(count)}` : party.underTest ? "under test" : "ours"}
              </span>
            </li>
          ))}
        </ul>
        <SectionCaption aside={run.steps.length > 0 ? judged(run) : undefined}>Steps</SectionCaption>
        <StepList steps={run.steps} selected={selected} onSelect={onSelect} />
        <SectionCaption aside={scenarios.data?.length}>Scenarios</SectionCaption>
        <ul>
          {scenarios.data?.map((scenario) => {
            const listed = runs.data?.find((line) => line.scenario === scenario.id);
            const newest =
              listed?.id === run.id || listed === undefined
                ? (presentLine(run, scenario.id) ?? listed)
                : listed;
            return (
              <li key={scenario.id}>
                <UnstyledButton
                  className={classNames(
                    styles.row,
                    styles.press,
                    run.scenario === scenario.id && styles.present,
                  )}
                  title={
                    newest === undefined
                      ? `Run ${scenario.title}`
                      : `Open the newest run of ${scenario.title}`
                  }
                  onClick={() => {
                    if (newest !== undefined) open(newest.id);
                    else void startScenario(scenario, open);
                  }}
                >
                  <span className="clip">{scenario.title}</span>
                  <span className={styles.aside}>
                    <ScenarioState newest={newest} />
                  </span>
                </UnstyledButton>
              </li>
            );
          })}
        </ul>
      </div>
    </Pane>
  );
});

/** Simulated parties of a role that are listed one by one; more are counted. */
const MOST_LISTED = 3;

/** The parties, those of a crowded role as one row. */
function partiesShown({
  parties,
  crowd = {},
}: RunView): readonly { readonly party: RunView["parties"][number]; readonly count: number }[] {
  const counted = new Set<string>();
  return parties.flatMap((party) => {
    const count = crowd[party.role] ?? 1;
    if (party.underTest || count <= MOST_LISTED) return [{ party, count: 1 }];
    if (counted.has(party.role)) return [];
    counted.add(party.role);
    return [{ party, count }];
  });
}

async function startScenario(scenario: ScenarioView, open: (id: string) => void): Promise<void> {
  const run = await startRun({ scenario: scenario.id });
  if (run !== undefined) open(run.id);
}

/** The run on screen is known better than the list says. */
function presentLine(run: RunView, scenario: string): RunLine | undefined {
  return run.scenario === scenario ? run : undefined;
}

function judged(run: RunView): string {
  return `${run.steps.filter(({ verdict }) => verdict !== "none").length} of ${run.steps.length}`;
}

function ScenarioState({ newest }: { readonly newest: RunLine | undefined }) {
  if (newest === undefined) return <VerdictWord verdict="none" word="not run" />;
  if (newest.state === "running" || newest.state === "paused")
    return <span className="strong">▸ {newest.state}</span>;
  return <VerdictWord verdict={newest.verdict} />;
}
