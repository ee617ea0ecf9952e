import type { Journal } from "../../journal/journal.ts";

/** Records that are read at once. */
const PAGE = 2000;

/** Number of the request of an exchange, looked for from the end; undefined when the journal holds it no more. */
export function requestOf(journal: Journal, exchange: string): number | undefined {
  for (let end = journal.length; end > 0; end -= PAGE) {
    const start = Math.max(0, end - PAGE);
    const found = journal
      .read(start, end - start)
      .find(
        (record) =>
          record.kind === "crossing" && record.direction === "request" && record.exchange === exchange,
      );
    if (found) return found.seq;
  }
  return undefined;
}
