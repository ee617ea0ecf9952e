/** Unsubscribes, closes or releases; calling it again does nothing. */
export type Dispose = () => void;

/** A typed broadcast to listeners, in the order of their subscription. */
export interface Emitter<T> {
  emit(value: T): void;
  subscribe(listener: (value: T) => void): Dispose;
}

/** Creates an emitter. A listener that is added while a value is emitted does not get that value. */
export function createEmitter<T>(): Emitter<T> {
  let listeners: readonly ((value: T) => void)[] = [];
  return {
    emit: (value) => {
      for (const listener of listeners) listener(value);
    },
    subscribe: (listener) => {
      const entry = (value: T): void => listener(value);
      listeners = [...listeners, entry];
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
  };
}
