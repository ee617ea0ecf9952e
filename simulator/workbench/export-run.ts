import { exportJsonl } from "../journal/export/jsonl.ts";
import { exportMermaid } from "../journal/export/mermaid.ts";
import { exportText } from "../journal/export/text.ts";
import type { ExportHooks, ExportRun } from "../journal/export/export.ts";
import type { JournalRecord } from "../journal/record.ts";
import { findSecrets } from "../stacks/decode-crossing.ts";
import { summariseMessage } from "../stacks/summarise.ts";
import type { JournalSource } from "./journal-source.ts";

/** Forms in which a run leaves the workbench. */
export type ExportFormat = "mermaid" | "jsonl" | "text";

/** A run as a file. Secrets are covered; `masked` counts their octets. */
export interface ExportedRun {
  readonly fileName: string;
  readonly contentType: string;
  readonly text: string;
  readonly masked: number;
}

const formats: Readonly<
  Record<ExportFormat, { readonly write: ExportRun; readonly ending: string; readonly contentType: string }>
> = {
  mermaid: { write: exportMermaid, ending: "mmd", contentType: "text/vnd.mermaid" },
  jsonl: { write: exportJsonl, ending: "jsonl", contentType: "application/x-ndjson" },
  text: { write: exportText, ending: "txt", contentType: "text/plain" },
};

/** Records read in one go. */
const SLICE = 1000;

/** Exports a journal; messages are named and their secrets found by decoding them. */
export function exportRun(source: JournalSource, to: ExportFormat): ExportedRun {
  const { write, ending, contentType } = formats[to];
  const { header } = source.journal;
  const { text, masked } = write({ header, records: recordsOf(source) }, exportHooks(source));
  return { fileName: `${header.run}-${header.scenario ?? "live"}.${ending}`, contentType, text, masked };
}

/** Names and secrets of messages, for exports. Without a source the steps of a scenario are not known. */
export function exportHooks(source?: JournalSource): ExportHooks {
  return {
    findSecrets,
    summarise: (record) => {
      const summary = summariseMessage(record);
      return {
        title: summary.title,
        badges: summary.badges.map((badge) => badge.text),
        step: source?.stepOf(record),
      };
    },
  };
}

function* recordsOf(source: JournalSource): Generator<JournalRecord> {
  for (let after = 0; ;) {
    const records = source.journal.read(after, SLICE);
    yield* records;
    const last = records.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
