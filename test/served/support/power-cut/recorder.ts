import {
  accept,
  answerWith,
  cut,
  openCallbackEndpoint,
  type CallbackEndpoint,
  type ReceivedCallback,
} from "../callback-endpoint.ts";
import type { Dice } from "./random.ts";

/** The callback service of an External System that lives through the cuts, and is not always well itself. */
export interface Recorder {
  readonly endpoint: CallbackEndpoint;
  /** From now on every callback is taken at once. */
  behaveWell(): void;
  onCallback(listener: (callback: ReceivedCallback) => void): () => void;
}

/** Opens it. Some callbacks are answered late, refused once, or cut off once. */
export async function openRecorder(dice: Dice): Promise<Recorder> {
  const listeners = new Set<(callback: ReceivedCallback) => void>();
  const seen = new Set<string>();
  let moody = true;
  const endpoint = await openCallbackEndpoint((response, callback) => {
    for (const listener of listeners) listener(callback);
    const key = `${callback.operationId}.${callback.sequence}`;
    const mood = moody && !seen.has(key) ? dice.next() : 1;
    seen.add(key);
    if (mood < 0.03) cut(response, callback);
    else if (mood < 0.08) answerWith(503)(response, callback);
    else if (mood < 0.2) setTimeout(() => accept(response, callback), dice.between(20, 300));
    else accept(response, callback);
  });
  return {
    endpoint,
    behaveWell: () => {
      moody = false;
    },
    onCallback: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
