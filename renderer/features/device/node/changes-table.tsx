import type { ChangeView } from "../../../../simulator/api/index.ts";
import { SectionCaption } from "../../../shared/widgets/pane.tsx";
import type { DevicePlace } from "../../../state/device-ui.ts";
import { changeHow, changeWord, type NamedObjects, timeOfDay } from "../change-words.ts";
import { MessageLink } from "../../../shared/journal/message-link.tsx";
import styles from "./node.module.css";

/** What changed the node: the session, a person or an object, the message that led to it, and how. Newest first. */
export function ChangesTable({
  place,
  changes,
  objects,
}: {
  readonly place: DevicePlace;
  readonly changes: readonly ChangeView[];
  readonly objects: NamedObjects;
}) {
  return (
    <section aria-label="What changed it">
      <SectionCaption aside={changes.length > 0 ? "newest first" : undefined}>What changed it</SectionCaption>
      {changes.length === 0 ? (
        <p className={styles.none}>
          Nothing since the device was started. A Replace of a server, or an edit here, will be listed with
          the message that made it.
        </p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">by</th>
              <th scope="col">message</th>
              <th scope="col">how</th>
              <th scope="col">at</th>
              <th scope="col" className={styles.number}>
                VerNo
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={`${change.at} ${change.how} ${change.verNo ?? ""} ${change.seq ?? ""}`}>
                <td className={change.by === "server" ? "data" : undefined}>{changeWord(change, objects)}</td>
                <td>
                  {change.seq === undefined ? (
                    <span className="muted">–</span>
                  ) : (
                    <MessageLink run={place.run} seq={change.seq} />
                  )}
                </td>
                <td>{changeHow(change)}</td>
                <td className="data">{timeOfDay(change.at)}</td>
                <td className={`data ${styles.number ?? ""}`}>{change.verNo ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
