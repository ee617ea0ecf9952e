import { equalBytes, utf8 } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import {
  GENERIC,
  inquiryRequests,
  type UddiError,
  type UddiMessage,
  type UddiRequestName,
} from "../../protocols/uddi/index.ts";
import type { XmlLimits } from "../../schema/xml/index.ts";
import { readUddiRequest, writeUddiError, writeUddiResponse } from "../../stacks/uddi-http.ts";
import type {
  Effect,
  Moment,
  Role,
  RoleContext,
  RoleEvent,
  Stepper,
  StoreSnapshot,
} from "../../wire/role.ts";
import { createEntries, foldKey, type Owned } from "./entries.ts";
import { findBusiness, findService, findTModel, type UddiAnswer } from "./inquiry.ts";
import { inquiryMachine } from "./inquiry-machine.ts";
import { publicationMachine } from "./publication-machine.ts";
import { publish, success, withServices } from "./publication.ts";
import { createTokens } from "./tokens.ts";

/** How a registry is set up. */
export interface RegistryOptions {
  /** Name of the node in every response. */
  readonly operator: string;
  readonly publishers: readonly { readonly userId: string; readonly password: string }[];
  /** Caps of the messages that are read. */
  readonly limits?: Partial<XmlLimits> | undefined;
}

/** A registry has nothing to be asked for by its owner. */
export type RegistryCommand = never;

/** Keys in one get_ request. */
const MOST_KEYS = 1000;

/** Commits that may be under way at the same time. */
const MOST_UNDOS = 64;

