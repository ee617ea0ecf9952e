import { memo } from "react";
import type { PartyView, Verdict } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatDuration } from "../../../shared/format/clock.ts";
import { partyName } from "../../../shared/format/party-name.ts";
import { rowSentence } from "../../../shared/format/row-text.ts";
import { useNamedRoles } from "../../../shared/widgets/named-roles.ts";
import type { LadderLine } from "./ladder-lines.ts";
import type { Lane } from "./lanes.ts";
import { MessageLine } from "./message-line.tsx";
import { GapLine, NextLine, NoteLine, PastLine } from "./other-lines.tsx";
import styles from "./ladder.module.css";

/** One row of the grid. */
export const LadderRow = memo(function LadderRow({
  line,
  index,
  top,
  height,
  lanes,
  width,
  isActive,
  isHeld,
  draws,
  step,
  onSelect,
  onOpen,
  onOpenHeld,
}: {
  readonly line: LadderLine;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  /** Width of the diagram in pixels. */
  readonly width: number;
  readonly isActive: boolean;
  readonly isHeld: boolean;
  /** The arrow is drawn as it goes, because it just arrived at reading speed. */
  readonly draws: boolean;
  readonly step: { readonly id: string; readonly verdict: Verdict | undefined } | undefined;
  readonly onSelect: (seq: number) => void;
  readonly onOpen: () => void;
  readonly onOpenHeld: (id: string) => void;
}) {
  const named = useNamedRoles();
  return (
    // Keys are handled by the grid, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={lineId(line)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      aria-label={lineSentence(line, (party) => partyName(party, named))}
      data-kind={line.kind}
      className={classNames(
        styles.row,
        (isHeld || line.kind === "held") && styles.rowHeld,
        isActive && styles.rowActive,
        draws && styles.draws,
      )}
      style={{ top, height }}
      onClick={() => {
        if (line.kind === "held") onOpenHeld(line.held.id);
        else if (line.kind === "message" || line.kind === "note") onSelect(line.row.seq);
      }}
      onDoubleClick={onOpen}
    >
      {line.kind === "message" && (
        <MessageLine
          row={line.row}
          lanes={lanes}
          height={height}
          changed={line.changed}
          selected={isActive}
          width={width}
          held={isHeld}
          step={step}
        />
      )}
      {line.kind === "held" && (
        <MessageLine
          row={line.held.message}
          lanes={lanes}
          height={height}
          changed={[]}
          selected={false}
          width={width}
          held
          step={
            line.held.message.step === undefined
              ? undefined
              : { id: line.held.message.step, verdict: undefined }
          }
        />
      )}
      {line.kind === "note" && <NoteLine row={line.row} lanes={lanes} height={height} />}
      {line.kind === "gap" && <GapLine ms={line.ms} />}
      {line.kind === "next" && <NextLine next={line.next} lanes={lanes} />}
      {line.kind === "past" && <PastLine left={line.left} />}
    </div>
  );
});

/** The id of the row of a line. */
export function lineId(line: LadderLine): string {
  switch (line.kind) {
    case "message":
    case "note":
      return `ladder-${line.row.seq}`;
    case "gap":
      return `ladder-gap-${line.before}`;
    case "held":
      return `ladder-held-${line.held.id}`;
    case "next":
    case "past":
      return `ladder-${line.kind}`;
  }
}

function lineSentence(line: LadderLine, nameOf: (party: PartyView) => string): string {
  switch (line.kind) {
    case "message":
    case "note":
      return rowSentence(line.row, nameOf);
    case "gap":
      return `${formatDuration(line.ms)} without a message.`;
    case "held":
      return `Held. ${rowSentence(line.held.message, nameOf)}`;
    case "next":
      return `Expected next: ${nameOf(line.next.from)} to ${nameOf(line.next.to)}, ${line.next.title}. ${line.next.reason}`;
    case "past":
      return `${line.left} later lines are left out of this view of the past.`;
  }
}
