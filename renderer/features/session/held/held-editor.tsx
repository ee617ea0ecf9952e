import { useQuery } from "@tanstack/react-query";
import type { HeldView } from "../../../../simulator/api/index.ts";
import { CodeView } from "../../../shared/widgets/code-view.tsx";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { hostQueries } from "../../../state/host-client.ts";
import styles from "./held-drawer.module.css";

/** The body of a held message, to be changed. It is read with its secrets, because it is sent as it stands. */
export function HeldEditor({
  run,
  held,
  edit,
  onEdit,
}: {
  readonly run: string;
  readonly held: HeldView;
  readonly edit: string | undefined;
  readonly onEdit: (text: string | undefined) => void;
}) {
  const inspection = useQuery(
    hostQueries.journal.inspect.queryOptions({ input: { run, seq: held.message.seq, reveal: true }, staleTime: Infinity }),
  );
  const original = inspection.data?.layers[0]?.text;
  return (
    <>
      <div className={styles.workHead}>
        <b className="strong">Edit message {held.message.seq}</b>
        <span className="muted">{held.message.codec}</span>
        <span className="grow" />
        <span className="caption">
          {edit === undefined || original === undefined
            ? "as it was sent"
            : `changed: ${original.length} → ${edit.length} characters`}
        </span>
      </div>
      {inspection.isError && (
        <Empty>
          <b>The body cannot be read yet.</b> The message can still be released or dropped as it is.
        </Empty>
      )}
      {inspection.isSuccess && original === undefined && (
        <Empty>
          <b>This message has no text to edit.</b> It can be released or dropped as it is.
        </Empty>
      )}
      {original !== undefined && (
        <CodeView
          // A withdrawn edit starts from the original again.
          key={edit === undefined ? "original" : "edited"}
          label={`Body of held message ${held.message.seq}`}
          text={edit ?? original}
          onChange={(text) => {
            onEdit(text === original ? undefined : text);
          }}
        />
      )}
    </>
  );
}
