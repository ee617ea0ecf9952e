import type { Draft, InquiryLine, InquiryStory, UddiVersion } from "../../api/index.ts";
import { utf8 } from "../../core/bytes.ts";
import { createEmitter, type Emitter } from "../../core/emitter.ts";
import { WorkbenchError } from "../../core/error.ts";
import { apiOfRequest, type UddiMessageInput, type UddiRequestName } from "../../protocols/uddi/index.ts";
import { contentTypeOf } from "../../protocols/soap/index.ts";
import { attributeText, contentText, prettyXml } from "../../schema/xml/index.ts";
import { writeUddiRequest } from "../../stacks/uddi-http.ts";
import type { HttpRequest } from "../../wire/http.ts";
import { optionally } from "../optionally.ts";
import type { PlacedRegistry, WorldRoles } from "../world-roles.ts";
import { readAnswer, type ReadAnswer } from "./answers.ts";
import type { ClientAnswer } from "./uddi-client.ts";
import { TOKEN, writeEnvelope } from "./uddi-draft.ts";

/** A request as somebody asks for it to be sent. */
export interface InquiryRequest {
  readonly registry?: string | undefined;
  readonly url?: string | undefined;
  readonly loginUrl?: string | undefined;
  readonly version: UddiVersion;
  readonly draft: Draft;
  readonly envelope?: string | undefined;
  readonly publisher?: { readonly userId: string; readonly password?: string | undefined } | undefined;
}

/** An inquiry that was sent. */
interface Inquiry {
  readonly id: string;
  readonly request: InquiryRequest;
  readonly url: string;
  readonly sentAt: number;
  /** The envelope as it went out, its secrets masked. */
  envelope: string;
  line: Pick<InquiryLine, "state" | "about" | "errno" | "took">;
  answer?: ReadAnswer;
  response?: { readonly status: number; readonly text: string };
}

/** What was sent to registries from the page of a run. */
export interface Inquiries {
  readonly changed: Emitter<undefined>;
  /** Sends a request and gives its id at once; what comes back is told by `changed`. Throws `registry-input/…`. */
  send(request: InquiryRequest): string;
  /** Newest first. */
  lines(): InquiryLine[];
  /** Undefined when it is not kept any more. */
  story(id: string): InquiryStory | undefined;
  /** The request as it was asked for, without a password. Throws `inquiry/unknown`. */
  request(id: string): InquiryRequest;
  /** Does not wait for the answer any longer. Throws `inquiry/unknown`. */
  cancel(id: string): void;
}

/** Inquiries that are kept of one run. */
const MOST_KEPT = 100;

