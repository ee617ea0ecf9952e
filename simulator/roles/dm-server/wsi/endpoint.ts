import { errorText } from "../../../core/error.ts";
import { utf8 } from "../../../core/bytes.ts";
import { operationNames, serviceException, type OperationName } from "../../../protocols/wsi/index.ts";
import type { Addressing } from "../../../protocols/soap/addressing.ts";
import type { SoapVersion } from "../../../protocols/soap/version.ts";
import {
  readWsiRequest,
  serveWsdl,
  unauthorized,
  writeFault,
  writeWsiResponse,
  type RequestContext,
  type ResponseInput,
  type WsiFault,
  type WsiMessage,
} from "../../../stacks/wsi-http.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { Effect, RoleEvent } from "../../../wire/role.ts";
import type { Authenticated, Authentication, AuthenticationRefusal } from "./authentication.ts";
import type { Call } from "./call.ts";
import type { ClientReferences } from "./client-references.ts";
import { admittedPath } from "./delegation/via.ts";
import { dispatch, type AnyAnswer } from "./dispatch.ts";
import { fromJson } from "../json-value.ts";
import { register } from "./operations/register-external-system.ts";
import { verifiedBaseUrl, type KnownHosts } from "./host-check.ts";
import { policyRefusal, Refusal } from "./refusal.ts";
import type { RequestActivity } from "./request-activity.ts";
import type { RequestQuota } from "./request-quota.ts";
import type { Room } from "./room.ts";
import type { Store } from "../store.ts";
import { checkTexts } from "./text-bounds.ts";
import type { Turn } from "./turn.ts";

/** A request at the WSI endpoint. */
export type WsiRequestEvent = Extract<RoleEvent<never>, { readonly type: "request.received" }>;

export interface EndpointParts {
  readonly room: Room;
  readonly store: Store;
  readonly authentication: Authentication;
  readonly references: ClientReferences;
  readonly quota: RequestQuota;
  readonly hosts: KnownHosts;
  readonly activity: RequestActivity;
}

/** How to answer when the commit of what a request changed fails. */
export interface PendingAnswer {
  readonly exchange: string;
  readonly version: SoapVersion;
  readonly addressing?: Addressing | undefined;
}

/**
 * Handles a request at `/wsi`: exactly one response, whatever was sent. Returns how to answer instead, should the commit
 * of its changes fail.
 */
export function handleWsiRequest(
  event: WsiRequestEvent,
  parts: EndpointParts,
  turn: Turn,
): PendingAnswer | undefined {
  const { exchange, request, peer } = event;
  const respond = (http: HttpResponse, conversation?: string): void =>
    turn.emit({ type: "respond", exchange, http, ...(conversation === undefined ? {} : { conversation }) });

  const baseUrl = verifiedBaseUrl(request, peer, "/wsi", parts.hosts);
  if (baseUrl === undefined) {
    refused(parts, turn, exchange, "", { reason: "the Host of the request is none of this DM server's" });
    respond(plain(421, "This host does not serve the name in the Host header."));
    return undefined;
  }
  if (request.headers["origin"] !== undefined) {
    refused(parts, turn, exchange, "", { reason: "the request comes from a web page (it carries Origin)" });
    respond(plain(403, "Requests of web pages are not served."));
    return undefined;
  }
  if (request.method === "GET") {
    const mark = request.url.indexOf("?");
    respond(serveWsdl(mark < 0 ? "" : request.url.slice(mark), baseUrl, operationNames));
    return undefined;
  }
  const { limits } = parts.room;
  const read = readWsiRequest(request, "DeviceManagement", {
    operations: operationNames,
    date: turn.moment.date,
    limits: {
      bytes: limits.soapBytes,
      depth: limits.depth,
      elements: limits.elements,
      attributes: limits.attributes,
    },
  });
  if (!read.ok) {
    const [first] = read.findings;
    turn.emit({
      type: "note",
      code: "wsi-unreadable",
      severity: "warning",
      text: `A request to the WSI cannot be used: ${first?.text ?? "see the answer"}`,
      exchange,
      findings: read.findings,
    });
    respond(read.response);
    return undefined;
  }
  answer(event, read, parts, turn, respond);
  return { exchange, version: read.soapVersion, addressing: read.addressing };
}

type Request = WsiMessage<"DeviceManagement"> & RequestContext;
type Respond = (http: HttpResponse, conversation?: string) => void;

function answer(
  event: WsiRequestEvent,
  request: Request,
  parts: EndpointParts,
  turn: Turn,
  respond: Respond,
): void {
  const { soapVersion, addressing, operation, basic, security } = request;
  const { exchange, peer } = event;
  const authenticated = parts.authentication.check({ basic, security, peer }, turn.moment);
  if (
    authenticated.kind === "refused" ||
    (authenticated.kind === "unknown" && operation !== "RegisterExternalSystem")
  ) {
    const refusal = authenticated.kind === "refused" ? authenticated : authenticated.refusal;
    refused(parts, turn, exchange, operation, { externalSystem: refusal.user, reason: refusal.reason });
    respond(refusalResponse(refusal, soapVersion, addressing, basic !== undefined));
    return;
  }
  // what an operation ordered before it was refused is not ordered
  const ordered: Effect[] = [];
  const buffered: Turn = { moment: turn.moment, emit: (effect) => ordered.push(effect) };
  try {
    const done = carryOut(authenticated, request, event, parts, buffered);
    const http = writeWsiResponse(soapVersion, operation, done.response, addressing);
    for (const effect of ordered) turn.emit(effect);
    if (authenticated.kind === "known") parts.activity.granted(authenticated.externalSystem);
    respond(http, done.conversation);
  } catch (error) {
    parts.store.undo();
    if (authenticated.kind === "known" && authenticated.nonce !== undefined)
      parts.authentication.keep(authenticated.nonce, turn.moment);
    const externalSystem =
      authenticated.kind === "known" ? authenticated.externalSystem : authenticated.username;
    const fault = faultOf(error, parts, turn, exchange, operation, externalSystem);
    respond(writeFault(soapVersion, fault, addressing));
  }
}

