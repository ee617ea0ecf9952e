import type { ReceivedCallback } from "./callback-service.ts";

/** Callbacks that overtook the acknowledgement of their operation: they wait for it. */
export interface EarlyCallbacks {
  hold(callback: ReceivedCallback): void;
  /** Those of an operation that is known now, in the order of their arrival. */
  release(operationId: string): readonly ReceivedCallback[];
  /** No acknowledgement is awaited any more. */
  clear(): void;
}

/** Callbacks that wait; of more the oldest are let go. */
const MOST_HELD = 100;

/** Creates the place where early callbacks wait. */
export function createEarlyCallbacks(): EarlyCallbacks {
  let held: ReceivedCallback[] = [];
  return {
    hold: (callback) => {
      held.push(callback);
      if (held.length > MOST_HELD) held.shift();
    },
    release: (operationId) => {
      const released = held.filter(({ value }) => value.operationId === operationId);
      if (released.length > 0) held = held.filter(({ value }) => value.operationId !== operationId);
      return released;
    },
    clear: () => {
      if (held.length > 0) held = [];
    },
  };
}
