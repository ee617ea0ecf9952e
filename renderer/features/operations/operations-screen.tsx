import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { OperationLine } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { formatAge } from "../../shared/format/elapsed.ts";
import { useNow } from "../../shared/hooks/use-now.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { type GridColumn, PagedGrid } from "../../shared/widgets/paged-grid.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { Progress } from "./progress.tsx";
import { OperationMark } from "./state-mark.tsx";
import styles from "./operations.module.css";

/** Operations that are watched at a time: more than a screen shows, so that scrolling waits for nothing. */
const PAGE = 100;

const columns: readonly GridColumn[] = [
  { title: "operation" },
  { title: "state" },
  { title: "External System" },
  { title: "devices" },
  { title: "done", number: true },
  { title: "not done", number: true },
  { title: "age", number: true },
  { title: "id" },
];
const template =
  "minmax(220px,1.6fr) 140px minmax(110px,0.9fr) minmax(200px,1.4fr) 64px 70px 64px minmax(150px,1fr)";

/** The operations of the DM servers of a run, newest first. */
export function OperationsScreen({ runId }: { readonly runId: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [page, setPage] = useState(0);
  const [active, setActive] = useState(0);
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const skip = Math.max(0, page - 1) * PAGE;
  const query = useQuery({
    ...hostQueries.operations.watch.experimental_liveOptions({
      input: { run: runId, text, skip, limit: 3 * PAGE },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  const { data } = query;
  const wall = useNow(1000);
  // the clock of the run, counted on from what was read last
  const date = (data?.date ?? 0) + (data?.over === undefined ? Math.max(0, wall - query.dataUpdatedAt) : 0);
  const choices = (runs.data ?? []).map(({ id, title }) => ({
    value: id,
    label: id === "live" ? title : `${id} · ${title}`,
  }));
  const isKnown = choices.some(({ value }) => value === runId);
  const search = (next: string) => {
    setText(next);
    setPage(0);
    setActive(0);
  };
  const open = ({ operationId }: OperationLine) =>
    void navigate({
      to: "/operations/$run/$operation",
      params: { run: runId, operation: operationId },
    });
  return (
    <Pane label="Operations">
      <PaneHead title="Operations" level={1} about={data && aboutList(data.total, data.open, data.servers)}>
        <label htmlFor="operations-run" className="caption">
          run
        </label>
        <NativeSelect
          id="operations-run"
          value={runId}
          onChange={({ currentTarget }) =>
            void navigate({ to: "/operations/$run", params: { run: currentTarget.value } })
          }
          data={isKnown ? choices : [{ value: runId, label: runId }, ...choices]}
        />
      </PaneHead>
      <div className={styles.bar}>
        <FilterField
          label="Filter the operations"
          placeholder="words in operation, name, state, External System, device or id"
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
        <PagedGrid
          id="operation"
          label="Operations"
          columns={columns}
          template={template}
          rows={data?.lines ?? []}
          first={data?.skipped ?? 0}
          count={data?.matching ?? 0}
          cells={(line) => cellsOf(line, date, open)}
          active={active}
          onActive={setActive}
          onOpen={open}
          onShow={(index) => {
            setPage(Math.floor(index / PAGE));
          }}
          empty={
            <NothingHere
              text={text}
              total={data?.total}
              servers={data?.servers.length}
              problem={query.error?.message}
              onClear={() => {
                search("");
              }}
              onLive={() => void navigate({ to: "/operations/$run", params: { run: "live" } })}
              onHome={() => void navigate({ to: "/" })}
            />
          }
        />
      </div>
      <div className={styles.foot}>
        <span className="clip">
          {data?.over === undefined
            ? "Enter opens an operation: what each device answered, why some did not"
            : `${data.over}.`}
        </span>
      </div>
    </Pane>
  );
}

function cellsOf(line: OperationLine, now: number, open: (line: OperationLine) => void) {
  const { totals, deviceId, operationId, server } = line;
  const notDone = totals.failed + totals.cancelled + totals.expired;
  return [
    <button
      key="open"
      type="button"
      tabIndex={-1}
      title={line.name === undefined ? line.operation : `${line.name}, ${line.operation}`}
      onClick={() => {
        open(line);
      }}
    >
      {line.name === undefined ? (
        line.operation
      ) : (
        <>
          <b className="strong">{line.name}</b> <span className="muted">{line.operation}</span>
        </>
      )}
    </button>,
    <OperationMark key="state" state={line.state} />,
    line.externalSystemName,
    deviceId === undefined ? (
      <Progress key="progress" totals={totals} />
    ) : (
      <span key="device" className="data">
        {deviceId}
      </span>
    ),
    <span key="done" className="data">
      {formatCount(totals.succeeded)}
    </span>,
    <span key="not" className={notDone > 0 ? "data strong" : "data muted"}>
      {formatCount(notDone)}
    </span>,
    <span key="age" className="data" title={new Date(line.acceptedAt).toLocaleString()}>
      {formatAge(now - line.acceptedAt)}
    </span>,
    <span key="id" className="data muted" title={`${operationId} at ${server}`}>
      {operationId}
    </span>,
  ];
}

function aboutList(total: number, open: number, servers: readonly string[]): string {
  const at = servers.length > 1 ? `, ${servers.length} DM servers` : "";
  return `${formatCount(total)}, ${open === 0 ? "none" : formatCount(open)} under way${at}`;
}

function focusList(): void {
  document.querySelector<HTMLElement>('[data-level="list"] [role="grid"]')?.focus();
}

function NothingHere({
  text,
  total,
  servers,
  problem,
  onClear,
  onLive,
  onHome,
}: {
  readonly text: string;
  readonly total: number | undefined;
  readonly servers: number | undefined;
  readonly problem: string | undefined;
  readonly onClear: () => void;
  readonly onLive: () => void;
  readonly onHome: () => void;
}) {
  if (problem !== undefined)
    return (
      <Empty actions={<Button onClick={onLive}>Open the live operations</Button>}>
        <b>{problem}</b> Choose another run above.
      </Empty>
    );
  if (total === undefined) return <Empty>Reading the operations…</Empty>;
  if (text !== "")
    return (
      <Empty actions={<Button onClick={onClear}>Clear the filter</Button>}>
        <b>0 of {counted(total, "operation")} match.</b> None has all of these words: {text}.
      </Empty>
    );
  if (servers === 0)
    return (
      <Empty actions={<Button onClick={onLive}>Open the live operations</Button>}>
        <b>This run has no DM server yet.</b> Its operations appear as soon as it has started.
      </Empty>
    );
  return (
    <Empty actions={<Button onClick={onHome}>Choose what to run</Button>}>
      <b>No External System has asked for anything yet.</b> An operation appears here as soon as it is
      acknowledged: from a product at the web service interface, from the Console, or from a scenario.
    </Empty>
  );
}
