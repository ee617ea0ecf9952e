import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { JobView } from "../../../simulator/api/index.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { currentOperation, type OperationPlace } from "../../state/operation-ui.ts";
import { currentRun } from "../../state/run-ui.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { Charts } from "./charts.tsx";
import { DeviceAnswer } from "./device-answer.tsx";
import { Funnel } from "./funnel.tsx";
import { HeatStrip } from "./heat-strip.tsx";
import { JobDevices } from "./job-devices.tsx";
import { JobHead } from "./job-head.tsx";
import { Readings } from "./readings.tsx";
import { Reasons } from "./reasons.tsx";
import styles from "./job.module.css";

/** One operation: how far it is, why devices failed, what each answered. */
export function JobScreen({ place }: { readonly place: OperationPlace }) {
  const navigate = useNavigate();
  const { run, operation } = place;
  const query = useQuery(
    hostQueries.operations.job.experimental_liveOptions({ input: { run, operation }, retry: false }),
  );
  const job = query.data;
  useEffect(() => {
    currentRun.set(run);
  }, [run]);
  const isThere = job !== undefined;
  const final = job?.final;
  useEffect(() => {
    if (!isThere) return undefined;
    currentOperation.set({ run, operation, final });
    return () => {
      currentOperation.set(undefined);
    };
  }, [run, operation, isThere, final]);
  return (
    <div className={styles.screen}>
      <JobHead place={place} job={job} />
      {job === undefined ? (
        query.isError ? (
          <Empty
            actions={
              <Button onClick={() => void navigate({ to: "/operations/$run", params: { run } })}>
                All operations of the run
              </Button>
            }
          >
            <b>{query.error.message}</b> Operations are kept for a week after their end.
          </Empty>
        ) : (
          <Empty>Reading the operation…</Empty>
        )
      ) : (
        <>
          {job.line.totals.targeted > 1 ? (
            <ManyDevices place={place} job={job} />
          ) : (
            <OneDevice place={place} job={job} />
          )}
          <CancelDialog place={place} job={job} />
        </>
      )}
    </div>
  );
}

function ManyDevices({ place, job }: { readonly place: OperationPlace; readonly job: JobView }) {
  const [reason, setReason] = useState<string>();
  const [device, setDevice] = useState<string>();
  const [asTable, setAsTable] = useState(false);
  const chosen = job.reasons.find(({ key }) => key === reason);
  return (
    <>
      <Readings job={job} />
      <Funnel job={job} />
      <div className={styles.middle}>
        <div className={styles.left}>
          <Reasons place={place} job={job} chosen={chosen?.key} onChoose={setReason} onDevice={setDevice} />
          <JobDevices
            key={chosen?.key ?? ""}
            place={place}
            reason={chosen}
            going={job.line.finishedAt === undefined}
            device={device}
            onDevice={setDevice}
            onClear={() => {
              setReason(undefined);
            }}
          />
        </div>
        <div className={styles.right}>
          {device === undefined ? (
            <Charts job={job} asTable={asTable} />
          ) : (
            <DeviceAnswer
              place={place}
              device={device}
              going={job.line.finishedAt === undefined}
              onClose={() => {
                setDevice(undefined);
              }}
            />
          )}
        </div>
      </div>
      <HeatStrip
        job={job}
        asTable={asTable}
        onTable={() => {
          setAsTable(!asTable);
        }}
      />
    </>
  );
}

function OneDevice({ place, job }: { readonly place: OperationPlace; readonly job: JobView }) {
  const { deviceId, finishedAt } = job.line;
  const first = useQuery({
    ...hostQueries.operations.devices.queryOptions({ input: { ...place, limit: 1 } }),
    enabled: deviceId === undefined,
  });
  const device = deviceId ?? first.data?.devices[0]?.deviceId;
  return (
    <>
      <Readings job={job} />
      {device === undefined ? (
        <Empty>
          <b>{job.line.operation} touches no device.</b> {job.line.reason}
        </Empty>
      ) : (
        <DeviceAnswer place={place} device={device} going={finishedAt === undefined} />
      )}
    </>
  );
}