/** Creates the inquiries of a run. */
export function createInquiries(roles: () => WorldRoles, now: () => number): Inquiries {
  const kept = new Map<string, Inquiry>();
  const changed = createEmitter<undefined>();
  let count = 0;

  const found = (id: string): Inquiry => {
    const inquiry = kept.get(id);
    if (inquiry) return inquiry;
    throw new WorkbenchError("inquiry/unknown", "This inquiry is not in the history any more", { id });
  };

  const settle = (inquiry: Inquiry, line: Inquiry["line"]): void => {
    // what comes after somebody has given up changes nothing
    if (inquiry.line.state !== "sending") return;
    inquiry.line = { ...line, took: now() - inquiry.sentAt };
    changed.emit(undefined);
  };

  const fail = (inquiry: Inquiry, about: string): void => {
    settle(inquiry, { state: "failed", about });
  };

  /** The answer, or undefined when there is none; the inquiry then has failed. */
  const ask = async (inquiry: Inquiry, http: HttpRequest): Promise<ClientAnswer | undefined> => {
    try {
      return await roles().send({ channel: "uddi", http, conversation: `inquiry:workbench/${inquiry.id}` });
    } catch (error) {
      fail(inquiry, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };

  /** Logs in as the publisher; undefined when it could not. */
  const logIn = async (inquiry: Inquiry, place: PlacedRegistry | undefined): Promise<string | undefined> => {
    const { publisher, version, loginUrl } = inquiry.request;
    const userId = publisher?.userId ?? "";
    const own = place?.publishers.find((each) => each.userId === userId);
    const cred = publisher?.password ?? own?.password ?? "";
    const url = loginUrl ?? (place ? loginPath(place, version) : inquiry.url);
    const message: UddiMessageInput<UddiRequestName> = {
      name: "get_authToken",
      value: { userID: userId, cred },
    };
    const answer = await ask(inquiry, writeUddiRequest(url, message, version));
    if (!answer) return undefined;
    if (answer.kind === "failed") fail(inquiry, `logging in: ${answer.text}`);
    else {
      const { status, body } = answer.response;
      const read = readAnswer(status, body, undefined);
      if (read.token !== undefined) return read.token;
      take(inquiry, status, body, { ...read, about: `logging in as ${userId}: ${read.about}` });
    }
    return undefined;
  };

  const take = (inquiry: Inquiry, status: number, body: Uint8Array, read: ReadAnswer): void => {
    if (inquiry.line.state !== "sending") return;
    inquiry.answer = read;
    inquiry.response = { status, text: masked(new TextDecoder().decode(body)) };
    const errno = read.report.find((each) => each.errno !== 0)?.errno;
    settle(inquiry, { state: read.state, about: read.about, errno });
  };

  const run = async (
    inquiry: Inquiry,
    envelope: string,
    place: PlacedRegistry | undefined,
  ): Promise<void> => {
    let text = envelope;
    let token: string | undefined;
    if (text.includes(TOKEN) && inquiry.request.publisher !== undefined) {
      token = await logIn(inquiry, place);
      if (token === undefined) return;
      text = text.replaceAll(TOKEN, contentText(token));
    }
    const http = requestTo(inquiry.url, inquiry.request.draft.name, text);
    const answer = inquiry.line.state === "sending" ? await ask(inquiry, http) : undefined;
    if (answer?.kind === "failed") fail(inquiry, answer.text);
    else if (answer) {
      const { status, body } = answer.response;
      take(inquiry, status, body, readAnswer(status, body, place?.view));
    }
    if (token !== undefined) await logOut(inquiry, place, token);
  };

  /** The inquiry is over; what comes of this is in the journal. */
  const logOut = async (
    inquiry: Inquiry,
    place: PlacedRegistry | undefined,
    authInfo: string,
  ): Promise<void> => {
    const { version, loginUrl } = inquiry.request;
    const url = loginUrl ?? (place ? loginPath(place, version) : inquiry.url);
    await ask(inquiry, writeUddiRequest(url, { name: "discard_authToken", value: { authInfo } }, version));
  };

  return {
    changed,
    send: (request) => {
      const { registry, url, version, draft, envelope } = request;
      const place = url === undefined ? placeOf(roles(), registry) : undefined;
      const text = envelope ?? writeEnvelope(version, draft);
      const id = `Q-${++count}`;
      const inquiry: Inquiry = {
        id,
        request,
        url: url ?? (place ? addressFor(place, draft.name) : ""),
        sentAt: now(),
        envelope: masked(text),
        line: { state: "sending", about: "" },
      };
      kept.set(id, inquiry);
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
      changed.emit(undefined);
      void run(inquiry, text, place);
      return id;
    },
    lines: () => [...kept.values()].toReversed().map(lineOf),
    story: (id) => {
      const inquiry = kept.get(id);
      return inquiry && storyOf(inquiry);
    },
    request: (id) => found(id).request,
    cancel: (id) => {
      settle(found(id), { state: "cancelled", about: "no longer awaited" });
    },
  };
}

function placeOf(roles: WorldRoles, id: string | undefined): PlacedRegistry {
  const [first] = roles.registries.values();
  const place = id === undefined ? first : roles.registries.get(id);
  if (place) return place;
  throw new WorkbenchError(
    "registry-input/address",
    "There is no registry of ours here: give an address",
    {},
  );
}

function addressFor({ urls }: PlacedRegistry, call: string): string {
  const api = apiOfRequest(call);
  return api === "publication" ? urls.publish : api === "security" ? urls.security : urls.inquiry;
}

/** Version 2 logs in where it publishes. */
function loginPath({ urls }: PlacedRegistry, version: UddiVersion): string {
  return version === 2 ? urls.publish : urls.security;
}

function requestTo(url: string, call: string, text: string): HttpRequest {
  const body = utf8(text);
  return {
    method: "POST",
    url,
    headers: {
      "content-type": contentTypeOf("1.1"),
      soapaction: `"${attributeText(call.replaceAll(/[^\w]/g, ""))}"`,
      "content-length": String(body.length),
    },
    body,
  };
}

/** Hides tokens and passwords in a text that is shown. */
function masked(text: string): string {
  return text
    .replaceAll(/(<(?:\w+:)?authInfo[^>]*>)(?!\{token\})[^<]+/g, "$1••••")
    .replaceAll(/(\scred=)("[^"]+"|'[^']+')/g, '$1"••••"');
}

function lineOf({ id, request, url, sentAt, line }: Inquiry): InquiryLine {
  const { state, about, errno, took } = line;
  return {
    id,
    call: request.draft.name,
    version: request.version,
    url,
    state,
    about,
    sentAt,
    ...optionally("errno", errno),
    ...optionally("took", took),
  };
}

function storyOf(inquiry: Inquiry): InquiryStory {
  const { envelope, response, answer } = inquiry;
  return {
    line: lineOf(inquiry),
    request: { exact: envelope, indented: prettyXml(envelope) },
    report: answer?.report ?? [],
    ...optionally(
      "response",
      response && { status: response.status, exact: response.text, indented: prettyXml(response.text) },
    ),
    ...optionally("table", answer?.table),
  };
}
