import { Button, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { JobView, ReasonView } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import type { OperationPlace } from "../../state/operation-ui.ts";
import { choose } from "../../state/run-actions.ts";
import { PhaseMark } from "./state-mark.tsx";
import styles from "./job.module.css";

/** Why devices ended otherwise than done, biggest first; choosing one shows its devices. */
export function Reasons({
  place,
  job,
  chosen,
  onChoose,
  onDevice,
}: {
  readonly place: OperationPlace;
  readonly job: JobView;
  readonly chosen: string | undefined;
  readonly onChoose: (key: string | undefined) => void;
  readonly onDevice: (device: string) => void;
}) {
  const { reasons, unsuccessful } = job;
  const navigate = useNavigate();
  const lately = reasons.reduce((sum, reason) => sum + reason.lately, 0);
  const { run, operation } = place;
  const canRepeat = unsuccessful > 0 && job.line.finishedAt !== undefined && job.work.length > 0;
  return (
    <section className={styles.reasons} aria-label="Reasons">
      <div className={styles.bar}>
        <h2 className={styles.title}>Reasons</h2>
        <span className="muted">
          {unsuccessful === 0 ? "none so far" : `${counted(unsuccessful, "device")}, biggest first`}
        </span>
        <span className="grow" />
        {lately > 0 && job.line.finishedAt === undefined && (
          <span className="caption">new in the last 10 s: {formatCount(lately)}</span>
        )}
        {canRepeat && (
          <Button
            variant="subtle"
            title={`Opens the Console with this operation for the ${counted(unsuccessful, "device")} that did not do it`}
            onClick={() =>
              void navigate({
                to: "/console/$run",
                params: { run },
                search: { again: operation, devices: "unsuccessful" },
              })
            }
          >
            Run again for these
          </Button>
        )}
      </div>
      {reasons.length === 0 ? (
        <p className={styles.quiet}>
          {job.line.finishedAt === undefined
            ? "Devices that fail, do not come or are cancelled are grouped here by what was said."
            : "Every device did what was asked."}
        </p>
      ) : (
        <ScrollRegion label="Reasons, biggest first" className={styles.reasonList}>
          <table className={styles.reasonTable}>
            <thead>
              <tr>
                <th scope="col">reason</th>
                <th scope="col" className={styles.number}>
                  devices
                </th>
                <th scope="col">share</th>
                <th scope="col">first example</th>
              </tr>
            </thead>
            <tbody>
              {reasons.map((reason) => (
                <tr key={reason.key} aria-selected={reason.key === chosen}>
                  <td>
                    <UnstyledButton
                      className={styles.reason}
                      aria-pressed={reason.key === chosen}
                      title={[reason.text, reason.detail].filter((text) => text !== "").join(", ")}
                      onClick={() => {
                        onChoose(reason.key === chosen ? undefined : reason.key);
                      }}
                    >
                      <PhaseMark phase={reason.phase} />
                      <span className="clip">
                        {reason.text} <span className="muted">{reason.detail}</span>
                      </span>
                    </UnstyledButton>
                  </td>
                  <td className={`data ${styles.number ?? ""}`}>{formatCount(reason.devices)}</td>
                  <td>
                    <span className={styles.share} aria-hidden="true">
                      <span style={{ width: `${(reason.devices / Math.max(1, unsuccessful)) * 100}%` }} />
                    </span>
                  </td>
                  <td>
                    <Example place={place} reason={reason} onDevice={onDevice} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function Example({
  place,
  reason,
  onDevice,
}: {
  readonly place: OperationPlace;
  readonly reason: ReasonView;
  readonly onDevice: (device: string) => void;
}) {
  const navigate = useNavigate();
  const { deviceId, seq } = reason.example;
  const shown = deviceId.length > 8 ? `…${deviceId.slice(-6)}` : deviceId;
  return (
    <span className={styles.example}>
      <UnstyledButton
        className={`${styles.link ?? ""} data`}
        title={deviceId}
        aria-label={`${shown}, what ${deviceId} answered`}
        onClick={() => {
          onDevice(deviceId);
        }}
      >
        {shown}
      </UnstyledButton>
      {seq !== undefined && (
        <UnstyledButton
          className={styles.link}
          aria-label={`Ladder of ${deviceId}`}
          onClick={() => {
            choose(place.run, seq);
            void navigate({ to: "/session/$run", params: { run: place.run } });
          }}
        >
          ladder
        </UnstyledButton>
      )}
    </span>
  );
}
