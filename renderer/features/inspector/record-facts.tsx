import { Fragment } from "react";
import type { JournalRow } from "../../../simulator/api/index.ts";
import { formatClock } from "../../shared/format/clock.ts";
import { roleTitle, verdictWord } from "../../shared/format/row-text.ts";
import { stateName } from "../../shared/format/state-name.ts";
import styles from "./inspector.module.css";

/** A record that is not a message: its facts, since it has no bytes. */
export function RecordFacts({ row }: { readonly row: Exclude<JournalRow, { kind: "message" }> }) {
  return (
    <dl className={styles.record}>
      {factsOf(row).map(([term, value]) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function factsOf(row: Exclude<JournalRow, { kind: "message" }>): [term: string, value: string][] {
  const common: [string, string][] = [["clock", formatClock(row.clock)]];
  if (row.conversation !== undefined) common.push(["conversation", row.conversation]);
  switch (row.kind) {
    case "state":
      return [
        ["party", roleTitle(row.party.role)],
        ["machine", row.machine],
        ["moved", `${stateName(row.from)} → ${stateName(row.state)}`],
        ["because of", row.event],
        ["meaning", row.description ?? "no description"],
        ...common,
      ];
    case "note":
      return [
        ["what", row.text],
        ["code", row.code],
        ["party", row.party === undefined ? "the run" : roleTitle(row.party.role)],
        ...common,
      ];
    case "step":
      return [
        ["step", `${row.step}, ${row.title}`],
        ["verdict", verdictWord(row.verdict)],
        ["because", row.reason ?? "no reason was given"],
        ["messages", row.messages.length === 0 ? "none yet" : row.messages.join(", ")],
        ...common,
      ];
  }
}
