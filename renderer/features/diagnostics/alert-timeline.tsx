import type { AlertLine, DiagnosticsView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { timeOfDay } from "./words.ts";
import styles from "./diagnostics.module.css";

/** Recipients that have a lane of their own. */
const LANES = 4;
const LANE = 24;
const LEFT = 130;
const WIDTH = 720;
const LEAST_SPAN = 60_000;

/** Each alert from the device to its recipients, over time. */
export function AlertTimeline({ view }: { readonly view: DiagnosticsView }) {
  const { alerts, date } = view;
  if (alerts.length === 0) return undefined;
  const recipients = [
    ...new Set(alerts.flatMap(({ passed }) => passed.map(({ recipient }) => recipient))),
  ].slice(0, LANES);
  const oldest = Math.min(...alerts.map(({ receivedAt }) => receivedAt));
  const end = Math.max(date, ...alerts.map(({ receivedAt }) => receivedAt));
  const begin = Math.min(oldest, end - LEAST_SPAN);
  const place = (at: number): number => LEFT + 12 + ((at - begin) / (end - begin)) * (WIDTH - LEFT - 24);
  const lanes = ["reported by devices", "stored, Status 200", ...recipients.map((name) => `sent to ${name}`)];
  const height = lanes.length * LANE + 20;
  const text = `${counted(alerts.length, "alert")} from ${timeOfDay(begin)} to ${timeOfDay(end)}; the table below has each of them`;
  return (
    <section aria-label="Alert timeline" className={styles.timeline}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={text}>
        {lanes.map((name, index) => (
          <g key={name}>
            <text x="12" y={index * LANE + 16}>
              {name.length > 22 ? `${name.slice(0, 21)}…` : name}
            </text>
            <line x1={LEFT} x2={WIDTH - 12} y1={index * LANE + 12} y2={index * LANE + 12} />
          </g>
        ))}
        {alerts.map((alert) => (
          <g key={alert.alertId}>
            <Reported alert={alert} x={place(alert.receivedAt)} />
            <circle className={styles.solid} cx={place(alert.receivedAt)} cy={LANE + 12} r="2" />
            {alert.passed.map(({ subscriptionId, recipient, state }) => {
              const lane = recipients.indexOf(recipient);
              if (lane < 0) return undefined;
              return (
                <circle
                  key={subscriptionId}
                  className={styles[state]}
                  cx={place(alert.receivedAt)}
                  cy={(lane + 2) * LANE + 12}
                  r="4"
                />
              );
            })}
          </g>
        ))}
        <text x={LEFT + 12} y={height - 4}>
          {timeOfDay(begin)}
        </text>
        <text x={WIDTH - 12} y={height - 4} textAnchor="end">
          {timeOfDay(end)}
        </text>
      </svg>
      <p className={`${styles.legend ?? ""} caption`}>
        <Key shape="M6 1 11 6 6 11 1 6z" name="critical" solid />
        <Key shape="M6 1 11 6 6 11 1 6z" name="warning" />
        <Key shape="M6 2a4 4 0 1 0 .01 0z" name="informational" />
        <Key shape="M6 2a4 4 0 1 0 .01 0z" name="delivered" solid />
        <Key shape="M6 2a4 4 0 1 0 .01 0z" name="waits" waits />
      </p>
    </section>
  );
}

/** A mark above informational is a diamond, a critical one a full one. */
function Reported({ alert: { mark }, x }: { readonly alert: AlertLine; readonly x: number }) {
  const y = 12;
  if (mark === undefined || mark === "informational" || mark === "harmless" || mark === "indeterminate")
    return <circle className={styles.open} cx={x} cy={y} r="4" />;
  const solid = mark === "critical" || mark === "fatal";
  return (
    <path
      className={solid ? styles.solid : styles.open}
      d={`M${x} ${y - 5} ${x + 5} ${y} ${x} ${y + 5} ${x - 5} ${y}z`}
    />
  );
}

function Key({
  shape,
  name,
  solid = false,
  waits = false,
}: {
  readonly shape: string;
  readonly name: string;
  readonly solid?: boolean;
  readonly waits?: boolean;
}) {
  return (
    <span className={styles.key}>
      <svg width="12" height="12" aria-hidden="true">
        <path className={solid ? styles.solid : waits ? styles.waits : styles.open} d={shape} />
      </svg>
      {name}
    </span>
  );
}
