import { createStore } from "./store.ts";

/** What went wrong with the last command, as a sentence that stays until it is read or superseded. */
export const problem = createStore<string | undefined>(undefined);

/** Runs a command; what fails is shown as a sentence. */
export async function attempt<T>(doing: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await work();
    problem.set(undefined);
    return result;
  } catch (cause) {
    problem.set(`${doing} did not work: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
}
