import { skipToken, useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { Way } from "../../shared/widgets/way.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { inspectorUi } from "../../state/inspector-ui.ts";
import { useStore } from "../../state/store.ts";
import { MessageInspection } from "./message-inspection.tsx";
import { RecordFacts } from "./record-facts.tsx";

/** How often causes and effects are read again while the run goes on; in milliseconds. */
const REREAD_MS = 1500;

/** Everything about the chosen record: decoded, text, bytes, HTTP, why. */
export function Inspector({
  run,
  row,
  going,
  onSelect,
  actions,
}: {
  readonly run: string;
  readonly row: JournalRow | undefined;
  /** The run goes on, so that more may follow from the message. */
  readonly going: boolean;
  readonly onSelect: (seq: number) => void;
  readonly actions?: ReactNode;
}) {
  const id = useId();
  const { revealed } = useStore(inspectorUi);
  const seq = row?.kind === "message" ? row.seq : undefined;
  const inspection = useQuery({
    ...hostQueries.journal.inspect.queryOptions({
      input: seq === undefined ? skipToken : { run, seq, reveal: revealed === seq },
    }),
    refetchInterval: going ? REREAD_MS : false,
    placeholderData: (before) => before,
  });
  const shown = inspection.data?.row.seq === seq ? inspection.data : undefined;
  return (
    <Pane label="Inspector">
      {row === undefined ? (
        <>
          <PaneHead title="Inspector" />
          <Empty>
            <b>The chosen message appears here</b>, decoded, as text and as bytes.
          </Empty>
        </>
      ) : (
        <PaneHead
          title={`${row.kind === "message" ? "Message" : "Record"} ${formatCount(row.seq)}`}
          about={row.kind === "message" ? <Way from={row.from} to={row.to} /> : row.kind}
        >
          {actions}
        </PaneHead>
      )}
      {row !== undefined && row.kind !== "message" && <RecordFacts row={row} />}
      {row?.kind === "message" && shown !== undefined && (
        <MessageInspection id={id} inspection={shown} onSelect={onSelect} />
      )}
      {row?.kind === "message" && shown === undefined && inspection.isError && (
        <Empty>
          <b>This message cannot be shown.</b> {inspection.error.message}
        </Empty>
      )}
    </Pane>
  );
}
