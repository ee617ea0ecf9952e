import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { JobDeviceView } from "../../../simulator/api/index.ts";
import { formatClock } from "../../shared/format/clock.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { VerdictMark } from "../../shared/widgets/verdict.tsx";
import { hostQueries } from "../../state/host-client.ts";
import type { OperationPlace } from "../../state/operation-ui.ts";
import { choose } from "../../state/run-actions.ts";
import { formatSeconds } from "./seconds.ts";
import { PhaseMark } from "./state-mark.tsx";
import styles from "./job.module.css";

/** What one device answered to each command. */
export function DeviceAnswer({
  place,
  device,
  going,
  onClose,
}: {
  readonly place: OperationPlace;
  readonly device: string;
  /** The operation has not ended. */
  readonly going: boolean;
  readonly onClose?: () => void;
}) {
  const navigate = useNavigate();
  const { run } = place;
  const query = useQuery({
    ...hostQueries.operations.device.queryOptions({
      input: { ...place, device },
      refetchInterval: going ? 1000 : false,
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const seq = data?.seq;
  return (
    <Pane label="Answer of the device" className={styles.answer}>
      <PaneHead
        title={<span className="data">{device}</span>}
        about={data !== undefined && <PhaseMark phase={data.phase} />}
      >
        {seq !== undefined && (
          <Button
            variant="subtle"
            onClick={() => {
              choose(run, seq);
              void navigate({ to: "/session/$run", params: { run } });
            }}
          >
            Ladder
          </Button>
        )}
        <Button
          variant="subtle"
          onClick={() => void navigate({ to: "/devices/$run/$device", params: { run, device } })}
        >
          Device
        </Button>
        {onClose !== undefined && (
          <Button variant="subtle" aria-label="Close the answer of the device" onClick={onClose}>
            ×
          </Button>
        )}
      </PaneHead>
      {data === undefined ? (
        <Empty>{query.error?.message ?? "Reading what the device answered…"}</Empty>
      ) : (
        <ScrollRegion label="Results of the commands" className={styles.results}>
          <p className={styles.said}>{sentenceOf(data)}</p>
          {data.results.map((result) => (
            <section key={result.index} className={styles.result} aria-label={`Command ${result.index}`}>
              <h3>
                <span className="data muted">{result.index}</span>
                <span className="data clip" title={result.command}>
                  {result.command ?? "command"}
                </span>
                <span className="grow" />
                <span className={result.ok ? styles.good : styles.bad}>
                  <VerdictMark verdict={result.ok ? "pass" : "fail"} />
                  <span className="data">{result.status}</span> {result.statusText}
                </span>
              </h3>
              {result.items.length > 0 && (
                <dl className={styles.items}>
                  {result.items.map((item, index) => (
                    <div key={`${index} ${item.source ?? ""}`}>
                      <dt className="data clip" title={item.source}>
                        {item.source ?? "value"}
                      </dt>
                      <dd className="data">
                        {item.value === "" ? <span className="muted">empty</span> : item.value}
                        {item.masked && <span className="caption"> covered, a secret</span>}
                        {item.binary && <span className="caption"> base64</span>}
                        {item.format !== undefined && <span className="caption"> {item.format}</span>}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </section>
          ))}
        </ScrollRegion>
      )}
    </Pane>
  );
}

/** What is awaited of a device that has not ended, and what to do meanwhile. */
const awaited: Readonly<Partial<Record<JobDeviceView["phase"], string>>> = {
  queued: "Nothing was sent to it yet: the operation comes to it when a place is free",
  notified:
    "Package 0 was sent, and it has not come yet: it is waited for, and notified again, until the operation expires",
  "in-session": "It is in session now: its answers appear when the session ends",
  awaiting: "It accepted the work, and will report the outcome with an alert",
};

function sentenceOf({ said, phase, took, endedAfter, results }: JobDeviceView): string {
  const parts = [
    phase === "succeeded" && results.length > 0
      ? "All commands were carried out"
      : (awaited[phase] ?? capital(said)),
  ];
  if (took !== undefined) parts.push(`its session took ${formatSeconds(took)}`);
  if (endedAfter !== undefined) parts.push(`ended ${formatClock(endedAfter)} after the operation began`);
  return `${parts.join("; ")}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
