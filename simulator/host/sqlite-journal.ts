import { createEmitter } from "../core/emitter.ts";
import { isWorkbenchError, type WorkbenchError } from "../core/error.ts";
import type { Journal } from "../journal/journal.ts";
import { recordBytes, stampRecord, type JournalTime } from "../journal/memory-journal.ts";
import type { JournalRecord, RunHeader } from "../journal/record.ts";
import type { JournalFile } from "./journal-file.ts";

export interface SqliteJournalOptions {
  /** Told when the file refuses records, once until it takes them again. The records stay in memory and are tried again. */
  readonly onTrouble: (error: WorkbenchError) => void;
}

/** Records of one batch at least, unless they have waited for {@link BATCH_WAIT}. */
const BATCH = 256;
/** Milliseconds that a record waits at most for others of its batch. */
const BATCH_WAIT = 50;
/** Milliseconds until a batch that was refused is tried again. */
const RETRY_WAIT = 1000;

/**
 * A journal in a file. Appending costs no I/O: records are written in batches, and what is not written yet is read from
 * memory. Nothing is lost when the file refuses a batch; `flush` says whether all is written.
 */
export function createSqliteJournal(
  file: JournalFile,
  header: RunHeader,
  time: JournalTime,
  { onTrouble }: SqliteJournalOptions,
): Journal {
  const run = file.addRun(header);
  const news = createEmitter<JournalRecord>();
  let tail: JournalRecord[] = [];
  let written = 0;
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let inTrouble = false;

  const write = (): WorkbenchError | undefined => {
    clearTimeout(timer);
    timer = undefined;
    if (tail.length === 0) return undefined;
    try {
      file.write(run, tail);
    } catch (error) {
      if (!isWorkbenchError(error)) throw error;
      if (!inTrouble) onTrouble(error);
      inTrouble = true;
      wait(RETRY_WAIT);
      return error;
    }
    inTrouble = false;
    written += tail.length;
    tail = [];
    return undefined;
  };

  const wait = (milliseconds: number): void => {
    timer ??= setTimeout(write, milliseconds);
  };

  return {
    header,
    get length() {
      return written + tail.length;
    },
    get bytes() {
      return bytes;
    },
    append: (record) => {
      const stamped = stampRecord(record, written + tail.length + 1, time);
      tail.push(stamped);
      bytes += recordBytes(stamped);
      if (tail.length >= BATCH && !inTrouble) write();
      else wait(BATCH_WAIT);
      news.emit(stamped);
      return stamped;
    },
    get: (seq) => (seq > written ? tail[seq - written - 1] : file.read(run, seq - 1, 1)[0]),
    read: (after, limit) => {
      const stored = after < written ? file.read(run, after, Math.min(limit, written - after)) : [];
      const from = Math.max(0, after - written);
      return [...stored, ...tail.slice(from, from + limit - stored.length)];
    },
    subscribe: news.subscribe,
    flush: () => {
      const error = write();
      return error ? Promise.reject(error) : Promise.resolve();
    },
    close: () => {
      const error = write();
      clearTimeout(timer);
      return error ? Promise.reject(error) : Promise.resolve();
    },
  };
}
