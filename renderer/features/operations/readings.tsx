import type { JobView } from "../../../simulator/api/index.ts";
import { formatCount, formatSize } from "../../shared/format/count.ts";
import { formatElapsed, formatShare } from "../../shared/format/elapsed.ts";
import { useCountedOn } from "../../shared/hooks/use-counted-on.ts";
import { type Meter, Meters } from "../../shared/widgets/meters.tsx";
import { formatSeconds } from "./seconds.ts";

/** What the instruments say of an operation now. */
export function Readings({ job }: { readonly job: JobView }) {
  const { readings, line, pace } = job;
  const isGoing = line.finishedAt === undefined;
  const elapsed = useCountedOn(readings.elapsed, isGoing && pace.startsIn === undefined ? 1 : 0);
  const { targeted } = line.totals;
  const { succeeded, failed, expired, unknown } = job.funnel;
  const failures = failed + expired + unknown;
  const isMany = targeted > 1;
  const meters: Meter[] = [
    {
      title: isGoing ? "elapsed" : "took",
      value: formatElapsed(elapsed),
      about: readings.left === undefined ? undefined : `about ${formatElapsed(readings.left)} left`,
    },
    {
      title: isMany ? "session, median" : "session",
      value: readings.median === undefined ? "–" : formatSeconds(readings.median),
      about:
        readings.p95 === undefined || !isMany
          ? undefined
          : `95 %: ${formatSeconds(readings.p95)}, 99 %: ${formatSeconds(readings.p99 ?? readings.p95)}`,
    },
    {
      title: "host memory",
      value: readings.memory === undefined ? "–" : formatSize(readings.memory),
    },
  ];
  if (isMany)
    meters.unshift(
      {
        title: isGoing ? "rate" : "rate, over all",
        value: `${formatCount(readings.rate)}/s`,
        about: isGoing ? "over the last 10 s" : undefined,
      },
      {
        title: "failures",
        value: formatShare(failures, succeeded + failures),
        about:
          pace.stopAfterFailures === undefined
            ? `of ${formatCount(succeeded + failures)} served`
            : `${formatCount(failed)}, stops at ${formatCount(pace.stopAfterFailures)}`,
      },
    );
  return <Meters label="Readings" meters={meters} />;
}
