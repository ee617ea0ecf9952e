import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { formatClock } from "../format/clock.ts";
import { formatCount } from "../format/count.ts";
import { outcomeText } from "../format/row-text.ts";
import { stateName } from "../format/state-name.ts";
import { Badge, FindingBadge } from "../widgets/badge.tsx";
import { VerdictWord } from "../widgets/verdict.tsx";
import { PartyWord, Way } from "../widgets/way.tsx";
import styles from "./journal-table.module.css";

/** The journal needs no feature of the table kit beyond rows and columns: the host filters, the window virtualises. */
export const features = tableFeatures({});

const helper = createColumnHelper<typeof features, JournalRow>();

/** Columns of the journal; their widths are in the style sheet, in this order. */
export const columns = helper.columns([
  helper.accessor("seq", {
    header: "no.",
    cell: ({ row }) => <span className="data">{formatCount(row.original.seq)}</span>,
  }),
  helper.display({
    id: "step",
    header: "step",
    cell: ({ row: { original: row } }) => (
      <span className="data">{row.kind === "message" || row.kind === "step" ? row.step : ""}</span>
    ),
  }),
  helper.accessor("clock", {
    header: "clock",
    cell: ({ row }) => <span className="data">{formatClock(row.original.clock)}</span>,
  }),
  helper.display({ id: "way", header: "from → to", cell: ({ row }) => <WayCell row={row.original} /> }),
  helper.display({ id: "what", header: "what", cell: ({ row }) => <WhatCell row={row.original} /> }),
  helper.display({
    id: "bytes",
    header: "bytes",
    cell: ({ row: { original: row } }) =>
      row.kind === "message" ? <span className="data">{formatCount(row.bytes)}</span> : null,
  }),
  helper.display({
    id: "codec",
    header: "codec",
    cell: ({ row: { original: row } }) => (row.kind === "message" ? row.codec : null),
  }),
  helper.display({ id: "hint", header: "hint", cell: ({ row }) => <HintCell row={row.original} /> }),
]);

function WayCell({ row }: { readonly row: JournalRow }) {
  if (row.kind === "message") return <Way from={row.from} to={row.to} />;
  if (row.kind === "step" || row.party === undefined) return null;
  return (
    <span className={styles.party}>
      <PartyWord party={row.party} />
    </span>
  );
}

function WhatCell({ row }: { readonly row: JournalRow }) {
  switch (row.kind) {
    case "message":
      return (
        <>
          {row.title} <span className={styles.summary}>{row.summary}</span>
        </>
      );
    case "state":
      return (
        <span className={styles.summary}>
          {stateName(row.from)} → <span className={styles.ink}>{stateName(row.state)}</span>, because{" "}
          {row.event}
        </span>
      );
    case "note":
      return <span className={styles.ink}>{row.text}</span>;
    case "step":
      return (
        <>
          {row.title} <span className={styles.summary}>{row.reason}</span>
        </>
      );
  }
}

function HintCell({ row }: { readonly row: JournalRow }) {
  switch (row.kind) {
    case "message": {
      const outcome = outcomeText(row.outcome);
      return (
        <span className={styles.hints}>
          {row.badges
            .filter(({ tone }) => tone !== "plain")
            .map((badge) => (
              <Badge key={badge.text} badge={badge} />
            ))}
          {row.findings > 0 && <FindingBadge count={row.findings} />}
          {outcome !== undefined && <span className={styles.summary}>{outcome}</span>}
        </span>
      );
    }
    case "state":
      return <span className={styles.summary}>{row.machine}</span>;
    case "note":
      return (
        <Badge
          badge={{
            text: row.code,
            tone: row.severity === "info" ? "plain" : row.severity === "warning" ? "warn" : "fail",
          }}
        />
      );
    case "step":
      return <VerdictWord verdict={row.verdict} />;
  }
}
