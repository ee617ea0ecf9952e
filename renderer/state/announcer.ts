import { createStore } from "./store.ts";

/** At most one sentence in this time, so that a screen reader can finish it; in milliseconds. */
const SENTENCE_MS = 1000;

/** What the one polite live region says. */
export const announcement = createStore("");

let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence politely; what comes faster than it can be said is summed up. */
export function announce(sentence: string): void {
  waiting.push(sentence);
  timer ??= setTimeout(flush, 0);
}

function flush(): void {
  timer = undefined;
  const [first] = waiting;
  if (first === undefined) return;
  announcement.set(
    waiting.length > 2 ? `${waiting.length} messages. ${waiting.at(-1) ?? ""}` : waiting.join(" "),
  );
  waiting = [];
  timer = setTimeout(flush, SENTENCE_MS);
}
