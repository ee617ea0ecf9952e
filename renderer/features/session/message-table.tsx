import { useMemo } from "react";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { JournalTable } from "../../shared/journal/journal-table.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import type { RunSnapshot } from "../../state/run-feed.ts";
import type { RunUi } from "../../state/run-ui.ts";

/** Messages and notes of the run as a table. */
export function MessageTable({
  id,
  label,
  snapshot,
  ui,
  row,
  onSelect,
  onOpen,
}: {
  readonly id: string;
  readonly label: string;
  readonly snapshot: RunSnapshot;
  readonly ui: RunUi;
  readonly row: JournalRow | undefined;
  readonly onSelect: (seq: number) => void;
  readonly onOpen: () => void;
}) {
  const { rows, count } = snapshot;
  const until = ui.lookingBack ? (row?.seq ?? Infinity) : Infinity;
  const shown = useMemo(
    () =>
      rows
        .slice(0, count)
        .filter(
          (entry) =>
            entry.seq <= until &&
            (entry.kind === "note" || (entry.kind === "message" && (ui.showAcks || !entry.ack))),
        ),
    [rows, count, until, ui.showAcks],
  );
  return (
    <JournalTable
      id={id}
      label={label}
      rows={shown}
      selected={row?.seq}
      follow={ui.pinned === undefined}
      onSelect={onSelect}
      onOpen={onOpen}
      empty={
        <Empty>
          <b>Messages of the run are listed here</b> as they cross.
        </Empty>
      }
    />
  );
}
