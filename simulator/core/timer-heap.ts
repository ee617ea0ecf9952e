/** A timer in the heap. `order` breaks ties so that equal due times fire in the order of arming. */
export interface HeapTimer {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
  cancelled: boolean;
}

/** Binary heap of timers, earliest first. Cancelled timers are dropped when they surface. */
export class TimerHeap {
  readonly #timers: HeapTimer[] = [];
  #order = 0;

  /** Adds a timer and returns it, so that it can be cancelled by setting `cancelled`. */
  add(due: number, action: () => void): HeapTimer {
    const timer: HeapTimer = { due, order: this.#order++, action, cancelled: false };
    this.#timers.push(timer);
    this.#rise(this.#timers.length - 1);
    return timer;
  }

  /** The earliest timer that is not cancelled. */
  peek(): HeapTimer | undefined {
    while (this.#timers[0]?.cancelled) this.#removeTop();
    return this.#timers[0];
  }

  /** Removes and returns the earliest timer that is not cancelled. */
  take(): HeapTimer | undefined {
    const timer = this.peek();
    if (timer) this.#removeTop();
    return timer;
  }

  #removeTop(): void {
    const last = this.#timers.pop();
    if (last && this.#timers.length > 0) {
      this.#timers[0] = last;
      this.#sink(0);
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#timers[a];
    const right = this.#timers[b];
    if (!left || !right) return left !== undefined;
    return left.due < right.due || (left.due === right.due && left.order < right.order);
  }

  #swap(a: number, b: number): void {
    const left = this.#timers[a];
    const right = this.#timers[b];
    if (!left || !right) return;
    this.#timers[a] = right;
    this.#timers[b] = left;
  }

  #rise(index: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(index: number): void {
    for (;;) {
      const left = index * 2 + 1;
      if (left >= this.#timers.length) return;
      const child = left + 1 < this.#timers.length && this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(child, index)) return;
      this.#swap(child, index);
      index = child;
    }
  }
}
