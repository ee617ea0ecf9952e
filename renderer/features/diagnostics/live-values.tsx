import type { DiagnosticsView, MeasuredValue, TrapView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import styles from "./diagnostics.module.css";

const WIDTH = 66;
const HEIGHT = 16;

/** The functions of a device with their values, and its traps. */
export function LiveValues({ device }: { readonly device: DiagnosticsView["device"] }) {
  const functions = device?.functions ?? [];
  const traps = device?.traps ?? [];
  const count = functions.reduce((sum, { values }) => sum + values.length, 0);
  if (count + traps.length === 0)
    return (
      <section aria-label="Live values" className={styles.values}>
        <Empty>
          <b>This device has no diagnostics functions and no traps.</b> Choose another one at the left.
        </Empty>
      </section>
    );
  return (
    <section aria-label="Live values" className={styles.values}>
      <div className={styles.sectionHead}>
        <h2>Live values</h2>
        <span className="muted clip">
          {counted(count, "value")} of {counted(functions.length, "function")},{" "}
          {counted(traps.length, "trap")}
        </span>
      </div>
      <ScrollRegion label="Values and traps" className="grow">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">parameter</th>
              <th scope="col" className={styles.number} style={{ width: "14%" }}>
                value
              </th>
              <th scope="col" style={{ width: 88 }}>
                last 10 min
              </th>
              <th scope="col" style={{ width: "29%" }}>
                function
              </th>
            </tr>
          </thead>
          <tbody>
            {traps.map((trap) => (
              <TrapRow key={trap.id} trap={trap} />
            ))}
            {functions.flatMap(({ id, title, state, busy, values }) =>
              values.map((value, index) => (
                <tr key={value.uri}>
                  <td className="data clip" title={value.uri}>
                    {value.uri}
                  </td>
                  <td className={`data ${styles.number ?? ""}`} title={howOf(value)}>
                    {value.value === "" ? <span className="muted">not read</span> : value.value}
                  </td>
                  <td>
                    <Trend value={value} />
                  </td>
                  <td className="clip">
                    {index === 0 && (
                      <>
                        {title}{" "}
                        <Badge
                          badge={{ text: state, tone: busy ? "held" : "plain", title: `${id}: ${state}` }}
                        />
                      </>
                    )}
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function howOf({ how, value }: MeasuredValue): string {
  if (how === "measured") return "What a Get gives now";
  return value === "" ? "The function has not run yet" : "What the last run of the function has left";
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

function TrapRow({ trap }: { readonly trap: TrapView }) {
  const { uri, title, watches, condition, threshold, enabled, active } = trap;
  return (
    <tr>
      <td className="data clip" title={uri}>
        {uri}
      </td>
      <td className={styles.number}>{condition === "grows" ? "on growth" : `${condition} ${threshold}`}</td>
      <td>
        <Badge
          badge={{
            text: active ? "active" : enabled ? "armed" : "disabled",
            tone: active ? "fail" : "plain",
            title: trap.state,
          }}
        />
      </td>
      <td className="clip" title={watches}>
        {title} <span className="muted">on {watches}</span>
      </td>
    </tr>
  );
}
