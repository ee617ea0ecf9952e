import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { JobView } from "../../../simulator/api/index.ts";
import { formatAge } from "../../shared/format/elapsed.ts";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { ControlIcon } from "../../shared/widgets/icons.tsx";
import { resultForms, saveResults } from "../../state/operation-actions.ts";
import { cancelling, type OperationPlace } from "../../state/operation-ui.ts";
import { OperationMark } from "./state-mark.tsx";
import styles from "./job.module.css";

/** Which operation, in which state, for whom, and what can be done with it. */
export function JobHead({
  place,
  job,
}: {
  readonly place: OperationPlace;
  readonly job: JobView | undefined;
}) {
  const navigate = useNavigate();
  const final = job === undefined ? "The operation has not been read yet." : job.final;
  return (
    <>
      <div className={styles.head}>
        <Button
          variant="subtle"
          aria-label="Back to the operations"
          leftSection={<ControlIcon name="up" />}
          onClick={() => void navigate({ to: "/operations/$run", params: { run: place.run } })}
        >
          Operations
        </Button>
        <h1 className={styles.name}>
          {job === undefined ? place.operation : (job.line.name ?? job.line.operation)}
        </h1>
        {job !== undefined && (
          <>
            <OperationMark state={job.line.state} boxed />
            <span className={`${styles.about ?? ""} clip`}>
              {job.line.name !== undefined && `${job.line.operation}, `}
              for External System <b className="strong">{job.line.externalSystemName}</b>
              {job.line.deviceId !== undefined && (
                <>
                  , on <span className="data">{job.line.deviceId}</span>
                </>
              )}
            </span>
          </>
        )}
        <span className="data muted">{place.operation}</span>
        <CopyButton text={place.operation} label="Copy the operation id" />
        <span className="grow" />
        <Button
          disabled={final !== undefined}
          title={final}
          onClick={() => {
            cancelling.set(true);
          }}
        >
          Cancel…
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button disabled={job === undefined}>Export…</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {resultForms.map(({ to, title }) => (
              <Menu.Item key={to} onClick={() => void saveResults(place, to)}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {job !== undefined && (
        <div className={styles.work}>
          <span className="caption">{job.line.totals.targeted > 1 ? "on each device" : "on the device"}</span>
          <span className={`${styles.commands ?? ""} clip`} title={job.work.join("\n")}>
            {job.work.length === 0 ? (
              <span className="muted">nothing that the DM server does by itself</span>
            ) : (
              job.work.map((line, index) => (
                <code key={`${index} ${line}`} className={styles.command}>
                  {line}
                </code>
              ))
            )}
          </span>
          <span className="muted clip">{paceText(job)}</span>
        </div>
      )}
      {job?.line.reason !== undefined && (
        <div className={styles.work}>
          <span className="caption">reason</span>
          <span className="clip">{job.line.reason}</span>
        </div>
      )}
    </>
  );
}

function paceText({ pace, expiresIn }: JobView): string {
  const { maxParallel, stopAfterFailures, startsIn } = pace;
  return [
    startsIn === undefined ? "" : `begins in ${formatAge(startsIn)}`,
    maxParallel === undefined ? "" : `${maxParallel} at a time`,
    stopAfterFailures === undefined ? "" : `stops at ${stopAfterFailures} failures`,
    expiresIn === undefined ? "" : `expires in ${formatAge(expiresIn)}`,
  ]
    .filter((text) => text !== "")
    .join(" · ");
}
