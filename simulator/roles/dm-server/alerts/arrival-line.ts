/** Things in the order of their arrival: they come at the end and leave at the front, seldom elsewhere. */
export interface ArrivalLine<T> {
  readonly size: number;
  add(entry: T): void;
  remove(entry: T): void;
  /** Oldest first. */
  values(): Iterable<T>;
  /** Newest first: `limit` of them after the first `skip`, at the cost of what is asked for. */
  newest(skip: number, limit: number): readonly T[];
}

/** Places that were left at the front before the others move up. */
const SLACK = 1024;

/** Creates an empty line. */
export function createArrivalLine<T>(): ArrivalLine<T> {
  let entries: T[] = [];
  let first = 0;
  return {
    get size() {
      return entries.length - first;
    },
    add: (entry) => void entries.push(entry),
    remove: (entry) => {
      if (entries[first] === entry) first++;
      else {
        const at = entries.lastIndexOf(entry);
        if (at >= first) entries.splice(at, 1);
      }
      if (first < entries.length && (first < SLACK || first * 2 < entries.length)) return;
      entries = entries.slice(first);
      first = 0;
    },
    *values() {
      // what arrives or leaves meanwhile changes nothing of this walk
      const walked = entries;
      const end = walked.length;
      for (let at = first; at < end; at++) {
        const entry = walked[at];
        if (entry !== undefined) yield entry;
      }
    },
    newest: (skip, limit) => {
      const end = Math.max(first, entries.length - skip);
      return entries.slice(Math.max(first, end - limit), end).reverse();
    },
  };
}
