import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { AlertTable } from "./alert-table.tsx";
import { DeviceAndSubscriptionLists } from "./lists.tsx";
import { LiveValues } from "./live-values.tsx";
import { SubscriptionPane } from "./subscription-pane.tsx";
import styles from "./diagnostics.module.css";

/** What devices measure and report, who subscribed to it, and what became of it. */
export function DiagnosticsScreen({ runId }: { readonly runId: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [device, setDevice] = useState<string>();
  const [ownAlerts, setOwnAlerts] = useState(false);
  const [subscription, setSubscription] = useState<string>();
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const query = useQuery({
    ...hostQueries.diagnostics.watch.experimental_liveOptions({
      input: { run: runId, text, ownAlerts, ...(device === undefined ? {} : { device }) },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  const choices = (runs.data ?? []).map(({ id, title }) => ({ value: id, label: `${id} · ${title}` }));
  const isKnown = choices.some(({ value }) => value === runId);
  const chosen =
    data?.subscriptions.find(({ subscriptionId }) => subscriptionId === subscription) ??
    data?.subscriptions[0];
  return (
    <div className={styles.screen}>
      <DeviceAndSubscriptionLists
        view={data}
        text={text}
        onText={setText}
        device={data?.device?.id}
        onDevice={setDevice}
        subscription={chosen?.subscriptionId}
        onSubscription={setSubscription}
      />
      <Pane label="Diagnostics">
        <PaneHead
          title="Diagnostics"
          level={1}
          about={
            data?.device === undefined ? "values, traps, alerts" : `${data.device.id}, values, traps, alerts`
          }
        >
          {data?.device !== undefined && (
            <Button
              variant="subtle"
              onClick={() =>
                void navigate({
                  to: "/devices/$run/$device",
                  params: { run: runId, device: data.device?.id ?? "" },
                })
              }
            >
              Open the device
            </Button>
          )}
          <label htmlFor="diagnostics-run" className="caption">
            run
          </label>
          <NativeSelect
            id="diagnostics-run"
            value={runId}
            onChange={({ currentTarget }) =>
              void navigate({ to: "/diagnostics/$run", params: { run: currentTarget.value } })
            }
            data={isKnown ? choices : [{ value: runId, label: runId }, ...choices]}
          />
        </PaneHead>
        {data === undefined ? (
          <Empty
            actions={
              query.isError && (
                <Button onClick={() => void navigate({ to: "/diagnostics/$run", params: { run: "live" } })}>
                  Open the live diagnostics
                </Button>
              )
            }
          >
            {query.isError ? <b>{query.error.message}</b> : "Reading values and alerts…"}
          </Empty>
        ) : (
          <>
            <LiveValues device={data.device} />
            <AlertTable run={runId} view={data} ownAlerts={ownAlerts} onOwnAlerts={setOwnAlerts} />
          </>
        )}
      </Pane>
      <SubscriptionPane run={runId} view={data} subscription={chosen} />
    </div>
  );
}
