import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { chosenSystem, usePoliciesUi } from "../../state/policies-ui.ts";
import { named, policyRevision, type PoliciesPlace } from "../../state/policy-actions.tsx";
import { currentRun } from "../../state/run-ui.ts";
import { useStore } from "../../state/store.ts";
import { CertificatesPane } from "./certificates-pane.tsx";
import { PolicyDialogs } from "./dialogs/policy-dialogs.tsx";
import { DryRunPane } from "./dry-run-pane.tsx";
import { PolicyPane } from "./editor/policy-pane.tsx";
import { SystemList } from "./system-list.tsx";
import styles from "./policies.module.css";

/** How often what is on screen is read again, in milliseconds. */
const REREAD_MS = 1000;

/** The External Systems of a run: what each may do, whether a request would be granted, and the certificates. */
export function PoliciesScreen({ runId }: { readonly runId: string }) {
  const ui = usePoliciesUi(runId);
  const place: PoliciesPlace = { run: runId, server: ui.server };
  const query = useQuery({
    ...hostQueries.policies.get.queryOptions({
      input: named(place),
      refetchInterval: REREAD_MS,
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const revision = useStore(policyRevision);
  const { refetch, data } = query;
  useEffect(() => {
    if (revision > 0) void refetch();
  }, [revision, refetch]);
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  if (data === undefined || query.isError)
    return (
      <Pane label="Policies">
        <PaneHead title="Policies" level={1} />
        <NothingHere problem={query.error?.message} />
      </Pane>
    );
  const system = chosenSystem(data, ui);
  return (
    <div className={styles.screen}>
      <SystemList place={place} view={data} chosen={system?.id} />
      <div className={styles.centre}>
        {system === undefined ? (
          <Pane label="Policy">
            <PaneHead title="Policies" level={1} />
            <Empty>
              <b>This DM server knows no External System.</b> Add one at the left, or name it in the
              configuration under <code>externalSystems</code>.
            </Empty>
          </Pane>
        ) : (
          <PolicyPane key={system.id} place={place} view={data} system={system} />
        )}
        <CertificatesPane run={runId} />
      </div>
      <DryRunPane place={place} view={data} system={system} />
      <PolicyDialogs place={place} view={data} />
    </div>
  );
}

function NothingHere({ problem }: { readonly problem: string | undefined }) {
  const navigate = useNavigate();
  if (problem === undefined) return <Empty>Reading the policies…</Empty>;
  return (
    <Empty
      actions={
        <Button onClick={() => void navigate({ to: "/policies/$run", params: { run: "live" } })}>
          Open the live policies
        </Button>
      }
    >
      <b>{problem}</b> Policies belong to the DM servers of a run.
    </Empty>
  );
}
