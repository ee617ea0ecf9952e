import { findNoSecrets, maskRecord, type FindSecrets } from "../mask.ts";
import type { JournalRecord, RunHeader } from "../record.ts";
import { summariseEnvelope, type Summarise } from "../summary.ts";

/** A recorded run, in order. */
export interface RecordedRun {
  readonly header: RunHeader;
  readonly records: Iterable<JournalRecord>;
}

/** What an export asks of whoever can decode messages. */
export interface ExportHooks {
  readonly summarise: Summarise;
  readonly findSecrets: FindSecrets;
}

/** Hooks for journals whose messages nobody can decode: envelopes and headers only. */
export const envelopeHooks: ExportHooks = { summarise: summariseEnvelope, findSecrets: findNoSecrets };

/** An exported run. Secrets are always covered. */
export interface ExportedRun {
  readonly text: string;
  /** Octets that were covered as secrets. */
  readonly masked: number;
}

/** Turns a recorded run into a text. */
export type ExportRun = (run: RecordedRun, hooks: ExportHooks) => ExportedRun;

/** The records with their secrets covered, one at a time; `count` is told the octets that were covered. */
export function* maskedRecords(
  records: Iterable<JournalRecord>,
  findSecrets: FindSecrets,
  count: (octets: number) => void,
): Generator<JournalRecord> {
  for (const record of records) {
    if (record.kind !== "crossing") {
      yield record;
      continue;
    }
    const masked = maskRecord(record, findSecrets);
    count(masked.octets);
    yield masked.value;
  }
}
