import { afterEach } from "vitest";
import type { DmEncoding } from "../../../simulator/protocols/syncml/index.ts";
import { createDialogue, type Dialogue, type DialogueOptions } from "./dialogue.ts";
import { expectRules } from "./rules.ts";

/** Each case is a test in both, named with its id. */
export const encodings = ["xml", "wbxml"] as const satisfies readonly DmEncoding[];

/** Begins a dialogue in the encoding of the group. */
export type Begin = (options?: DialogueOptions) => Dialogue;

/** What begins the dialogues of a group; when a case is over they are held against the rules of all dialogues. */
export function dialogues(encoding: DmEncoding): Begin {
  const begun: Dialogue[] = [];
  afterEach(() => {
    for (const dialogue of begun.splice(0)) {
      dialogue.dispose();
      expectRules(dialogue);
    }
  });
  return (options) => {
    const dialogue = createDialogue(encoding, options);
    begun.push(dialogue);
    return dialogue;
  };
}
