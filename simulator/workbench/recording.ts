import type { Journal } from "../journal/journal.ts";
import type { CrossingRecord, JournalRecord, NewRecord, StateRecord } from "../journal/record.ts";
import type { Recorder } from "../wire/tap.ts";

/** What a world writes into its journal, and what is counted on the way. */
export interface Recording {
  /** Stamps, keeps and counts a record, then tells `written` of it. */
  record(draft: NewRecord): JournalRecord;
  /** The same for a crossing at the tap. */
  readonly recorder: Recorder;
  /** Newest state of each party's machines. */
  readonly states: ReadonlyMap<string, StateRecord>;
  /** Messages that have crossed, dropped ones included. */
  readonly messages: number;
}

/** Starts recording into a journal. */
export function createRecording(journal: Journal, written: (record: JournalRecord) => void): Recording {
  const states = new Map<string, StateRecord>();
  let messages = 0;
  const record = (draft: NewRecord): JournalRecord => {
    const kept = journal.append(draft);
    if (kept.kind === "crossing") messages++;
    if (kept.kind === "state") states.set(`${kept.party.role}/${kept.party.name}`, kept);
    written(kept);
    return kept;
  };
  return {
    record,
    recorder: (draft, outcome, original) => {
      const crossing: Omit<CrossingRecord, "seq" | "clock" | "wall"> = {
        kind: "crossing",
        ...draft,
        outcome,
        original,
      };
      return record(crossing).seq;
    },
    states,
    get messages() {
      return messages;
    },
  };
}
