import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  type CallbackTest,
  type CallDraft,
  type ConsoleTemplate,
  DevicePhase,
} from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { announce } from "../../state/announcer.ts";
import { consoleUi, loadRequest, setDraft } from "../../state/console-ui.ts";
import { host } from "../../state/host-client.ts";
import { attempt } from "../../state/problem.ts";
import { createStore } from "../../state/store.ts";

/** Sends a request and tells its story. */
export async function sendRequest(run: string, made: CallDraft, from: string | undefined): Promise<void> {
  const sent = await attempt("Sending", () =>
    host.console.send({ run, ...made, ...(from === undefined ? {} : { from }) }),
  );
  if (sent === undefined) return;
  announce(`${made.operation} was sent.`);
  consoleUi(run).update((now) => ({ ...now, call: sent.call }));
}

/** Sends a call of the history as it was, as a call of its own. */
export async function sendAgain(run: string, call: string): Promise<void> {
  const made = await attempt("Reading the call", () => host.console.call({ run, call }));
  if (made !== undefined) await sendRequest(run, made, call);
}

/** Takes a call of the history into the form. */
export async function loadCall(run: string, call: string): Promise<void> {
  const made = await attempt("Reading the call", () => host.console.call({ run, call }));
  if (made === undefined) return;
  loadRequest(run, made, { system: made.system, from: call });
  announce(`${made.operation} is in the form.`);
}

/** Takes a call out of the history; it can be taken back while its toast stands. */
export async function forgetCall(run: string, call: string, operation: string): Promise<void> {
  const done = await attempt("Deleting the call", () => host.console.forget({ run, call }));
  if (done === undefined) return;
  offerUndo(`${operation} was deleted from the history.`, async () => {
    const back = await attempt("Taking it back", () => host.console.restore({ run, call }));
    if (back !== undefined) consoleUi(run).update((now) => ({ ...now, call }));
  });
}

/** Phases that a word of an address stands for. */
const unsuccessful: readonly DevicePhase[] = ["failed", "expired", "cancelled", "unknown"];

/** Puts the work of an operation into the form, for those of its devices that stand as `devices` says: `failed`, `expired,unknown`, `unsuccessful`. */
export async function loadAgain(run: string, operation: string, devices: string): Promise<void> {
  const words = devices.split(",");
  const phases = words.includes("unsuccessful")
    ? unsuccessful
    : DevicePhase.options.filter((phase) => words.includes(phase));
  const read = await attempt("Reading the operation", () =>
    host.console.again({ run, operation, phases: [...phases] }),
  );
  if (read === undefined) return;
  const { draft, system, devices: count } = read;
  consoleUi(run).update((now) => ({
    ...now,
    operation: draft.name,
    raw: undefined,
    lit: undefined,
    from: undefined,
    list: "operations",
    drafts: { ...now.drafts, [draft.name]: draft },
    ...(system === undefined ? {} : { system }),
  }));
  const what = `The form holds the same work for ${counted(count, "device")}. Nothing is sent yet.`;
  announce(what);
  notifications.show({ message: what });
}

/**
 * Has the DM server look whether anybody answers at the callback address of an External System.
 *
 * @returns what came of it; undefined when it could not be tried
 */
export async function testCallback(run: string, system: string): Promise<CallbackTest | undefined> {
  const test = await attempt("The test of the callback address", () =>
    host.console.testCallback({ run, system }),
  );
  if (test !== undefined) announce(test.reached ? "The callback address was reached." : test.text);
  return test;
}

/** Does not wait for what a call leads to any longer. */
export async function leaveCall(run: string, call: string): Promise<void> {
  await attempt("Leaving the call", () => host.console.leave({ run, call }));
}

/** Fills the form with a sensible request of this run. */
export async function loadExample(run: string, system: string, operation: string): Promise<void> {
  const draft = await attempt("The example", () => host.console.example({ run, system, operation }));
  if (draft === undefined) return;
  consoleUi(run).update((now) => ({ ...now, raw: undefined, lit: undefined }));
  setDraft(run, draft);
  announce("The form holds an example.");
}

/**
 * Keeps a request under a name.
 *
 * @returns why it was not kept, as a sentence; undefined when it was
 */
export async function saveTemplate(
  template: Omit<ConsoleTemplate, "id"> & { readonly id?: string },
  isNew: boolean,
): Promise<string | undefined> {
  try {
    await host.console.saveTemplate(template);
    await readTemplates();
    notifications.show({ message: isNew ? `“${template.name}” is kept.` : `It is “${template.name}” now.` });
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Removes a template; it can be taken back while its toast stands. */
export async function removeTemplate(template: ConsoleTemplate): Promise<void> {
  const done = await attempt("Deleting the template", () => host.console.removeTemplate({ id: template.id }));
  if (done === undefined) return;
  await readTemplates();
  offerUndo(`“${template.name}” was deleted.`, () => takeBack(template));
}

function offerUndo(done: string, undo: () => Promise<void>): void {
  const id = notifications.show({
    message: (
      <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
        <span style={{ flex: 1 }}>{done}</span>
        <Button
          variant="white"
          onClick={() => {
            notifications.hide(id);
            void undo();
          }}
        >
          Undo
        </Button>
      </span>
    ),
  });
}

async function takeBack(template: ConsoleTemplate): Promise<void> {
  const back = await attempt("Taking it back", () => host.console.saveTemplate(template));
  if (back !== undefined) await readTemplates();
}

/** The templates of the host; undefined before they were read. */
export const templates = createStore<readonly ConsoleTemplate[] | undefined>(undefined);

/** Reads the templates again. */
export async function readTemplates(): Promise<void> {
  const read = await attempt("Reading the templates", () => host.console.templates());
  if (read !== undefined) templates.set(read);
}
