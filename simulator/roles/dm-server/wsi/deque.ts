/** A line that is joined and left at both ends, each in constant time whatever its length. */
export interface Deque<T> {
  readonly size: number;
  /** The one at the head. */
  first(): T | undefined;
  /** Joins at the end. */
  push(item: T): void;
  /** Leaves at the end. */
  pop(): T | undefined;
  /** Leaves at the head. */
  shift(): T | undefined;
  /** Joins at the head. */
  unshift(item: T): void;
  /** From the head on; the line must not change meanwhile. */
  values(): Iterable<T>;
}

/** Left places at the head that are kept before they are given back. */
const KEPT = 256;

/** Creates an empty line. */
export function createDeque<T>(): Deque<T> {
  let items: (T | undefined)[] = [];
  let head = 0;

  const tidy = (): void => {
    if (head < KEPT || head * 2 < items.length) return;
    items = items.slice(head);
    head = 0;
  };

  return {
    get size() {
      return items.length - head;
    },
    first: () => items[head],
    push: (item) => {
      items.push(item);
    },
    pop: () => (items.length > head ? items.pop() : undefined),
    shift: () => {
      if (head === items.length) return undefined;
      const item = items[head];
      items[head++] = undefined;
      tidy();
      return item;
    },
    unshift: (item) => {
      if (head === 0) {
        // room for as many again, so that the next ones find a place
        head = Math.max(KEPT, items.length);
        items = [...Array<undefined>(head), ...items];
      }
      items[--head] = item;
    },
    *values() {
      for (let index = head; index < items.length; index++) yield items[index] as T; // filled from the head on
    },
  };
}
