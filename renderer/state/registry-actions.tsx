import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Draft, InquiryStory, RegistryBehaviour, UddiVersion } from "../../simulator/api/index.ts";
import { announce } from "./announcer.ts";
import { host } from "./host-client.ts";
import { attempt, problem } from "./problem.ts";
import { changeRegistryUi, type InquiryDraft, registryUi } from "./registry-ui.ts";

/** A DM server of a run. */
export interface PublicationPlace {
  readonly run: string;
  readonly server: string;
}

/** Has a DM server publish its interface once more. */
export async function publishAgain(place: PublicationPlace): Promise<void> {
  const done = await attempt("Publishing", () => host.registry.publish(place));
  if (done !== undefined) say(`${place.server} publishes its interface.`);
}

/** Has a DM server take its interface out of the registry. */
export async function withdraw(place: PublicationPlace): Promise<void> {
  const done = await attempt("Withdrawing", () => host.registry.withdraw(place));
  if (done === undefined) return;
  sayWithUndo(`${place.server} takes its interface out of the registry.`, () => publishAgain(place));
}

/** Changes how a registry behaves, or tells why it could not. */
export async function behaveAs(run: string, registry: string, as: RegistryBehaviour): Promise<boolean> {
  const done = await attempt("Changing the registry", () => host.registry.behave({ run, registry, as }));
  if (done === undefined) return false;
  announce("The registry behaves otherwise from now on.");
  return true;
}

/** Begins a request: empty, or about an entry. */
export async function beginInquiry(
  run: string,
  request: {
    readonly version: UddiVersion;
    readonly call: string;
    readonly registry?: string | undefined;
    readonly entry?: string | undefined;
    readonly publisher?: string | undefined;
    /** The entry is saved again: what it was before is kept for Undo. */
    readonly changes?: boolean;
  },
): Promise<void> {
  const { version, call, registry, entry, publisher, changes } = request;
  const now = registryUi(run).get().inquiry;
  const draft = await attempt("Beginning the request", () =>
    host.registry.template({
      run,
      version,
      call,
      ...(registry === undefined ? {} : { registry }),
      ...(entry === undefined ? {} : { entry }),
    }),
  );
  if (draft === undefined) return;
  changeRegistryUi(run, {
    mode: "inquiry",
    inquiry: {
      version,
      draft,
      raw: undefined,
      url: registry === undefined ? (now?.url ?? "http://") : now?.url,
      loginUrl: now?.loginUrl ?? "",
      publisher: publisher ?? now?.publisher ?? "",
      password: now?.password ?? "",
      before: changes === true ? draft : undefined,
    },
  });
}

/** Sends a request and shows what comes of it; what was changed can be taken back. */
export async function sendInquiry(
  run: string,
  registry: string | undefined,
  inquiry: InquiryDraft,
): Promise<void> {
  if (inquiry.url !== undefined && !URL.canParse(inquiry.url)) {
    problem.set(`“${inquiry.url}” is no address of a registry.`);
    return;
  }
  const sent = await send(run, registry, inquiry);
  if (sent === undefined) return;
  changeRegistryUi(run, { shown: sent });
  const story = await outcome(run, sent);
  if (story === undefined) return;
  const { call, state, about } = story.line;
  announce(`${call}: ${about}`);
  const { before } = inquiry;
  if (state !== "answered" || !call.startsWith("save_")) return;
  if (before === undefined) say("Saved.");
  else
    sayWithUndo("Saved.", async () => {
      await quietly(
        run,
        registry,
        { ...inquiry, draft: before, raw: undefined, before: undefined },
        "As it was before.",
      );
    });
}

/** Deletes an entry; a tModel, which is only hidden, can be had back. */
export async function deleteEntry(
  run: string,
  registry: string,
  entry: { readonly id: string; readonly kind: string; readonly name: string; readonly owner: string },
): Promise<void> {
  const version: UddiVersion = 3;
  const template = (call: string) =>
    attempt("Deleting", () => host.registry.template({ run, registry, version, call, entry: entry.id }));
  const draft = await template(`delete_${entry.kind}`);
  const before = entry.kind === "tModel" ? await template("save_tModel") : undefined;
  if (draft === undefined) return;
  const inquiry: InquiryDraft = {
    version,
    draft,
    raw: undefined,
    url: undefined,
    loginUrl: "",
    publisher: entry.owner,
    password: "",
    before: undefined,
  };
  const text = `${entry.name} was ${entry.kind === "tModel" ? "hidden" : "deleted"}.`;
  const done = await quietly(run, registry, inquiry, before === undefined ? text : undefined);
  if (!done) return;
  if (before === undefined) changeRegistryUi(run, { entry: undefined });
  else sayWithUndo(text, () => quietly(run, registry, { ...inquiry, draft: before }, "It is found again."));
}

/** Takes the request of an inquiry to be sent again. */
export async function takeAgain(run: string, inquiry: string): Promise<void> {
  const made = await attempt("Reading the inquiry", () => host.registry.again({ run, inquiry }));
  if (made === undefined) return;
  changeRegistryUi(run, {
    mode: "inquiry",
    shown: inquiry,
    inquiry: {
      version: made.version,
      draft: made.draft,
      raw: made.envelope,
      url: made.url,
      loginUrl: "",
      publisher: made.publisher ?? "",
      password: "",
      before: undefined,
    },
  });
}

/** Sends without showing the answer; a refusal is told as a problem. */
async function quietly(
  run: string,
  registry: string | undefined,
  inquiry: InquiryDraft,
  done: string | undefined,
): Promise<boolean> {
  const sent = await send(run, registry, inquiry);
  const story = sent === undefined ? undefined : await outcome(run, sent);
  if (story === undefined) return false;
  if (story.line.state === "answered") {
    if (done !== undefined) say(done);
    return true;
  }
  const text = story.report[0]?.text ?? "";
  problem.set(`${story.line.call} did not work: ${story.line.about}${text === "" ? "" : `, ${text}`}`);
  return false;
}

async function send(
  run: string,
  registry: string | undefined,
  { version, draft, raw, url, loginUrl, publisher, password }: InquiryDraft,
): Promise<string | undefined> {
  const sent = await attempt("Sending", () =>
    host.registry.send({
      run,
      version,
      draft: draft satisfies Draft,
      ...(url === undefined ? (registry === undefined ? {} : { registry }) : { url }),
      ...(url === undefined || loginUrl === "" ? {} : { loginUrl }),
      ...(raw === undefined ? {} : { envelope: raw }),
      ...(publisher === ""
        ? {}
        : { publisher: { userId: publisher, ...(password === "" ? {} : { password }) } }),
    }),
  );
  return sent?.inquiry;
}

/** What came of an inquiry, once it has. */
async function outcome(run: string, inquiry: string): Promise<InquiryStory | undefined> {
  return attempt("Sending", async () => {
    for await (const { story } of await host.registry.inquiries({ run, inquiry }))
      if (story !== undefined && story.line.state !== "sending") return story;
    return undefined;
  });
}

function say(text: string): void {
  announce(text);
  notifications.show({ message: text });
}

function sayWithUndo(text: string, undo: () => Promise<unknown>): void {
  announce(text);
  const id = notifications.show({
    message: (
      <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
        <span style={{ flex: 1 }}>{text}</span>
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
