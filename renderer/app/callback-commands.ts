import {
  dropCallback,
  pauseRecipient,
  resendAll,
  resendCallback,
  resumeRecipient,
  tryNow,
} from "../state/callback-actions.tsx";
import { dropping } from "../state/callback-ui.ts";
import { type Command, type CommandSituation, contractCommand } from "./command.ts";

const noRecipient = "No recipient is chosen. Choose one among the callbacks.";
const noLetter = "No dead letter is chosen. Choose one among the callbacks.";
const noneDead = "This recipient has no dead letters.";

/** The ways to the callbacks and to the diagnostics, and what can be done with the recipient and the dead letter that are chosen there. */
export function callbackCommands({ callbacks, goTo, run }: CommandSituation): readonly Command[] {
  const recipient = callbacks?.recipient;
  const letter = callbacks?.letter;
  const at = callbacks?.run ?? "";
  const place = { run: at, registrationId: recipient?.registrationId ?? "" };
  const needsRecipient = recipient === undefined ? noRecipient : callbacks?.over;
  const needsLetter = letter === undefined ? noLetter : callbacks?.over;
  const needsDead = needsRecipient ?? (recipient?.dead === 0 ? noneDead : undefined);
  return [
    contractCommand(
      "callbacks.watch",
      () => {
        goTo(run === undefined ? "/callbacks" : `/callbacks/${run.id}`);
      },
      { key: "callbacks" },
    ),
    contractCommand(
      "diagnostics.watch",
      () => {
        goTo(run === undefined ? "/diagnostics" : `/diagnostics/${run.id}`);
      },
      { key: "diagnostics" },
    ),
    contractCommand("callbacks.resend", () => void resendCallback(at, letter?.id ?? ""), {
      unavailable: needsLetter,
    }),
    contractCommand(
      "callbacks.drop",
      () => void dropCallback({ run: at, registrationId: letter?.registrationId ?? "" }, letter?.id ?? ""),
      { unavailable: needsLetter },
    ),
    contractCommand("callbacks.resendAll", () => void resendAll(place, recipient?.dead ?? 0), {
      unavailable: needsDead,
    }),
    contractCommand(
      "callbacks.dropAll",
      () => {
        if (recipient !== undefined) dropping.set({ ...place, name: recipient.name, dead: recipient.dead });
      },
      { unavailable: needsDead },
    ),
    contractCommand("callbacks.pause", () => void pauseRecipient(place), {
      unavailable: needsRecipient ?? unpausable[recipient?.state ?? "over"],
    }),
    contractCommand("callbacks.resume", () => void resumeRecipient(place), {
      unavailable: needsRecipient ?? (recipient?.state === "paused" ? undefined : "It is not paused."),
    }),
    contractCommand("callbacks.tryNow", () => void tryNow(place), {
      unavailable: needsRecipient ?? (recipient?.queued === 0 ? "Nothing waits for it." : undefined),
    }),
  ];
}

const unpausable: Readonly<
  Record<
    NonNullable<NonNullable<NonNullable<CommandSituation["callbacks"]>["recipient"]>["state"]>,
    string | undefined
  >
> = {
  open: undefined,
  silent: undefined,
  unconfirmed: undefined,
  paused: "It is paused.",
  polled: "It is polled; nothing is sent to it.",
  over: "Its registration is over.",
};
