import { useElementSize } from "@mantine/hooks";
import type { JobView } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatElapsed } from "../../shared/format/elapsed.ts";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { formatSeconds, niceSteps } from "./seconds.ts";
import styles from "./charts.module.css";

const LEFT = 44;
const RIGHT = 12;
const TOP = 10;
const FOOT = 22;
/** Of few slices none becomes a wall. */
const WIDEST = 24;
/** A word below an axis takes so much, in pixels. */
const TICK = 34;

/** How fast devices were served, and how long sessions took; as pictures or as tables. */
export function Charts({ job, asTable }: { readonly job: JobView; readonly asTable: boolean }) {
  const { course, readings } = job;
  const failed = course.failed.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <section className={styles.chart} aria-label="Devices per second">
        <div className={styles.bar}>
          <h2 className={styles.title}>Devices per second</h2>
          <span className="grow" />
          <span className={styles.key}>
            <i data-key="done" />
            done
            {failed > 0 && (
              <>
                <i data-key="failed" />
                not done
              </>
            )}
          </span>
        </div>
        {asTable ? <CourseTable job={job} /> : <Course job={job} />}
      </section>
      <section className={styles.chart} aria-label="Session duration">
        <div className={styles.bar}>
          <h2 className={styles.title}>Session duration</h2>
          <span className="grow" />
          <span className="caption">{formatCount(readings.sessions)} sessions</span>
        </div>
        {asTable ? <DurationTable job={job} /> : <Durations job={job} />}
      </section>
    </>
  );
}

