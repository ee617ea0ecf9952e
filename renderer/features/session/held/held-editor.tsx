import { useMemo } from "react";
import type { HeldView } from "../../../../simulator/api/index.ts";
import { decodeBase64 } from "../../../shared/format/positions.ts";
import { CodeView } from "../../../shared/widgets/code-view.tsx";
import { Empty } from "../../../shared/widgets/empty.tsx";
import styles from "./held-drawer.module.css";

/** The body of a held message, to be changed. It has its secrets, because it is sent as it stands. */
export function HeldEditor({
  held,
  edit,
  onEdit,
}: {
  readonly held: HeldView;
  readonly edit: string | undefined;
  readonly onEdit: (text: string | undefined) => void;
}) {
  const original = useMemo(() => (held.body === undefined ? undefined : textOf(held.body)), [held.body]);
  return (
    <>
      <div className={styles.workHead}>
        <b className="strong">Edit {held.message.title}</b>
        <span className="muted">{held.message.codec}</span>
        <span className="grow" />
        <span className="caption">
          {edit === undefined || original === undefined
            ? "as it was sent"
            : `changed: ${original.length} → ${edit.length} characters`}
        </span>
      </div>
      {original === undefined ? (
        <Empty>
          <b>This message has no text to edit.</b> It can be released or dropped as it is.
        </Empty>
      ) : (
        <CodeView
          label={`Body of the held message ${held.message.title}`}
          text={edit ?? original}
          onChange={(text) => {
            onEdit(text === original ? undefined : text);
          }}
        />
      )}
    </>
  );
}

/** The text of a body; undefined for one that is not UTF-8. */
function textOf(body: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(decodeBase64(body));
  } catch {
    return undefined;
  }
}
