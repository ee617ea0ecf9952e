import {
  accept,
  cut,
  openCallbackEndpoint,
  type CallbackEndpoint,
  type ReceivedCallback,
} from "../callback-endpoint.ts";

/** How a recipient behaves: takes everything, takes it late, keeps silent, or is away. */
export type Behaviour = "well" | "slow" | "silent" | "away";

/** A callback with what became of it. */
export interface Attempt {
  readonly callback: ReceivedCallback;
  /** Number of the process that sent it. */
  readonly process: number;
  /** It was answered with success. */
  accepted: boolean;
}

/** The callback service of an External System that lives through the cuts. */
export interface Recipient {
  readonly endpoint: CallbackEndpoint;
  readonly attempts: readonly Attempt[];
  behave(behaviour: Behaviour): void;
  /** Told of every alert, before it is answered. */
  onAlert(listener: () => void): () => void;
}

/** Milliseconds after which a slow recipient answers. */
export const SLOWNESS = 300;

/** Opens it; `process` gives the number of the process that runs. */
export async function openRecipient(process: () => number): Promise<Recipient> {
  const attempts: Attempt[] = [];
  const listeners = new Set<() => void>();
  let behaviour: Behaviour = "well";
  const endpoint = await openCallbackEndpoint((response, callback) => {
    const attempt: Attempt = { callback, process: process(), accepted: false };
    attempts.push(attempt);
    if (callback.name === "AlertNotification") for (const listener of listeners) listener();
    const take = (): void => {
      attempt.accepted = true;
      accept(response, callback);
    };
    if (behaviour === "well") take();
    else if (behaviour === "slow") setTimeout(take, SLOWNESS);
    else if (behaviour === "away") cut(response, callback);
  });
  return {
    endpoint,
    attempts,
    behave: (next) => {
      behaviour = next;
    },
    onAlert: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