function Course({ job }: { readonly job: JobView }) {
  const { ref, width, height } = useElementSize();
  const { slice, done, failed } = job.course;
  const perSecond = (count: number) => (count * 1000) / slice;
  if (job.line.finishedAt !== undefined && ![...done, ...failed].some((count) => count > 0))
    return <p className={styles.quiet}>No device was served, so there is no pace to show.</p>;
  const steps = niceSteps(Math.max(...done.map(perSecond), ...failed.map(perSecond), 1));
  const top = steps.at(-1) ?? 1;
  const plotWidth = Math.max(1, width - LEFT - RIGHT);
  const plotHeight = Math.max(1, height - TOP - FOOT);
  const x = (index: number) => LEFT + ((index + 0.5) / done.length) * plotWidth;
  const y = (value: number) => TOP + plotHeight * (1 - value / top);
  const ticks = timeTicks(done.length, slice, plotWidth);
  const line = done
    .map((count, index) => `${x(index).toFixed(1)},${y(perSecond(count)).toFixed(1)}`)
    .join(" ");
  const bar = Math.min(WIDEST, Math.max(1, plotWidth / done.length - 1));
  return (
    <div ref={ref} className={styles.plot}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`Up to ${formatCount(Math.max(...done.map(perSecond)))} devices done each second; as a table with the button below`}
        >
          {steps.map((step) => (
            <g key={step}>
              <line className={styles.grid} x1={LEFT} x2={width - RIGHT} y1={y(step)} y2={y(step)} />
              <text className={styles.right} x={LEFT - 6} y={y(step) + 4}>
                {formatCount(step) === "0" && step !== 0 ? step : formatCount(step)}
              </text>
            </g>
          ))}
          {failed.map(
            (count, index) =>
              count > 0 && (
                <rect
                  // Slices have no identity but their place.
                  // oxlint-disable-next-line react/no-array-index-key
                  key={index}
                  className={styles.failed}
                  x={x(index) - bar / 2}
                  width={bar}
                  y={Math.min(y(perSecond(count)), TOP + plotHeight - 2)}
                  height={Math.max(2, plotHeight * (perSecond(count) / top))}
                />
              ),
          )}
          {done.length === 1 ? (
            <circle className={styles.point} cx={x(0)} cy={y(perSecond(done[0] ?? 0))} r="3" />
          ) : (
            <polyline className={styles.line} points={line} />
          )}
          {ticks.map(({ at, text }) => (
            <text key={text} className={styles.middle} x={LEFT + at} y={height - 6}>
              {text}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}

/** Times along the axis, not nearer than their words allow. */
function timeTicks(count: number, slice: number, width: number) {
  const span = count * slice;
  const most = Math.max(1, Math.floor(width / 70));
  const step =
    [
      1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
      14_400_000,
    ].find((length) => span / length <= most) ?? span;
  const ticks: { at: number; text: string }[] = [];
  for (let time = 0; time <= span; time += step)
    ticks.push({ at: (time / span) * width, text: formatElapsed(time) });
  return ticks;
}

function CourseTable({ job }: { readonly job: JobView }) {
  const { slice, done, failed } = job.course;
  return (
    <ScrollRegion label="Devices per second as a table" className={styles.tableRegion}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">done</th>
            <th scope="col">not done</th>
          </tr>
        </thead>
        <tbody>
          {done.map((count, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td className="data">
                {slice < 1000 ? formatSeconds(index * slice) : formatElapsed(index * slice)}
              </td>
              <td className="data">{formatCount(count)}</td>
              <td className="data">{formatCount(failed[index] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Durations({ job }: { readonly job: JobView }) {
  const { ref, width, height } = useElementSize();
  const { bounds, counts } = job.durations;
  const { median, sessions } = job.readings;
  if (sessions === 0)
    return <p className={styles.quiet}>A bar for each span of time, as soon as sessions have ended.</p>;
  const steps = niceSteps(Math.max(...counts, 1)).filter(Number.isInteger);
  const top = steps.at(-1) ?? 1;
  const plotWidth = Math.max(1, width - LEFT - RIGHT);
  const plotHeight = Math.max(1, height - TOP - FOOT);
  const column = plotWidth / counts.length;
  const y = (value: number) => TOP + plotHeight * (1 - value / top);
  const middle = median === undefined ? undefined : LEFT + placeOf(median, bounds) * column;
  return (
    <div ref={ref} className={styles.plot}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`Durations of ${formatCount(sessions)} sessions, half of them up to ${formatSeconds(median ?? 0)}`}
        >
          {steps.map((step) => (
            <g key={step}>
              <line className={styles.grid} x1={LEFT} x2={width - RIGHT} y1={y(step)} y2={y(step)} />
              <text className={styles.right} x={LEFT - 6} y={y(step) + 4}>
                {formatCount(step)}
              </text>
            </g>
          ))}
          {counts.map((count, index) => (
            <g key={bounds[index] ?? "longer"}>
              <rect
                className={styles.duration}
                x={LEFT + index * column + 1}
                width={Math.max(1, column - 2)}
                y={y(count)}
                height={plotHeight * (count / top)}
              />
              {(column >= TICK || (counts.length - 1 - index) % 2 === 0) && (
                <text className={styles.middle} x={LEFT + (index + 0.5) * column} y={height - 6}>
                  {tickOf(bounds, index)}
                </text>
              )}
            </g>
          ))}
          {middle !== undefined && (
            <>
              <line className={styles.median} x1={middle} x2={middle} y1={TOP - 4} y2={TOP + plotHeight} />
              <text
                className={middle > width * 0.7 ? styles.medianBefore : styles.medianAfter}
                x={middle > width * 0.7 ? middle - 6 : middle + 6}
                y={TOP + 6}
              >
                median {formatSeconds(median ?? 0)}
              </text>
            </>
          )}
        </svg>
      )}
    </div>
  );
}

/** The upper bound of a column in seconds; the unit stands once, at the last, which has none. */
function tickOf(bounds: readonly number[], index: number): string {
  const bound = bounds[index];
  const inMilliseconds = (bounds[0] ?? 0) < 10;
  const shown = bound ?? bounds.at(-1) ?? 0;
  const value = Number((inMilliseconds ? shown : shown / 1000).toPrecision(3));
  return bound === undefined ? `>${value} ${inMilliseconds ? "ms" : "s"}` : String(value);
}

/** Where a duration lies among the columns: 2.5 is in the middle of the third. */
function placeOf(duration: number, bounds: readonly number[]): number {
  const index = bounds.findIndex((bound) => duration <= bound);
  if (index === -1) return bounds.length + 0.5;
  const low = bounds[index - 1] ?? 0;
  const high = bounds[index] ?? low + 1;
  return index + (duration - low) / (high - low);
}

function DurationTable({ job }: { readonly job: JobView }) {
  const { bounds, counts } = job.durations;
  return (
    <ScrollRegion label="Session durations as a table" className={styles.tableRegion}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">up to</th>
            <th scope="col">sessions</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count, index) => (
            <tr key={bounds[index] ?? "longer"}>
              <td className="data">
                {bounds[index] === undefined ? "longer" : formatSeconds(bounds[index])}
              </td>
              <td className="data">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
