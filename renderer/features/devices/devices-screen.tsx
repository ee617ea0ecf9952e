import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { DeviceTable } from "./device-table.tsx";
import styles from "./devices.module.css";

/** Devices that are read in one go: more than a screen shows, so that scrolling waits for nothing. */
const PAGE = 200;
/** How often the devices on screen are read again, in milliseconds. */
const REREAD_MS = 1000;

/** The simulated devices of a run, as a list. */
export function DevicesScreen({ runId }: { readonly runId: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [page, setPage] = useState(0);
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const query = useQuery({
    ...hostQueries.devices.list.queryOptions({
      // the page before and after are read too
      input: { run: runId, text, skip: Math.max(0, page - 1) * PAGE, limit: 3 * PAGE },
      refetchInterval: REREAD_MS,
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  const { data } = query;
  const choices = (runs.data ?? []).map(({ id, title }) => ({
    value: id,
    label: id === "live" ? title : `${id} · ${title}`,
  }));
  const isKnown = choices.some(({ value }) => value === runId);
  const search = (next: string) => {
    setText(next);
    setPage(0);
  };
  return (
    <Pane label="Devices">
      <PaneHead title="Devices" level={1} about={data && `${formatCount(data.total)} simulated`}>
        <label htmlFor="devices-run" className="caption">
          run
        </label>
        <NativeSelect
          id="devices-run"
          value={runId}
          onChange={({ currentTarget }) =>
            void navigate({ to: "/devices/$run", params: { run: currentTarget.value } })
          }
          data={isKnown ? choices : [{ value: runId, label: runId }, ...choices]}
        />
      </PaneHead>
      <div className={styles.bar}>
        <FilterField
          label="Filter the devices"
          placeholder="words in identifier, group, profile, encoding or state"
          text={text}
          onChange={search}
          onLeave={focusList}
        />
        <span className="caption" role="status">
          {formatCount(data?.matching ?? 0)} of {formatCount(data?.total ?? 0)}
        </span>
        {text !== "" && (
          <Button
            variant="subtle"
            onClick={() => {
              search("");
            }}
          >
            Clear
          </Button>
        )}
      </div>
      <div className={styles.list} data-level="list" tabIndex={-1}>
        <DeviceTable
          devices={data?.devices ?? []}
          first={Math.max(0, page - 1) * PAGE}
          matching={data?.matching ?? 0}
          onShow={(index) => {
            setPage(Math.floor(index / PAGE));
          }}
          onOpen={(device) => void navigate({ to: "/devices/$run/$device", params: { run: runId, device } })}
          empty={
            <NothingHere
              text={text}
              total={data?.total}
              problem={query.error?.message}
              onClear={() => {
                search("");
              }}
              onLive={() => void navigate({ to: "/devices/$run", params: { run: "live" } })}
            />
          }
        />
      </div>
      <div className={styles.foot}>
        <span>Enter opens a device: its tree, its sessions, what it can be asked to do</span>
      </div>
    </Pane>
  );
}

function focusList(): void {
  document.querySelector<HTMLElement>('[data-level="list"] [role="grid"]')?.focus();
}

function NothingHere({
  text,
  total,
  problem,
  onClear,
  onLive,
}: {
  readonly text: string;
  readonly total: number | undefined;
  readonly problem: string | undefined;
  readonly onClear: () => void;
  readonly onLive: () => void;
}) {
  if (problem !== undefined)
    return (
      <Empty actions={<Button onClick={onLive}>Open the live devices</Button>}>
        <b>{problem}</b> Choose another run above.
      </Empty>
    );
  if (total === undefined) return <Empty>Reading the devices…</Empty>;
  if (text !== "")
    return (
      <Empty actions={<Button onClick={onClear}>Clear the filter</Button>}>
        <b>0 of {formatCount(total)} match.</b> No device has all of these words: {text}.
      </Empty>
    );
  return (
    <Empty actions={<Button onClick={onLive}>Open the live devices</Button>}>
      <b>This run has no simulated device.</b> A product under test shows its tree to its server only. The
      host itself simulates the devices of its configuration, under the key <code>devices</code>.
    </Empty>
  );
}
