import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { counted } from "../shared/format/count.ts";
import { announce } from "./announcer.ts";
import { host } from "./host-client.ts";
import { attempt } from "./problem.ts";

/** A recipient of a run. */
export interface RecipientPlace {
  readonly run: string;
  readonly registrationId: string;
}

/** Sends a dead letter again. */
export async function resendCallback(run: string, id: string): Promise<void> {
  const done = await attempt("Sending again", () => host.callbacks.resend({ run, id }));
  if (done !== undefined) say("It waits at the end of its stream.");
}

/** Sends all dead letters of a recipient again. */
export async function resendAll(place: RecipientPlace, count: number): Promise<void> {
  const done = await attempt("Sending again", () => host.callbacks.resendAll(place));
  if (done !== undefined) say(`${counted(count, "dead letter")} will be sent again.`);
}

/** Throws a dead letter away; it can be taken back. */
export async function dropCallback({ run, registrationId }: RecipientPlace, id: string): Promise<void> {
  const done = await attempt("Dropping", () => host.callbacks.drop({ run, id }));
  if (done !== undefined) sayDropped({ run, registrationId }, done.ids);
}

/** Throws all dead letters of a recipient away; they can be taken back. */
export async function dropAll(place: RecipientPlace): Promise<void> {
  const done = await attempt("Dropping", () => host.callbacks.dropAll(place));
  if (done !== undefined) sayDropped(place, done.ids);
}

export async function pauseRecipient(place: RecipientPlace): Promise<void> {
  const done = await attempt("Pausing", () => host.callbacks.pause(place));
  if (done !== undefined) say("Nothing is sent to this recipient until it is resumed.");
}

export async function resumeRecipient(place: RecipientPlace): Promise<void> {
  const done = await attempt("Resuming", () => host.callbacks.resume(place));
  if (done !== undefined) say("What waited for this recipient is sent.");
}

export async function tryNow(place: RecipientPlace): Promise<void> {
  const done = await attempt("Trying", () => host.callbacks.tryNow(place));
  if (done !== undefined) say("What waits for this recipient is tried now.");
}

function say(text: string): void {
  announce(text);
  notifications.show({ message: text });
}

/** The toast of the last drop: only this can be taken back. */
let shown: string | undefined;

function sayDropped(place: RecipientPlace, ids: readonly string[]): void {
  const text = `${counted(ids.length, "dead letter")} dropped.`;
  announce(text);
  if (shown !== undefined) notifications.hide(shown);
  const id = notifications.show({
    message: (
      <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
        <span style={{ flex: 1 }}>{text}</span>
        <Button
          variant="white"
          onClick={() => {
            notifications.hide(id);
            void takeBack(place, ids);
          }}
        >
          Undo
        </Button>
      </span>
    ),
  });
  shown = id;
}

async function takeBack(place: RecipientPlace, ids: readonly string[]): Promise<void> {
  const done = await attempt("Taking back", () => host.callbacks.restore({ ...place, ids: [...ids] }));
  if (done !== undefined) say("Taken back.");
}
