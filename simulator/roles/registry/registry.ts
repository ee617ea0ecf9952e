import { utf8 } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import {
  apiOfRequest,
  type InquiryName,
  type UddiError,
  type UddiMessage,
  type UddiRequestName,
  type UddiVersion,
} from "../../protocols/uddi/index.ts";
import type { XmlLimits } from "../../schema/xml/index.ts";
import { serveUddiDescription } from "../../stacks/uddi-description.ts";
import { readUddiRequest, writeUddiError, writeUddiResponse } from "../../stacks/uddi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";
import type {
  Effect,
  Moment,
  Role,
  RoleContext,
  RoleEvent,
  StoreSnapshot,
  StoreWrite,
} from "../../wire/role.ts";
import {
  foundNothing,
  isRegistryBehaviour,
  registryBehaviours,
  type RegistryBehaviour,
} from "./behaviour.ts";
import { answerInquiry } from "./inquiry/details.ts";
import { inquiryMachine } from "./inquiry-machine.ts";
import { createKeyTranslation } from "./keys/key-translation.ts";
import { defaultRegistryLimits, type RegistryLimits } from "./limits.ts";
import { createPublications } from "./publications.ts";
import { apiAt, checkApi, type ApiPath } from "./paths.ts";
import { refuse, Refusal, type Problem } from "./refusal.ts";
import type { Answer, Room } from "./room.ts";
import { createEntries } from "./store/entries.ts";
import { createRegistryView, type RegistryView } from "./view.ts";

/** How a registry is set up. */
export interface RegistryOptions {
  /** Name of the node in every response. */
  readonly operator: string;
  readonly publishers: readonly { readonly userId: string; readonly password: string }[];
  /** How much one request and one publisher may have; the defaults are those of `limits.ts`. */
  readonly registryLimits?: Partial<RegistryLimits> | undefined;
  /** Caps of the messages that are read. */
  readonly limits?: Partial<XmlLimits> | undefined;
}

/** What a person or a scenario asks of the registry. */
export type RegistryCommand =
  /** How it answers from now on; nothing that is stored changes. Report `behaviour.changed` {as}, or `command.refused` for a word that is none of these. */
  { readonly name: "behave"; readonly as: RegistryBehaviour };

/** A registry and what may be seen of it. */
export interface Registry extends Role<RegistryCommand> {
  readonly view: RegistryView;
}

/** Commits that may be under way at the same time. */
const MOST_UNDOS = 64;

