import type { StoreSnapshot, StoreWrite } from "../../wire/role.ts";

/** Values of one kind under their keys. Values are immutable plain JSON: a change puts a new value. */
export interface Collection<T> {
  readonly size: number;
  get(key: string): T | undefined;
  values(): MapIterator<T>;
  entries(): MapIterator<[string, T]>;
  put(key: string, value: T): void;
  remove(key: string): void;
  /** Replaces a value in memory alone: what is new in it follows from other values that are written. */
  refresh(key: string, value: T): void;
}

/** Told of every change, also when it is undone; keeps indexes in step. */
export type ChangeListener<T> = (before: T | undefined, after: T | undefined) => void;

/**
 * The durable memory that rooms share. Changes of one event are collected for one commit; when that commit fails they are undone
 * together, so that memory never knows more than the disk.
 */
export interface Store {
  /** Opens a collection with what the snapshot holds of it. */
  collection<T>(name: string, changed?: ChangeListener<T>): Collection<T>;
  /** Begins an event: the changes so far can no longer be undone. */
  begin(): void;
  /** Remembers what to do when the event's changes are undone (state beside the collections). */
  onUndo(action: () => void): void;
  /** The changes since `begin` or the last call, as writes. */
  take(): readonly StoreWrite[];
  /** Undoes the changes since `begin`, newest first. */
  undo(): void;
}

/** Creates the memory from what was committed before. */
export function createStore(snapshot: StoreSnapshot): Store {
  let undos: (() => void)[] = [];
  let pending = new Map<string, StoreWrite>();

  return {
    collection: <T>(name: string, changed: ChangeListener<T> = ignore): Collection<T> => {
      const values = new Map<string, T>();
      for (const [key, value] of snapshot.entries(name)) {
        values.set(key, value as T); // written by ourselves, see put
        changed(undefined, value as T);
      }
      const set = (key: string, value: T | undefined): T | undefined => {
        const before = values.get(key);
        if (value === undefined) values.delete(key);
        else values.set(key, value);
        changed(before, value);
        return before;
      };
      const change = (key: string, value: T | undefined): void => {
        const before = set(key, value);
        undos.push(() => set(key, before));
        const write = value === undefined ? { collection: name, key } : { collection: name, key, value };
        pending.set(`${name}\u0000${key}`, write);
      };
      return {
        get size() {
          return values.size;
        },
        get: (key) => values.get(key),
        values: () => values.values(),
        entries: () => values.entries(),
        put: change,
        remove: (key) => {
          if (values.has(key)) change(key, undefined);
        },
        refresh: (key, value) => {
          const before = set(key, value);
          undos.push(() => set(key, before));
          const write = `${name}\u0000${key}`;
          if (pending.has(write)) pending.set(write, { collection: name, key, value });
        },
      };
    },
    begin: () => {
      if (undos.length > 0) undos = [];
    },
    onUndo: (action) => {
      undos.push(action);
    },
    take: () => {
      if (pending.size === 0) return [];
      const writes = [...pending.values()];
      pending = new Map();
      return writes;
    },
    undo: () => {
      const actions = undos;
      undos = [];
      pending = new Map();
      for (let index = actions.length - 1; index >= 0; index--) actions[index]?.();
    },
  };
}

function ignore(): void {
  // a collection without an index
}