/** Creates the registry: UDDI 2.0 inquiry and publication on one store. */
export function createRegistry(
  options: RegistryOptions,
  context: RoleContext,
  snapshot: StoreSnapshot,
): Role<RegistryCommand> {
  const { operator } = options;
  const entries = createEntries(snapshot, operator);
  const tokens = createTokens(context.random.fork("tokens"));
  const publications = new Map<string, { readonly conversation: string; readonly stepper: Stepper }>();
  const inquiry = context.steppers(inquiryMachine);
  /** How to take back what an exchange changed, should its commit fail. */
  const undos = new Map<string, () => void>();
  let publicationCount = 0;

  const rememberUndo = (exchange: string, undo: () => void): void => {
    undos.set(exchange, undo);
    for (const oldest of undos.keys()) {
      if (undos.size <= MOST_UNDOS) break;
      undos.delete(oldest);
    }
  };

  const step = (
    machine: string,
    conversation: string,
    stepper: Stepper,
    event: string,
    sink: Effect[],
  ): void => {
    const moved = stepper.send(event);
    if (moved && moved.from !== moved.state)
      sink.push({ type: "state", machine, conversation, event, from: moved.from, state: moved.state });
  };

  const logIn = (message: UddiMessage<"get_authToken">, moment: Moment, sink: Effect[]): UddiAnswer => {
    const { userID, cred } = message.value;
    const publisher = options.publishers.find(
      (known) => known.userId === userID && equalBytes(utf8(known.password), utf8(cred)),
    );
    const conversation = `publication:${++publicationCount}`;
    const stepper = context.steppers(publicationMachine);
    if (!publisher) {
      step("publication", conversation, stepper, "credentials.refused", sink);
      stepper.stop();
      return { error: { code: "E_unknownUser", text: "the user is not known or the password is wrong" } };
    }
    const { token: authInfo, evicted } = tokens.issue(userID, moment.now);
    if (evicted !== undefined) endPublication(evicted, "token.expired", sink);
    publications.set(authInfo, { conversation, stepper });
    step("publication", conversation, stepper, "token.issued", sink);
    return { name: "authToken", value: { generic: GENERIC, operator, authInfo } };
  };

  const endPublication = (token: string, event: string, sink: Effect[]): void => {
    const publication = publications.get(token);
    if (!publication) return;
    publications.delete(token);
    step("publication", publication.conversation, publication.stepper, event, sink);
    publication.stepper.stop();
  };

  const answerPublication = (
    message: Exclude<UddiMessage<UddiRequestName>, UddiMessage<keyof typeof inquiryRequests>>,
    exchange: string,
    moment: Moment,
    sink: Effect[],
  ): UddiAnswer => {
    if (message.name === "get_authToken") return logIn(message, moment, sink);
    const token = message.value.authInfo;
    if (message.name === "discard_authToken") {
      tokens.discard(token);
      endPublication(token, "token.discarded", sink);
      return success(operator);
    }
    const user = tokens.userOf(token, moment.now);
    if ("refused" in user) {
      endPublication(token, "token.expired", sink);
      const code = user.refused === "expired" ? "E_authTokenExpired" : "E_authTokenRequired";
      return { error: { code, text: "authInfo is missing or not valid" } };
    }
    const answer = publish({ entries, random: context.random, operator, userId: user.userId }, message);
    const { writes, undo } = entries.takeChange();
    if (writes.length > 0) {
      sink.push({ type: "commit", writes });
      rememberUndo(exchange, undo);
    }
    const publication = publications.get(token);
    if (publication && !("error" in answer)) {
      const event = message.name.startsWith("delete") ? "entry.deleted" : "entry.saved";
      step("publication", publication.conversation, publication.stepper, event, sink);
    }
    return answer;
  };

  const answerInquiry = (message: UddiMessage<keyof typeof inquiryRequests>): UddiAnswer => {
    switch (message.name) {
      case "find_service":
        return findService(entries, message.value, operator);
      case "find_business":
        return findBusiness(entries, message.value, operator);
      case "find_tModel":
        return findTModel(entries, message.value, operator);
      case "get_serviceDetail":
        return detail(message.value.serviceKey, entries.services, "serviceKey", (businessService) => ({
          name: "serviceDetail",
          value: { generic: GENERIC, operator, businessService },
        }));
      case "get_businessDetail":
        return detail(message.value.businessKey, entries.businesses, "businessKey", (found) => ({
          name: "businessDetail",
          value: {
            generic: GENERIC,
            operator,
            businessEntity: found.map((business) => withServices(entries, business)),
          },
        }));
      case "get_tModelDetail":
        return detail(message.value.tModelKey, entries.tModels, "tModelKey", (tModel) => ({
          name: "tModelDetail",
          value: { generic: GENERIC, operator, tModel },
        }));
    }
  };

  const receive = (
    event: Extract<RoleEvent<never>, { type: "request.received" }>,
    moment: Moment,
  ): Effect[] => {
    const { exchange, request } = event;
    const sink: Effect[] = [];
    const api = apiOf(request.url);
    if (api === undefined) {
      const text = "No API of the registry is served at this path.";
      const headers = { "content-type": "text/plain; charset=utf-8" };
      return [
        { type: "note", code: "uddi/path", text, severity: "warning", exchange },
        { type: "respond", exchange, http: { status: 404, headers, body: utf8(`${text}\n`) } },
      ];
    }
    const read = readUddiRequest(request, operator, options.limits);
    if (read.findings.length > 0) sink.push(noteOf(read.findings, exchange));
    if (!read.ok) return [...sink, { type: "respond", exchange, http: read.response }];
    const { message } = read;
    const atInquiry = api === "inquiry";
    const forInquiry = message.name in inquiryRequests;
    let answer: UddiAnswer;
    if (atInquiry !== forInquiry)
      answer = {
        error: {
          code: "E_unsupported",
          text: `${message.name} belongs to the ${forInquiry ? "inquiry" : "publication"} API`,
        },
      };
    else if (isInquiry(message)) {
      answer = answerInquiry(message);
      const asked = message.name.startsWith("find") ? "list.asked" : "detail.asked";
      step("inquiry", "inquiry:1", inquiry, "error" in answer ? "inquiry.refused" : asked, sink);
    } else answer = answerPublication(message, exchange, moment, sink);
    const http = "error" in answer ? writeUddiError(answer.error, operator) : writeUddiResponse(answer);
    return [...sink, { type: "respond", exchange, http }];
  };

  /** Memory goes back to what is stored, and the publisher is told. */
  const commitFailed = (dropped: readonly Effect[]): Effect[] =>
    dropped.flatMap((effect): Effect[] => {
      if (effect.type !== "respond") return [];
      undos.get(effect.exchange)?.();
      undos.delete(effect.exchange);
      const problem: UddiError = { code: "E_fatalError", text: "the entry could not be stored" };
      return [{ ...effect, http: writeUddiError(problem, operator) }];
    });

  return {
    handle: (event, moment) => {
      if (event.type === "request.received") return receive(event, moment);
      if (event.type === "commit.failed") return commitFailed(event.dropped);
      return [];
    },
  };
}

/** API at which a request arrived. `security` is where publishers log in (UDDI 2.0 has it on the publication API too). */
function apiOf(url: string): "inquiry" | "publish" | "security" | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  const name = /\/uddi\/(inquiry|publish|security)\/?$/.exec(path)?.[1];
  return name === "inquiry" || name === "publish" || name === "security" ? name : undefined;
}

function isInquiry(
  message: UddiMessage<UddiRequestName>,
): message is UddiMessage<keyof typeof inquiryRequests> {
  return message.name in inquiryRequests;
}

function detail<T>(
  keys: readonly string[],
  map: ReadonlyMap<string, Owned<T>>,
  keyType: NonNullable<UddiError["keyType"]>,
  answer: (found: readonly T[]) => UddiAnswer,
): UddiAnswer {
  if (keys.length > MOST_KEYS)
    return { error: { code: "E_tooManyOptions", text: `${keys.length} keys; ${MOST_KEYS} are allowed` } };
  const found: T[] = [];
  for (const key of keys) {
    const entry = map.get(foldKey(key));
    if (!entry) return { error: { code: "E_invalidKeyPassed", text: `there is no entry ${key}`, keyType } };
    found.push(entry.value);
  }
  return answer(found);
}

function noteOf(findings: readonly Finding[], exchange: string): Effect {
  const severity = findings.some((finding) => finding.severity === "error") ? "error" : "warning";
  const text = findings[0]?.text ?? "";
  return { type: "note", code: "uddi/message", text, severity, exchange, findings };
}
