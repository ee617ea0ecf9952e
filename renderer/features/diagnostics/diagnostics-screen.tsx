import { Button, NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { DiagnosticsView } from "../../../simulator/api/index.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { currentDiagnostics } from "../../state/diagnostics-ui.ts";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { AlertPathPane } from "./alert-path.tsx";
import { AlertTable } from "./alert-table.tsx";
import { DiagnosticsDialogs } from "./dialogs/dialogs.tsx";
import { DeviceAndSubscriptionLists } from "./lists.tsx";
import { LiveValues, useDeviceValues } from "./live-values.tsx";
import { fixedOf, SubscriptionPane } from "./subscription-pane.tsx";
import styles from "./diagnostics.module.css";

/** Rows of a list that are watched at a time. */
const PAGE = 40;

/** Milliseconds after which a list that was scrolled stands. */
const SETTLED = 120;

type List = "devices" | "alerts" | "subscriptions";
const start: Readonly<Record<List, number>> = { devices: 0, alerts: 0, subscriptions: 0 };

/** What devices measure and report, who subscribed to it, and what became of it. */
export function DiagnosticsScreen({ runId }: { readonly runId: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [device, setDevice] = useState<string>();
  const [ownAlerts, setOwnAlerts] = useState(false);
  const [subscription, setSubscription] = useState<string>();
  const [alert, setAlert] = useState<string>();
  const [shown, setPages] = useState(start);
  // pages that are only scrolled past are not asked for
  const [pages] = useDebouncedValue(shown, SETTLED);
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const query = useQuery({
    ...hostQueries.diagnostics.watch.experimental_liveOptions({
      input: {
        run: runId,
        text,
        ownAlerts,
        devices: around(pages.devices),
        alerts: around(pages.alerts),
        subscriptions: around(pages.subscriptions),
        ...(device === undefined ? {} : { device }),
        ...(subscription === undefined ? {} : { subscription }),
        ...(alert === undefined ? {} : { alert }),
      },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const values = useDeviceValues(runId, data?.device);
  const date = Math.max(data?.date ?? 0, values?.date ?? 0);
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  useCurrentDiagnostics(runId, data);
  const show = (list: List, index: number) => {
    const page = Math.floor(index / PAGE);
    setPages((now) => (now[list] === page ? now : { ...now, [list]: page }));
  };
  const choices = (runs.data ?? []).map(({ id, title }) => ({
    value: id,
    label: id === "live" ? title : `${id} · ${title}`,
  }));
  const isKnown = choices.some(({ value }) => value === runId);
  return (
    <div className={styles.screen}>
      <DeviceAndSubscriptionLists
        view={data}
        text={text}
        onText={(next) => {
          setText(next);
          show("devices", 0);
        }}
        onDevice={setDevice}
        onSubscription={setSubscription}
        onShow={show}
      />
      <Pane label="Diagnostics">
        <PaneHead title="Diagnostics" level={1} about={data?.device ?? "values, traps, alerts"}>
          {data?.device !== undefined && (
            <Button
              variant="subtle"
              onClick={() =>
                void navigate({
                  to: "/devices/$run/$device",
                  params: { run: runId, device: data.device ?? "" },
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
            <LiveValues run={runId} values={values} over={data.over} />
            <AlertTable
              run={runId}
              view={data}
              date={date}
              ownAlerts={ownAlerts}
              onOwnAlerts={(own) => {
                setOwnAlerts(own);
                show("alerts", 0);
              }}
              chosen={alert}
              onChoose={setAlert}
              onShow={(index) => {
                show("alerts", index);
              }}
            />
            {data.path !== undefined && (
              <AlertPathPane
                run={runId}
                path={data.path}
                onClose={() => {
                  setAlert(undefined);
                }}
                onSubscription={setSubscription}
              />
            )}
          </>
        )}
      </Pane>
      <SubscriptionPane run={runId} view={data} date={date} />
      {data !== undefined && <DiagnosticsDialogs run={runId} device={data.device} values={values} />}
    </div>
  );
}

/** A page with the one before and the one after it. */
function around(page: number): { readonly skip: number; readonly limit: number } {
  return { skip: Math.max(0, page - 1) * PAGE, limit: 3 * PAGE };
}

/** Tells the commands of the palette what is chosen, whenever that becomes something else. */
function useCurrentDiagnostics(run: string, view: DiagnosticsView | undefined): void {
  const { device, over, subscription } = view ?? {};
  const { subscriptionId, owner = "", recipient = "", waits = 0 } = subscription ?? {};
  const fixed = subscription === undefined ? undefined : fixedOf(subscription);
  useEffect(() => {
    currentDiagnostics.set({
      run,
      device,
      subscription:
        subscriptionId === undefined ? undefined : { subscriptionId, owner, recipient, waits, fixed },
      over,
    });
    return () => {
      currentDiagnostics.set(undefined);
    };
  }, [run, device, subscriptionId, owner, recipient, waits, fixed, over]);
}
