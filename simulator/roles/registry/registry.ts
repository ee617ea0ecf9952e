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
import type { Effect, Moment, Role, RoleContext, RoleEvent, StoreSnapshot } from "../../wire/role.ts";
import { answerInquiry } from "./inquiry/details.ts";
import { inquiryMachine } from "./inquiry-machine.ts";
import { createKeyTranslation } from "./keys/key-translation.ts";
import { defaultRegistryLimits, type RegistryLimits } from "./limits.ts";
import { createPublications } from "./publications.ts";
import { apiAt, checkApi, type ApiPath } from "./paths.ts";
import { Refusal, type Problem } from "./refusal.ts";
import type { Answer, Room } from "./room.ts";
import { createEntries } from "./store/entries.ts";

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

/** A registry has nothing to be asked for by its owner. */
export type RegistryCommand = never;

/** Commits that may be under way at the same time. */
const MOST_UNDOS = 64;

/** Creates the registry: inquiry, publication and security APIs of UDDI versions 2 and 3 on one store. */
export function createRegistry(
  options: RegistryOptions,
  context: RoleContext,
  snapshot: StoreSnapshot,
): Role<RegistryCommand> {
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
  /** How to take back what an exchange changed, should its commit fail. */
  const undos = new Map<string, { readonly version: UddiVersion; undo(): void }>();

  const rememberUndo = (exchange: string, version: UddiVersion, undo: () => void): void => {
    undos.set(exchange, { version, undo });
    for (const oldest of undos.keys()) {
      if (undos.size <= MOST_UNDOS) break;
      undos.delete(oldest);
    }
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
      const answer = answerInquiry(room, version, message);
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
      const message = keys.inward(version, sent);
      if (isInquiry(message)) return responseTo(version, askInquiry(version, message, sink));
      const response = responseTo(version, publications.answer(version, message, moment, sink));
      const { writes, undo } = entries.takeChange();
      if (writes.length > 0) {
        sink.push({ type: "commit", writes });
        rememberUndo(exchange, version, undo);
      }
      return response;
    } catch (problem) {
      entries.takeChange().undo();
      if (!(problem instanceof Refusal)) throw problem;
      return writeUddiError(errorOf(version, problem.problem), operator, version);
    }
  };

  const receive = (
    event: Extract<RoleEvent<never>, { type: "request.received" }>,
    moment: Moment,
  ): Effect[] => {
    const { exchange, request } = event;
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

  return {
    handle: (event, moment) => {
      if (event.type === "request.received") return receive(event, moment);
      if (event.type === "commit.failed") return commitFailed(event.dropped);
      return [];
    },
  };
}

function isInquiry(message: UddiMessage<UddiRequestName>): message is UddiMessage<InquiryName> {
  return apiOfRequest(message.name) === "inquiry";
}

function noteOf(findings: readonly Finding[], exchange: string): Effect {
  const severity = findings.some((finding) => finding.severity === "error") ? "error" : "warning";
  const text = findings[0]?.text ?? "";
  return { type: "note", code: "uddi/message", text, severity, exchange, findings };
}
