import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import type { DeviceValues, FunctionView, MeasuredValue, TrapView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { MessageLink } from "../../shared/journal/message-link.tsx";
import { Badge } from "../../shared/widgets/badge.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { diagnosticsDialog } from "../../state/diagnostics-ui.ts";
import { hostQueries } from "../../state/host-client.ts";
import { timeOfDay } from "./words.ts";
import styles from "./diagnostics.module.css";

const WIDTH = 66;
const HEIGHT = 16;

/** The values of a device, once a second; undefined before the first. */
export function useDeviceValues(run: string, device: string | undefined) {
  const query = useQuery(
    hostQueries.diagnostics.values.experimental_liveOptions({
      input: { run, device: device ?? "" },
      enabled: device !== undefined,
      retry: false,
    }),
  );
  return query.data?.id === device ? query.data : undefined;
}

/** The functions of a device with their values, and its traps. */
export function LiveValues({
  run,
  values,
  over,
}: {
  readonly run: string;
  readonly values: DeviceValues | undefined;
  readonly over: string | undefined;
}) {
  const functions = values?.functions ?? [];
  const traps = values?.traps ?? [];
  const count = functions.reduce((sum, each) => sum + each.values.length, 0);
  if (values !== undefined && count + traps.length === 0)
    return (
      <section aria-label="Live values" className={styles.values}>
        <Empty>
          <b>This device has no diagnostics functions and no traps.</b> Choose another one at the left.
        </Empty>
      </section>
    );
  const leaves = new Set(functions.flatMap((each) => each.values.map(({ uri }) => uri)));
  const trapsOf = (uri: string) => traps.filter(({ leaf }) => leaf === uri);
  const others = traps.filter(({ leaf }) => leaf === undefined || !leaves.has(leaf));
  return (
    <section aria-label="Live values" className={styles.values}>
      <div className={styles.sectionHead}>
        <h2>Live values</h2>
        <span className="muted clip">
          {counted(count, "value")} of {counted(functions.length, "function")},{" "}
          {counted(traps.length, "trap")}
        </span>
        <span className="grow" />
        <Button
          disabled={functions.length === 0 || over !== undefined}
          title={over ?? "RequestDiagnostics for a fresh reading"}
          onClick={() => {
            diagnosticsDialog.set({ form: "values" });
          }}
        >
          Read now…
        </Button>
        <Button
          variant="subtle"
          disabled={functions.length === 0 || over !== undefined}
          title={over}
          onClick={() => {
            diagnosticsDialog.set({ form: "function" });
          }}
        >
          Start or stop…
        </Button>
      </div>
      <ScrollRegion label="Values and traps" className="grow">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">parameter</th>
              <th scope="col" className={styles.number} style={{ width: "13%" }}>
                value
              </th>
              <th scope="col" style={{ width: 82 }}>
                last 10 min
              </th>
              <th scope="col" style={{ width: "21%" }}>
                trap
              </th>
              <th scope="col" style={{ width: 172 }}>
                read by
              </th>
            </tr>
          </thead>
          <tbody>
            {others.map((trap) => (
              <tr key={trap.id}>
                <td className="data clip" title={`${trap.uri}: ${trap.title} on ${trap.watches}`}>
                  {trap.uri}
                </td>
                <td className="clip muted" colSpan={2} title={trap.watches}>
                  on {trap.watches}
                </td>
                <td className="clip">
                  <TrapState trap={trap} />
                </td>
                <td />
              </tr>
            ))}
            {functions.map((each) => (
              <FunctionRows key={each.id} run={run} each={each} trapsOf={trapsOf} over={over} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function FunctionRows({
  run,
  each,
  trapsOf,
  over,
}: {
  readonly run: string;
  readonly each: FunctionView;
  readonly trapsOf: (uri: string) => readonly TrapView[];
  readonly over: string | undefined;
}) {
  const { id, title, uri, type, state, busy } = each;
  const ask = (form: "values" | "function") => {
    diagnosticsDialog.set(form === "values" ? { form, function: type, send: true } : { form, function: uri });
  };
  return (
    <Fragment>
      <tr className={styles.functionRow}>
        <td className="clip" colSpan={3} title={`${uri} ${type}`}>
          <b className="strong">{title}</b>{" "}
          <Badge badge={{ text: state, tone: busy ? "held" : "plain", title: `${id}: ${state}` }} />{" "}
          <span className="data muted">{uri}</span>{" "}
          <CopyButton text={type} label={`Copy the type of ${title}`} />
        </td>
        <td colSpan={2}>
          <Button
            variant="subtle"
            disabled={over !== undefined}
            aria-label={`Read now: ${title}`}
            onClick={() => {
              ask("values");
            }}
          >
            Read now
          </Button>
          <Button
            variant="subtle"
            disabled={over !== undefined}
            aria-label={busy ? `Stop… ${title}` : `Start… ${title}`}
            onClick={() => {
              ask("function");
            }}
          >
            {busy ? "Stop…" : "Start…"}
          </Button>
        </td>
      </tr>
      {each.values.map((value) => (
        <tr key={value.uri}>
          <td title={value.uri}>
            <span className={`data ${styles.path ?? ""}`}>
              <span className="clip">{value.uri.slice(0, value.uri.lastIndexOf("/") + 1)}</span>
              <span className={styles.leaf}>{value.uri.slice(value.uri.lastIndexOf("/") + 1)}</span>
            </span>
          </td>
          <td className={`data clip ${styles.number ?? ""}`} title={howOf(value)}>
            {value.value === "" ? <span className="muted">not read</span> : value.value}
          </td>
          <td>
            <Trend value={value} />
          </td>
          <td className="clip">
            {trapsOf(value.uri).map((trap) => (
              <TrapState key={trap.id} trap={trap} />
            ))}
            {trapsOf(value.uri).length === 0 && <span className="muted">no trap</span>}
          </td>
          <td className="clip">
            <ReadBy run={run} read={value.read} />
          </td>
        </tr>
      ))}
    </Fragment>
  );
}

function ReadBy({ run, read }: { readonly run: string; readonly read: MeasuredValue["read"] }) {
  if (read === undefined) return <span className="muted">nobody yet</span>;
  const { by, number, at, value, seq } = read;
  return (
    <span title={`${by === "alert" ? `Alert ${number ?? ""}` : "A session"} carried ${value}`}>
      {by === "alert" ? `alert ${number ?? ""}` : "session"}{" "}
      {seq !== undefined && <MessageLink run={run} seq={seq} />}{" "}
      <span className="data muted">{timeOfDay(at)}</span>
    </span>
  );
}

function howOf({ how, value }: MeasuredValue): string {
  const what =
    how === "measured"
      ? "What a Get gives now"
      : value === ""
        ? "The function has not run yet"
        : "What the last run of the function has left";
  return value === "" ? what : `${value}. ${what}`;
}

/** A line of what was measured; its numbers are in the title. */
function Trend({ value: { history, uri } }: { readonly value: MeasuredValue }) {
  const [first] = history;
  const last = history.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const low = Math.min(...history);
  const high = Math.max(...history);
  const points = history.map((number, index) => {
    const x = (index / (history.length - 1)) * WIDTH;
    const y = high === low ? HEIGHT / 2 : HEIGHT - 1.5 - ((number - low) / (high - low)) * (HEIGHT - 3);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const text = `${uri.split("/").at(-1) ?? ""} in the last ten minutes: from ${first} to ${last}, between ${low} and ${high}`;
  return (
    <svg className={styles.trend} width={WIDTH} height={HEIGHT} role="img" aria-label={text}>
      <title>{text}</title>
      <path d={`M${points.join("L")}`} />
    </svg>
  );
}

/** `below 20`, and whether it is armed. */
function TrapState({ trap }: { readonly trap: TrapView }) {
  const { uri, condition, threshold, enabled, active, state, watches } = trap;
  return (
    <span title={`${uri} on ${watches}`}>
      {condition === "grows" ? "on growth" : `${condition} ${threshold}`}{" "}
      <Badge
        badge={{
          text: active ? "active" : enabled ? "armed" : "disabled",
          tone: active ? "fail" : "plain",
          title: state,
        }}
      />
    </span>
  );
}
