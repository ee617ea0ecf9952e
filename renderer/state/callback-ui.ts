import type { RecipientView } from "../../simulator/api/index.ts";
import { createStore } from "./store.ts";

/** The recipient and the callback that are chosen on screen, which the commands of palette and keys act on. */
export const currentCallbacks = createStore<
  | {
      readonly run: string;
      readonly recipient:
        | {
            readonly registrationId: string;
            readonly name: string;
            readonly state: RecipientView["state"] | undefined;
            readonly queued: number;
            readonly dead: number;
          }
        | undefined;
      /** A chosen dead letter. */
      readonly letter: { readonly id: string; readonly registrationId: string } | undefined;
      /** Why nothing can be asked. */
      readonly over: string | undefined;
    }
  | undefined
>(undefined);

/** Dead letters that somebody is asked about before they are dropped. */
export const dropping = createStore<
  | {
      readonly run: string;
      readonly registrationId: string;
      readonly name: string;
      readonly dead: number;
    }
  | undefined
>(undefined);
