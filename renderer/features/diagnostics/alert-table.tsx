import { Checkbox, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { AlertLine, DiagnosticsView } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { choose } from "../../state/run-actions.ts";
import { AlertTimeline } from "./alert-timeline.tsx";
import { shortName, timeOfDay } from "./words.ts";
import styles from "./diagnostics.module.css";

/** The stored alerts, newest first, and whom each reached. */
export function AlertTable({
  run,
  view,
  ownAlerts,
  onOwnAlerts,
}: {
  readonly run: string;
  readonly view: DiagnosticsView;
  readonly ownAlerts: boolean;
  readonly onOwnAlerts: (own: boolean) => void;
}) {
  const { alerts, alertTotal } = view;
  return (
    <section aria-label="Alerts" className={styles.alerts}>
      <div className={styles.sectionHead}>
        <h2>Alerts</h2>
        <span className="muted clip">
          {alertTotal > alerts.length
            ? `the last ${formatCount(alerts.length)} of ${formatCount(alertTotal)} stored`
            : `${formatCount(alertTotal)} stored`}
        </span>
        <span className="grow" />
        <Checkbox
          label="this device only"
          checked={ownAlerts}
          onChange={({ currentTarget }) => {
            onOwnAlerts(currentTarget.checked);
          }}
        />
      </div>
      {alerts.length === 0 ? (
        <Empty>
          <b>No alert is stored.</b> One appears when a device reports with Alert 1226: a trap fires, a
          function ends, or you raise one from the device.
        </Empty>
      ) : (
        <>
          <AlertTimeline view={view} />
          <ScrollRegion label="Stored alerts" className="grow">
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col" style={{ width: 48 }}>
                    no.
                  </th>
                  <th scope="col" style={{ width: 76 }}>
                    received
                  </th>
                  <th scope="col">alert type</th>
                  <th scope="col" style={{ width: 86 }}>
                    mark
                  </th>
                  <th scope="col" style={{ width: "14%" }}>
                    data
                  </th>
                  <th scope="col" style={{ width: "20%" }}>
                    passes
                  </th>
                  <th scope="col" className={styles.number} style={{ width: 64 }}>
                    journal
                  </th>
                </tr>
              </thead>
              <tbody>
                {alerts.map((alert) => (
                  <AlertRow key={alert.alertId} run={run} alert={alert} />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </>
      )}
    </section>
  );
}

function AlertRow({ run, alert }: { readonly run: string; readonly alert: AlertLine }) {
  const navigate = useNavigate();
  const { number, receivedAt, type, code, mark, correlator, data, source, items, passed, seq, deviceId } =
    alert;
  const about = [deviceId, source, correlator === undefined ? "" : `Correlator ${correlator}`]
    .filter((part) => part !== "")
    .join(", ");
  return (
    <tr>
      <td className="data">{number}</td>
      <td className="data">{timeOfDay(receivedAt)}</td>
      <td className="data clip" title={`${type}: ${about}`}>
        {shortName(type, 1)}
        {code === 1224 && <span className="muted"> 1224</span>}
      </td>
      <td>{mark ?? <span className="muted">none</span>}</td>
      <td className="data clip" title={`${source} ${data}`}>
        {data}
        {items > 1 && <span className="muted"> and {items - 1} more</span>}
      </td>
      <td className="clip">
        {passed.length === 0 ? (
          <span className="muted">nobody asked</span>
        ) : (
          passed.map(({ subscriptionId, recipient, state }, index) => (
            <span key={subscriptionId} title={subscriptionId}>
              {index > 0 && ", "}
              {recipient} <span className={state === "delivered" ? "muted" : styles.attention}>{state}</span>
            </span>
          ))
        )}
      </td>
      <td className={styles.number}>
        {seq !== undefined && (
          <UnstyledButton
            className={`${styles.link ?? ""} data`}
            aria-label={`Message ${seq} on the ladder`}
            onClick={() => {
              choose(run, seq);
              void navigate({ to: "/session/$run", params: { run } });
            }}
          >
            {seq}
          </UnstyledButton>
        )}
      </td>
    </tr>
  );
}
