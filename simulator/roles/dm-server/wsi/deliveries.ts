import type { CallbackRecord, TryRecord } from "./records.ts";

/** A callback that arrived, without its content. */
export interface Delivered extends TryRecord {
  readonly callback: Omit<CallbackRecord, "content">;
}

/** What arrived lately, and how much since the DM server started; kept in memory alone. */
export interface Deliveries {
  delivered(entry: TryRecord & { readonly callback: CallbackRecord }): void;
  /** The recipient answered, or did not. */
  answered(registrationId: string, tried: TryRecord): void;
  count(registrationId: string): number;
  latest(registrationId: string): TryRecord | undefined;
  /** Newest first. */
  recent(): readonly Delivered[];
  get(id: string): Delivered | undefined;
}

/** Arrived callbacks that are remembered. */
const REMEMBERED = 200;

/** Creates the memory. */
export function createDeliveries(): Deliveries {
  const counts = new Map<string, number>();
  const answers = new Map<string, TryRecord>();
  /** By id, oldest first. */
  const recent = new Map<string, Delivered>();
  return {
    delivered: ({ callback, ...tried }) => {
      const { content: _content, ...rest } = callback;
      counts.set(callback.registrationId, (counts.get(callback.registrationId) ?? 0) + 1);
      recent.delete(callback.id);
      recent.set(callback.id, { callback: rest, ...tried });
      if (recent.size <= REMEMBERED) return;
      for (const oldest of recent.keys()) {
        recent.delete(oldest);
        break;
      }
    },
    answered: (registrationId, tried) => {
      answers.set(registrationId, tried);
    },
    count: (registrationId) => counts.get(registrationId) ?? 0,
    latest: (registrationId) => answers.get(registrationId),
    recent: () => [...recent.values()].toReversed(),
    get: (id) => recent.get(id),
  };
}
