import { useElementSize } from "@mantine/hooks";
import type { DiagnosticsView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { passedWord, timeOfDay } from "./words.ts";
import styles from "./diagnostics.module.css";

/** Recipients that have a lane of their own. */
const LANES = 4;
const LANE = 22;
const LEFT = 130;
const LEAST_SPAN = 60_000;
/** Marks on the axis. */
const TICKS = 4;

type Mark = DiagnosticsView["timeline"][number];

/** Each alert from the device to its recipients, over time. */
export function AlertTimeline({
  view,
  date,
  chosen,
  onChoose,
}: {
  readonly view: DiagnosticsView;
  readonly date: number;
  readonly chosen: string | undefined;
  readonly onChoose: (alertId: string) => void;
}) {
  const { timeline, alerts } = view;
  const { ref, width } = useElementSize();
  if (timeline.length === 0) return undefined;
  const recipients = [
    ...new Set(timeline.flatMap(({ passed }) => passed.map(({ recipient }) => recipient))),
  ].slice(0, LANES);
  const oldest = Math.min(...timeline.map(({ receivedAt }) => receivedAt));
  const newest = Math.max(
    ...timeline.flatMap(({ receivedAt, passed }) => [receivedAt, ...passed.map(({ at = 0 }) => at)]),
  );
  // what is long past is not pressed against the left edge
  const isNow = date - newest < 10 * LEAST_SPAN;
  const end = isNow ? Math.max(date, newest) : newest + LEAST_SPAN / 6;
  const begin = Math.min(oldest - 1000, end - LEAST_SPAN);
  const place = (at: number): number =>
    LEFT + 12 + ((Math.min(end, at) - begin) / (end - begin)) * Math.max(0, width - LEFT - 24);
  const lanes = ["reported by devices", "stored, Status 200", ...recipients.map((name) => `sent to ${name}`)];
  const height = lanes.length * LANE + 20;
  const text = `${counted(timeline.length, "alert")} from ${timeOfDay(begin)} to ${timeOfDay(end)}; the table below has each of them`;
  return (
    <section ref={ref} aria-label="Alert timeline" className={styles.timeline}>
      <p className={`${styles.legend ?? ""} caption`}>
        <span>
          {timeline.length < alerts.total ? `the newest ${timeline.length}` : "all of them"}, to{" "}
          {isNow ? "now" : timeOfDay(end)}
        </span>
        <span className="grow" />
        <Key shape="M6 1 11 6 6 11 1 6z" name="critical" look="solid" />
        <Key shape="M6 1 11 6 6 11 1 6z" name="warning" look="open" />
        <Key shape="M6 2a4 4 0 1 0 .01 0z" name="informational" look="open" />
        <Key shape="M6 2a4 4 0 1 0 .01 0z" name="answered 2xx" look="solid" />
        <Key shape="M6 2a4 4 0 1 0 .01 0z" name="waits" look="waits" />
        <Key shape="M4 2v8M8 2v8" name="recipient paused" look="paused" />
      </p>
      <svg height={height} role="img" aria-label={text}>
        <defs>
          <pattern
            id="alert-waits"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line className={styles.hatch} x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        {lanes.map((name, index) => (
          <g key={name}>
            <text x="12" y={index * LANE + 16}>
              {name.length > 20 ? `${name.slice(0, 19)}…` : name}
              {name.length > 20 && <title>{name}</title>}
            </text>
            <line x1={LEFT} x2={width - 12} y1={index * LANE + 12} y2={index * LANE + 12} />
          </g>
        ))}
        {recipients.map((recipient, index) => {
          const since = firstWaiting(timeline, recipient);
          return (
            since !== undefined && (
              <rect
                key={recipient}
                x={place(since)}
                y={(index + 2) * LANE + 8}
                width={Math.max(0, width - 12 - place(since))}
                height="8"
                fill="url(#alert-waits)"
              />
            )
          );
        })}
        {timeline.map((alert) => (
          // The table below offers the same by keyboard.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <g
            key={alert.alertId}
            className={styles.onTimeline}
            data-chosen={alert.alertId === chosen || undefined}
            onClick={() => {
              onChoose(alert.alertId);
            }}
          >
            <title>{`Alert ${alert.number}, ${alert.mark ?? "no mark"}, ${timeOfDay(alert.receivedAt)}`}</title>
            {alert.alertId === chosen && (
              <line
                className={styles.chosen}
                x1={place(alert.receivedAt)}
                x2={place(alert.receivedAt)}
                y1="2"
                y2={height - 20}
              />
            )}
            <Reported alert={alert} x={place(alert.receivedAt)} />
            <circle className={styles.solid} cx={place(alert.receivedAt)} cy={LANE + 12} r="2" />
            {alert.passed.map((each) => {
              const lane = recipients.indexOf(each.recipient);
              if (lane < 0) return undefined;
              const x = place(each.at ?? alert.receivedAt);
              const y = (lane + 2) * LANE + 12;
              return each.state === "waits" && each.paused ? (
                <path
                  key={each.subscriptionId}
                  className={styles.paused}
                  d={`M${x - 2} ${y - 4}v8M${x + 2} ${y - 4}v8`}
                />
              ) : (
                <circle key={each.subscriptionId} className={styles[each.state]} cx={x} cy={y} r="4">
                  <title>{`Alert ${alert.number} to ${each.recipient}: ${passedWord(each)}`}</title>
                </circle>
              );
            })}
          </g>
        ))}
        {Array.from({ length: TICKS + 1 }, (_none, index) => {
          const at = begin + ((end - begin) * index) / TICKS;
          return (
            <text
              key={index}
              x={place(at)}
              y={height - 4}
              textAnchor={index === 0 ? "start" : index === TICKS ? "end" : "middle"}
            >
              {timeOfDay(at)}
            </text>
          );
        })}
      </svg>
    </section>
  );
}

/** Since when something waits for a recipient. */
function firstWaiting(timeline: readonly Mark[], recipient: string): number | undefined {
  const waiting = timeline.filter(({ passed }) =>
    passed.some((each) => each.recipient === recipient && each.state === "waits"),
  );
  return waiting.length === 0 ? undefined : Math.min(...waiting.map(({ receivedAt }) => receivedAt));
}

/** A mark above informational is a diamond, a critical one a full one. */
function Reported({ alert: { mark }, x }: { readonly alert: Mark; readonly x: number }) {
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
  look,
}: {
  readonly shape: string;
  readonly name: string;
  readonly look: "solid" | "open" | "waits" | "paused";
}) {
  return (
    <span className={styles.key}>
      <svg width="12" height="12" aria-hidden="true">
        <path className={styles[look]} d={shape} />
      </svg>
      {name}
    </span>
  );
}
