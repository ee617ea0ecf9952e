import { UnstyledButton } from "@mantine/core";
import type { CallbacksView } from "../../../simulator/api/index.ts";
import { formatDuration } from "../../shared/format/clock.ts";
import { formatCount } from "../../shared/format/count.ts";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { AnswerMark, timeOfDay } from "./marks.tsx";
import styles from "./callbacks.module.css";

/** What arrived lately. */
export function Delivered({
  view,
  chosen,
  onChoose,
}: {
  readonly view: CallbacksView;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { delivered } = view;
  const again = delivered.filter(({ tries }) => tries > 0).length;
  return (
    <section
      className={styles.delivered}
      aria-label="Delivered lately"
      data-empty={delivered.length === 0 || undefined}
    >
      <div className={styles.sectionHead}>
        <h2>Delivered lately</h2>
        <span className="muted clip">
          {delivered.length === 0
            ? "nothing yet"
            : `the latest ${formatCount(delivered.length)}${again > 0 ? `, ${formatCount(again)} after a second try` : ""}`}
        </span>
      </div>
      {delivered.length > 0 && (
        <ScrollRegion label="Delivered lately" className={styles.deliveredList}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col" style={{ width: 84 }}>
                  when
                </th>
                <th scope="col">callback</th>
                <th scope="col" style={{ width: "11%" }}>
                  stream
                </th>
                <th scope="col" style={{ width: "15%" }}>
                  recipient
                </th>
                <th scope="col" className={styles.number} style={{ width: 62 }}>
                  sequence
                </th>
                <th scope="col" className={styles.number} style={{ width: 40 }}>
                  tries
                </th>
                <th scope="col" style={{ width: 64 }}>
                  answer
                </th>
                <th scope="col" className={styles.number} style={{ width: 64 }}>
                  took
                </th>
              </tr>
            </thead>
            <tbody>
              {delivered.map((line) => (
                <tr key={line.id} aria-selected={line.id === chosen}>
                  <td className="data">{timeOfDay(line.answer.at + line.answer.took)}</td>
                  <td>
                    <UnstyledButton
                      className={styles.open}
                      title={`${line.name} ${line.about}`.trimEnd()}
                      onClick={() => {
                        onChoose(line.id);
                      }}
                    >
                      {line.name} <span className="muted">{line.about}</span>
                    </UnstyledButton>
                  </td>
                  <td className="data clip" title={line.stream}>
                    {line.stream}
                  </td>
                  <td className="clip">{line.recipient}</td>
                  <td className={`data ${styles.number ?? ""}`}>{formatCount(line.sequence)}</td>
                  <td className={`data ${styles.number ?? ""}`}>{line.tries + 1}</td>
                  <td>
                    <AnswerMark tried={line.answer} withTime={false} />
                  </td>
                  <td className={`data ${styles.number ?? ""}`}>{formatDuration(line.answer.took)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