function carryOut(
  authenticated: Exclude<Authenticated, AuthenticationRefusal>,
  request: Request,
  { exchange, peer }: WsiRequestEvent,
  { room, references, quota, authentication }: EndpointParts,
  turn: Turn,
): AnyAnswer {
  const { addressing, operation } = request;
  if (authenticated.kind === "unknown") {
    const failed = (): void => authentication.failed(peer, authenticated.username, turn.moment);
    return selfRegister(authenticated, request, exchange, room, turn, failed);
  }
  const owner = authenticated.externalSystem;
  const via = admittedPath(request.via, owner, room.systems, room.dms.id);
  const policy = room.systems.policy(owner);
  if (!quota.take(owner, policy?.quota.requestsPerMinute ?? 0, turn.moment.now))
    throw policyRefusal("POL0203", ["requestsPerMinute"]);
  const registration = room.registrations.active(owner);
  const granted = registration?.state === "accepted" ? registration.grantedOperations : undefined;
  const caller = { externalSystem: owner, granted, originator: via?.originator };
  const refusal = room.policy.operation(caller, operation);
  if (refusal) throw refusal;
  checkTexts(operation, request.value, room.limits.locUri);
  const known = references.recall(owner, request, turn.moment.date);
  if (known) return { response: fromJson(known.response) as ResponseInput<OperationName> }; // put by remember
  const call: Call = { room, turn, exchange, owner, caller, registration, addressing, via };
  const done = dispatch(request, call);
  references.remember(owner, request, done.response, turn.moment.date);
  return done;
}

/** Prefix of the ids of External Systems that registered themselves. */
const SELF = "self:";

function selfRegister(
  { scheme, username, password, refusal }: Extract<Authenticated, { kind: "unknown" }>,
  request: Request,
  exchange: string,
  room: Room,
  turn: Turn,
  failed: () => void,
): AnyAnswer {
  if (request.operation !== "RegisterExternalSystem")
    throw new Refusal({ kind: "client", text: "" }, refusal.reason);
  checkTexts(request.operation, request.value, room.limits.locUri);
  const { crypto } = room.context;
  const owner = `${SELF}${username}`;
  const registration = room.registrations.active(owner);
  const waiting = registration?.selfRegistered;
  // a pending registration is repeated by whoever made it, nobody else
  if (waiting && (waiting.scheme !== scheme || !crypto.verifyPassword(password, waiting.passwordHash))) {
    failed();
    throw new Refusal({ kind: "security", code: "FailedAuthentication" }, refusal.reason);
  }
  const call: Call = {
    room,
    turn,
    exchange,
    owner,
    caller: { externalSystem: owner },
    registration,
    addressing: request.addressing,
  };
  return register(request.value, call, {
    scheme,
    username,
    passwordHash: waiting?.passwordHash ?? crypto.hashPassword(password),
  });
}

function refusalResponse(
  { answer: kind }: AuthenticationRefusal,
  version: SoapVersion,
  addressing: Addressing | undefined,
  basicSent: boolean,
): HttpResponse {
  switch (kind.kind) {
    case "challenge":
      return unauthorized(version, basicSent ? "wrong" : "missing");
    case "fault":
      return writeFault(version, kind.fault, addressing);
    case "too-many": {
      const fault: WsiFault = {
        kind: "client",
        text: "Too many failed authentications; try again in a minute",
      };
      const response = writeFault(version, fault, addressing);
      return { ...response, status: 429, headers: { ...response.headers, "retry-after": "60" } };
    }
  }
}

function faultOf(
  error: unknown,
  parts: EndpointParts,
  turn: Turn,
  exchange: string,
  operation: string,
  externalSystem: string,
): WsiFault {
  if (error instanceof Refusal) {
    const { fault, reason } = error;
    const messageId = "messageId" in fault ? { messageId: fault.messageId } : {};
    refused(parts, turn, exchange, operation, { externalSystem, reason, ...messageId });
    return fault;
  }
  turn.emit({
    type: "note",
    code: "wsi-failed",
    severity: "error",
    text: `${operation} failed in this DM server: ${errorText(error)}`,
    exchange,
  });
  return serviceException("SVC0001", ["internal"]);
}

/** A refusal by this DM server, for the journal and for whoever drives it. */
function refused(
  { activity }: EndpointParts,
  turn: Turn,
  exchange: string,
  operation: string,
  data: { readonly externalSystem?: string; readonly reason: string; readonly messageId?: string },
): void {
  const what = operation === "" ? "A request" : operation;
  const { externalSystem = "", reason, messageId } = data;
  activity.refused({ at: turn.moment.date, externalSystem, operation, reason, messageId, exchange });
  const facts = { refusedBy: "dms", operation, ...data };
  turn.emit({
    type: "note",
    code: "wsi-refused",
    severity: "warning",
    text: `${what} was refused: ${data.reason}`,
    exchange,
    data: facts,
  });
  turn.emit({ type: "report", report: { name: "request.refused", data: { exchange, ...facts } } });
}

function plain(status: number, text: string): HttpResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: utf8(`${text}\n`) };
}

/** The fault for a request whose changes could not be committed. */
export function commitFault({ version, addressing }: PendingAnswer): HttpResponse {
  return writeFault(version, serviceException("SVC0001", ["store"]), addressing);
}