/** Creates the registry: inquiry, publication and security APIs of UDDI versions 2 and 3 on one store. */
export function createRegistry(
  options: RegistryOptions,
  context: RoleContext,
  snapshot: StoreSnapshot,
): Registry {
  const { operator } = options;
  const room: Room = {
    entries: createEntries(snapshot, operator),
    keys: createKeyTranslation(context.crypto),
    operator,
    limits: { ...defaultRegistryLimits, ...options.registryLimits },
  };
  const { entries, keys } = room;
  for (const table of [entries.businesses, entries.services, entries.bindings, entries.tModels])
    for (const { key } of table.values()) keys.learn(key);
  const publications = createPublications(options, room, context);
  const inquiry = context.steppers(inquiryMachine);
  let behaviour: RegistryBehaviour = "normal";
  /** How to take back what an exchange changed, should its commit fail. */
  const undos = new Map<string, { readonly version: UddiVersion; undo(): void }>();

  const rememberUndo = (exchange: string, version: UddiVersion, undo: () => void): void => {
    undos.set(exchange, { version, undo });
    for (const oldest of undos.keys()) {
      if (undos.size <= MOST_UNDOS) break;
      undos.delete(oldest);
    }
  };

  /** Version 2 can ask for what is there, whatever its key; what is gone is forgotten. */
  const learnKeys = (writes: readonly StoreWrite[]): void => {
    const { businesses, services, bindings, tModels } = entries;
    for (const { key } of writes)
      if ([businesses, services, bindings, tModels].some((table) => table.get(key))) keys.learn(key);
      else keys.forget(key);
  };

  /** The problem with its key as the version of the request writes it. */
  const errorOf = (version: UddiVersion, { code, text, keyType, key }: Problem): UddiError => {
    const shown = key === undefined || !keyType ? "" : keys.keyOutward(version, keyType, key).slice(0, 255);
    return { code, keyType, text: key === undefined ? text : `${text}: ${shown || "the key is empty"}` };
  };

  const responseTo = (version: UddiVersion, answer: Answer): HttpResponse => {
    if (answer !== "success") return writeUddiResponse(keys.outward(version, answer), operator, version);
    if (version === 3) return writeUddiResponse(undefined, operator, version);
    const result = [{ errno: 0, errInfo: { errCode: "E_success", text: "" } }];
    return writeUddiResponse({ name: "dispositionReport", value: { result } }, operator, version);
  };

  const askInquiry = (version: UddiVersion, message: UddiMessage<InquiryName>, sink: Effect[]): Answer => {
    let event = "inquiry.refused";
    try {
      const found = answerInquiry(room, version, message);
      const hides = behaviour === "finds-nothing" && message.name.startsWith("find");
      const answer = hides ? foundNothing(version, found) : found;
      event = message.name.startsWith("find") ? "list.asked" : "detail.asked";
      return answer;
    } finally {
      const moved = inquiry.send(event);
      if (moved && moved.from !== moved.state)
        sink.push({
          type: "state",
          machine: "inquiry",
          conversation: "inquiry:1",
          event,
          from: moved.from,
          state: moved.state,
        });
    }
  };

  /** The response to a request; a refused one leaves nothing behind. */
  const answer = (
    api: ApiPath,
    version: UddiVersion,
    sent: UddiMessage<UddiRequestName>,
    exchange: string,
    moment: Moment,
    sink: Effect[],
  ): HttpResponse => {
    try {
      checkApi(api, sent.name);
      if (behaviour === "refuses-tokens") refuseTokens(sent);
      const message = keys.inward(version, sent);
      if (isInquiry(message)) return responseTo(version, askInquiry(version, message, sink));
      const response = responseTo(version, publications.answer(version, message, moment, sink));
      const { writes, undo } = entries.takeChange();
      if (writes.length > 0) {
        sink.push({ type: "commit", writes });
        learnKeys(writes);
        rememberUndo(exchange, version, () => {
          undo();
          learnKeys(writes);
        });
      }
      return response;
    } catch (problem) {
      entries.takeChange().undo();
      if (!(problem instanceof Refusal)) throw problem;
      return writeUddiError(errorOf(version, problem.problem), operator, version, "Client");
    }
  };

  const receive = (
    event: Extract<RoleEvent<never>, { type: "request.received" }>,
    moment: Moment,
  ): Effect[] => {
    const { exchange, request } = event;
    if (behaviour === "absent") return [{ type: "hang-up", exchange }];
    const api = apiAt(request.url);
    if (api === undefined) {
      const text = "No API of the registry is served at this path.";
      const headers = { "content-type": "text/plain; charset=utf-8" };
      return [
        { type: "note", code: "uddi/path", text, severity: "warning", exchange },
        { type: "respond", exchange, http: { status: 404, headers, body: utf8(`${text}\n`) } },
      ];
    }
    const description = request.method === "GET" ? serveUddiDescription(api, request.url) : undefined;
    if (description) return [{ type: "respond", exchange, http: description }];
    const sink: Effect[] = [];
    const read = readUddiRequest(request, operator, options.limits);
    if (read.findings.length > 0) sink.push(noteOf(read.findings, exchange));
    const http = read.ok ? answer(api, read.version, read.message, exchange, moment, sink) : read.response;
    return [...sink, { type: "respond", exchange, http }];
  };

  /** Memory goes back to what is stored, and the publisher is told. */
  const commitFailed = (dropped: readonly Effect[]): Effect[] =>
    dropped.flatMap((effect): Effect[] => {
      if (effect.type !== "respond") return [];
      const { version = 2, undo } = undos.get(effect.exchange) ?? {};
      undo?.();
      undos.delete(effect.exchange);
      const problem: UddiError = { code: "E_fatalError", text: "the entry could not be stored" };
      return [{ ...effect, http: writeUddiError(problem, operator, version) }];
    });

  const obey = ({ as }: RegistryCommand): Effect[] => {
    if (!isRegistryBehaviour(as)) {
      const reason = `a registry behaves as ${registryBehaviours.join(", ")}, not as ${String(as)}`;
      return [{ type: "report", report: { name: "command.refused", data: { name: "behave", reason } } }];
    }
    behaviour = as;
    return [{ type: "report", report: { name: "behaviour.changed", data: { as } } }];
  };

  const publishers = options.publishers.map(({ userId }) => userId);
  return {
    view: {
      ...createRegistryView(room, publishers),
      get behaviour() {
        return behaviour;
      },
    },
    handle: (event, moment) => {
      if (event.type === "request.received") return receive(event, moment);
      if (event.type === "commit.failed") return commitFailed(event.dropped);
      if (event.type === "command") return obey(event.command);
      return [];
    },
  };
}

/** Throws for every request that needs a token, or wants one. */
function refuseTokens({ name }: UddiMessage<UddiRequestName>): void {
  if (name === "get_authToken") refuse("E_unknownUser", "no tokens are given at present");
  if (apiOfRequest(name) === "publication") refuse("E_authTokenExpired", "no tokens are taken at present");
}

function isInquiry(message: UddiMessage<UddiRequestName>): message is UddiMessage<InquiryName> {
  return apiOfRequest(message.name) === "inquiry";
}

function noteOf(findings: readonly Finding[], exchange: string): Effect {
  const severity = findings.some((finding) => finding.severity === "error") ? "error" : "warning";
  const text = findings[0]?.text ?? "";
  return { type: "note", code: "uddi/message", text, severity, exchange, findings };
}
