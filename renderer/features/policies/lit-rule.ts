import { createStore } from "../../state/store.ts";

/** The rule that decided the dry run last: its row in the policy is lit. */
export const litRule = createStore<string | undefined>(undefined);
