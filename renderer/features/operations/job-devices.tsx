import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DevicePhase, type JobDeviceLine, type ReasonView } from "../../../simulator/api/index.ts";
import { formatClock } from "../../shared/format/clock.ts";
import { formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { type GridColumn, PagedGrid } from "../../shared/widgets/paged-grid.tsx";
import { hostQueries } from "../../state/host-client.ts";
import type { OperationPlace } from "../../state/operation-ui.ts";
import { formatSeconds } from "./seconds.ts";
import { phases, PhaseMark } from "./state-mark.tsx";
import styles from "./job.module.css";

const PAGE = 100;
/** How often the devices on screen are read again while the operation goes on, in milliseconds. */
const REREAD_MS = 1000;

const columns: readonly GridColumn[] = [
  { title: "device" },
  { title: "state" },
  { title: "ended", number: true },
  { title: "session", number: true },
  { title: "what was said" },
];
const template = "minmax(176px,1fr) 104px 84px 64px minmax(150px,1.6fr)";

/** The devices of an operation: all, or those of a reason. */
export function JobDevices({
  place,
  reason,
  going,
  device,
  onDevice,
  onClear,
}: {
  readonly place: OperationPlace;
  readonly reason: ReasonView | undefined;
  readonly going: boolean;
  /** The device whose answer is shown. */
  readonly device: string | undefined;
  readonly onDevice: (device: string) => void;
  readonly onClear: () => void;
}) {
  const [text, setText] = useState("");
  const [phase, setPhase] = useState("");
  const [page, setPage] = useState(0);
  const [active, setActive] = useState(0);
  const wanted = DevicePhase.safeParse(phase);
  const query = useQuery({
    ...hostQueries.operations.devices.queryOptions({
      input: {
        ...place,
        text,
        phases: wanted.success ? [wanted.data] : [],
        ...(reason === undefined ? {} : { reason: reason.key }),
        skip: Math.max(0, page - 1) * PAGE,
        limit: 3 * PAGE,
      },
      refetchInterval: going ? REREAD_MS : false,
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const begin = (change: () => void) => {
    change();
    setPage(0);
    setActive(0);
  };
  return (
    <section className={styles.devices} aria-label="Devices">
      <div className={styles.bar}>
        <h2 className={styles.title}>{reason === undefined ? "Devices" : "Devices of"}</h2>
        {reason !== undefined && (
          <Button variant="subtle" title="Show all devices" onClick={onClear} className="clip">
            {reason.text} ×
          </Button>
        )}
        <FilterField
          label="Filter the devices"
          placeholder="words in device, state or what was said"
          text={text}
          onChange={(next) => {
            begin(() => {
              setText(next);
            });
          }}
          onLeave={() => {
            document.querySelector<HTMLElement>('[aria-label="Devices of the operation"]')?.focus();
          }}
        />
        {reason === undefined && (
          <NativeSelect
            aria-label="State of the devices"
            value={phase}
            onChange={({ currentTarget }) => {
              begin(() => {
                setPhase(currentTarget.value);
              });
            }}
            data={[
              { value: "", label: "all states" },
              ...DevicePhase.options.map((value) => ({ value, label: phases[value].word })),
            ]}
          />
        )}
        <span className="caption" role="status">
          {formatCount(data?.matching ?? 0)} of {formatCount(data?.total ?? 0)}
        </span>
      </div>
      <div className={styles.deviceList} data-level="list" tabIndex={-1}>
        <PagedGrid
          id="job-device"
          label="Devices of the operation"
          columns={columns}
          template={template}
          rows={data?.devices ?? []}
          first={data?.skipped ?? 0}
          count={data?.matching ?? 0}
          cells={(line) => cellsOf(line, device, onDevice)}
          active={active}
          onActive={setActive}
          onOpen={({ deviceId }) => {
            onDevice(deviceId);
          }}
          onShow={(index) => {
            setPage(Math.floor(index / PAGE));
          }}
          empty={
            data === undefined ? (
              <Empty>{query.error?.message ?? "Reading the devices…"}</Empty>
            ) : (
              <Empty>
                <b>0 of {formatCount(data.total)} match.</b> No device has this state and all of these words.
              </Empty>
            )
          }
        />
      </div>
    </section>
  );
}

function cellsOf(line: JobDeviceLine, shown: string | undefined, onDevice: (device: string) => void) {
  const { deviceId, phase, endedAfter, took, said } = line;
  return [
    <button
      key="device"
      type="button"
      tabIndex={-1}
      className="data"
      aria-current={deviceId === shown || undefined}
      onClick={() => {
        onDevice(deviceId);
      }}
    >
      {deviceId}
    </button>,
    <PhaseMark key="phase" phase={phase} />,
    <span key="ended" className="data">
      {endedAfter === undefined ? "" : formatClock(endedAfter)}
    </span>,
    <span key="took" className="data">
      {took === undefined ? "" : formatSeconds(took)}
    </span>,
    <span key="said" title={said}>
      {said}
    </span>,
  ];
}
