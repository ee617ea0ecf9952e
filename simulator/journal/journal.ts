import type { Dispose } from "../core/emitter.ts";
import type { JournalRecord, NewRecord, RunHeader } from "./record.ts";

/** The journal of one run. Append is synchronous and gives the sequence number at once; storage may batch behind it. */
export interface Journal {
  readonly header: RunHeader;
  /** Stamps and keeps the record. */
  append(record: NewRecord): JournalRecord;
  /** Number of records; the last `seq`. */
  readonly length: number;
  get(seq: number): JournalRecord | undefined;
  /** Records with `seq > after`, at most `limit`. */
  read(after: number, limit: number): readonly JournalRecord[];
  /** Every record from now on, in order. */
  subscribe(listener: (record: JournalRecord) => void): Dispose;
  /** Octets of all bodies. */
  readonly bytes: number;
  /** Resolves when everything appended so far is where it is kept. Rejects when the store refuses. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
