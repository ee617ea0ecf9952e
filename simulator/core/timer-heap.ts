/** A timer in the heap. `order` breaks ties so that equal due times fire in the order of arming. */
export interface HeapTimer {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
  /** Its place in the heap; -1 once it was taken or removed. */
  place: number;
}

/**
 * Binary heap of timers, earliest first. What is cancelled is taken out at once: most timers of a busy server are, long
 * before they are due, and would be held with all that they know until then.
 */
export class TimerHeap {
  readonly #timers: HeapTimer[] = [];
  #order = 0;

  /** Adds a timer and returns it, for {@link remove}. */
  add(due: number, action: () => void): HeapTimer {
    const timer: HeapTimer = { due, order: this.#order++, action, place: this.#timers.length };
    this.#timers.push(timer);
    this.#rise(timer);
    return timer;
  }

  /** The earliest timer. */
  peek(): HeapTimer | undefined {
    return this.#timers[0];
  }

  /** Removes and returns the earliest timer. */
  take(): HeapTimer | undefined {
    const timer = this.#timers[0];
    if (timer) this.remove(timer);
    return timer;
  }

  /** Takes a timer out; nothing happens when it is not in the heap any more. */
  remove(timer: HeapTimer): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.#timers.pop();
    if (!last || last === timer) return;
    last.place = place;
    this.#timers[place] = last;
    this.#rise(last);
    this.#sink(last);
  }

  #rise(timer: HeapTimer): void {
    while (timer.place > 0) {
      const parent = this.#timers[(timer.place - 1) >> 1];
      if (!parent || !isBefore(timer, parent)) return;
      this.#swap(timer, parent);
    }
  }

  #sink(timer: HeapTimer): void {
    for (;;) {
      const left = this.#timers[timer.place * 2 + 1];
      if (!left) return;
      const right = this.#timers[timer.place * 2 + 2];
      const child = right && isBefore(right, left) ? right : left;
      if (!isBefore(child, timer)) return;
      this.#swap(timer, child);
    }
  }

  #swap(a: HeapTimer, b: HeapTimer): void {
    const { place } = a;
    a.place = b.place;
    b.place = place;
    this.#timers[a.place] = a;
    this.#timers[b.place] = b;
  }
}

function isBefore(a: HeapTimer, b: HeapTimer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
