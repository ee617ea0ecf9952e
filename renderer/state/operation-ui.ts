import { createStore } from "./store.ts";

/** An operation of a run. */
export interface OperationPlace {
  readonly run: string;
  readonly operation: string;
}

/** The operation on screen, which the commands of palette and keys act on. */
export const currentOperation = createStore<
  | (OperationPlace & {
      /** Why it cannot be cancelled. */
      readonly final: string | undefined;
    })
  | undefined
>(undefined);

/** Whether somebody is asked about cancelling the operation on screen. */
export const cancelling = createStore(false);
