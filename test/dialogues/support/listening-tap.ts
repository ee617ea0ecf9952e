import {
  dmEncodingOf,
  readDmMessage,
  writeDmMessage,
  type DmEncoding,
  type SyncML,
  type SyncMLInput,
} from "../../../simulator/protocols/syncml/index.ts";
import { mediaType, type Headers } from "../../../simulator/wire/http.ts";
import type { CrossingDraft, Passage, Tap } from "../../../simulator/wire/tap.ts";

/** A DM message at the tap: as its sender wrote it, and as its receiver got it. */
export interface Heard {
  readonly from: "device" | "server";
  /** Server or device that it comes from and goes to. */
  readonly sender: string;
  readonly receiver: string;
  readonly encoding: DmEncoding;
  readonly url: string | undefined;
  /** HTTP status of a response. */
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly message: SyncML;
  /** Undefined: it was dropped, or is no readable message any more. */
  readonly received: SyncML | undefined;
  readonly altered: boolean;
}

/** What becomes of a message at the tap. */
export type Alteration =
  | { readonly message: SyncMLInput; readonly headers?: Headers }
  | { readonly body: Uint8Array; readonly headers?: Headers }
  | { readonly headers: Headers }
  | "drop";

/** Looks at a message and may change it; undefined lets it pass. */
export type Alter = (heard: Pick<Heard, "from" | "message" | "headers" | "body">) => Alteration | undefined;

export interface ListeningTap extends Tap {
  /** All DM messages so far. */
  readonly heard: readonly Heard[];
  /** Everything that crossed, in whatever channel. */
  readonly crossings: readonly CrossingDraft[];
  /** Changes messages from now on; each test sets at most one. */
  alter: Alter;
}

/** A tap that reads along and changes what a test wants changed. */
export function createListeningTap(): ListeningTap {
  const heard: Heard[] = [];
  const crossings: CrossingDraft[] = [];
  const self: ListeningTap = {
    heard,
    crossings,
    alter: () => undefined,
    cross: (draft, onward) => {
      crossings.push(draft);
      onward(draft.channel === "dm" ? crossDm(self, heard, draft) : unchanged(draft, crossings.length));
    },
    fail: () => crossings.length,
    unread: () => crossings.length,
    refused: () => crossings.length,
  };
  return self;
}

function unchanged({ headers, body }: CrossingDraft, seq: number): Passage {
  return { kind: "pass", seq, headers, body };
}

function crossDm(tap: ListeningTap, heard: Heard[], draft: CrossingDraft): Passage {
  const { headers, body, url, status } = draft;
  const seq = tap.crossings.length;
  const encoding = dmEncodingOf(mediaType(headers));
  const message = encoding && readDmMessage(encoding, body).value;
  if (!encoding || !message) return unchanged(draft, seq);
  const from = draft.direction === "request" ? "device" : "server";
  const entry = {
    from,
    sender: draft.from.name,
    receiver: draft.to.name,
    encoding,
    url,
    status,
    headers,
    body,
    message,
  } as const;
  const change = tap.alter({ from, message, headers, body });
  if (change === "drop") {
    heard.push({ ...entry, received: undefined, altered: true });
    return { kind: "drop", seq };
  }
  const to = arrived(change, encoding, headers, body);
  const received = change ? readDmMessage(encoding, to.body).value : message;
  heard.push({ ...entry, received, altered: change !== undefined });
  return { kind: "pass", seq, ...to };
}

function arrived(
  change: Exclude<Alteration, "drop"> | undefined,
  encoding: DmEncoding,
  headers: Headers,
  body: Uint8Array,
): { readonly headers: Headers; readonly body: Uint8Array } {
  if (!change) return { headers, body };
  if ("message" in change)
    return { headers: change.headers ?? headers, body: writeDmMessage(encoding, change.message) };
  if ("body" in change) return { headers: change.headers ?? headers, body: change.body };
  return { headers: change.headers, body };
}
