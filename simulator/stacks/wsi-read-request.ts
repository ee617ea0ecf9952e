import { fromBase64, utf8Text } from "../core/bytes.ts";
import type { Finding } from "../core/finding.ts";
import { spec } from "../core/spec-ref.ts";
import {
  addressingHeaders,
  isReadableCharset,
  notUnderstoodBlocks,
  processHeaders,
  qnameText,
  readAddressing,
  readSecurity,
  requestedAction,
  upgradeBlock,
  versionOfMediaType,
  type Addressing,
  type ReadEnvelope,
  type SoapEnvelope,
  type SoapVersion,
  type UsernameToken,
} from "../protocols/soap/index.ts";
import { actionOf, operationNames, serviceException, Via } from "../protocols/wsi/index.ts";
import { wildcardValue } from "../schema/element.ts";
import type { XmlLimits } from "../schema/xml/index.ts";
import {
  isCoded,
  mediaType,
  mediaTypeParameter,
  type Headers,
  type HttpRequest,
  type HttpResponse,
} from "../wire/http.ts";
import { unreadable, type Unreadable } from "./unreadable.ts";
import { messageOfElement, readWsiEnvelope } from "./wsi-envelope.ts";
import { faultResponse, writeFault } from "./wsi-faults.ts";
import type {
  BasicCredentials,
  MessageName,
  PortTypeName,
  ReadWsiRequest,
  RefusedRequest,
  WsiFault,
} from "./wsi-types.ts";

export interface ReadRequestOptions {
  /** Operations that the receiver carries out; others are unknown to it. Callbacks are always all known. */
  readonly operations?: readonly MessageName[] | undefined;
  /** Milliseconds since 1970, to judge a `wsu:Timestamp`. */
  readonly date?: number | undefined;
  readonly limits?: Partial<XmlLimits> | undefined;
}

/**
 * Reads a request to one of the two portTypes. What cannot be used comes with the answer to send (contract, section 7):
 * 405, 415, or a fault that names what is wrong. A header block that must be understood and is not decides before the
 * rest of the message; credentials are returned, not verified.
 */
export function readWsiRequest<P extends PortTypeName>(
  http: HttpRequest,
  portType: P,
  options: ReadRequestOptions = {},
): ReadWsiRequest<P> {
  return readRequest(http, portType, options) as ReadWsiRequest<P>;
}

interface AcceptedRequest {
  readonly ok: true;
  readonly operation: MessageName;
  readonly value: unknown;
  readonly soapVersion: SoapVersion;
  readonly addressing: Addressing | undefined;
  readonly security: UsernameToken | undefined;
  readonly basic: BasicCredentials | undefined;
  readonly via: Via | undefined;
  readonly findings: readonly Finding[];
}

function readRequest(
  http: HttpRequest,
  portType: PortTypeName,
  options: ReadRequestOptions,
): AcceptedRequest | RefusedRequest {
  const transport = refuseTransport(http);
  if (transport) return transport;
  const read = readWsiEnvelope(http.body, options.limits);
  const { envelope } = read;
  if (!envelope) return refuseRoot(http, read);
  const { version } = envelope;
  const broken = unreadable(read.findings);
  if (broken) return refuse(read, brokenFault(version, broken));
  const { understood, mustUnderstand } = processHeaders(envelope, (block) => block.element !== undefined);
  if (mustUnderstand.length > 0) {
    const text = `Header block ${mustUnderstand.map(qnameText).join(", ")} is not understood`;
    const blocks = version === "1.2" ? notUnderstoodBlocks(mustUnderstand) : [];
    return refuse(read, faultResponse(version, { code: "MustUnderstand", text }, blocks));
  }
  const addressing = readAddressing(understood);
  if (addressing.kind === "invalid") {
    const fault = { kind: "addressing", code: "InvalidAddressingHeader", about: addressing.about } as const;
    return refuse(read, writeFault(version, fault), addressing.finding);
  }
  const props = addressing.kind === "addressing" ? addressing.addressing : undefined;
  const badHeader = read.findings.find((finding) => spoils(finding, inHeader));
  if (badHeader) return refuse(read, writeFault(version, headerFault(badHeader), props));
  const [via, otherVia] = understood.flatMap((block) => wildcardValue(block, Via) ?? []);
  if (otherVia) {
    const text = "The header holds more than one Via; the path of a request is one list";
    return refuse(read, writeFault(version, { kind: "client", text }, props));
  }
  const security = readSecurity(understood, options.date);
  if (security.kind === "fault")
    return refuse(read, writeFault(version, { kind: "security", code: security.code }, props));
  const action = requestedAction(http.headers["soapaction"], mediaTypeParameter(http.headers, "action"));
  if (props && action !== "" && action !== props.action) {
    const about = `wsa:Action ${props.action} differs from the action ${action} of the HTTP request`;
    return refuse(
      read,
      writeFault(version, { kind: "addressing", code: "InvalidAddressingHeader", about }, props),
    );
  }
  const body = readBody(envelope, read, portType, options.operations ?? operationNames, props);
  if ("ok" in body) return body;
  return {
    ok: true,
    operation: body.operation,
    value: body.value,
    soapVersion: version,
    addressing: props,
    security: security.kind === "token" ? security.token : undefined,
    basic: basicCredentials(http.headers),
    via,
    findings: [...read.findings, ...actionFindings(action, body.operation)],
  };
}

function readBody(
  envelope: SoapEnvelope,
  read: ReadEnvelope,
  portType: PortTypeName,
  known: readonly MessageName[],
  addressing: Addressing | undefined,
): RefusedRequest | { readonly operation: MessageName; readonly value: unknown } {
  const { version, children } = envelope;
  const client = (text: string): RefusedRequest =>
    refuse(read, writeFault(version, { kind: "client", text }, addressing));
  const badEnvelope = read.findings.find((finding) => spoils(finding, inEnvelope));
  if (badEnvelope && children.length > 0) return client(badEnvelope.text);
  const [child] = children;
  if (!child) return client("The SOAP body is empty; it must hold the element of an operation");
  if (children.length > 1) return client(`The SOAP body holds ${children.length} elements; it must hold one`);
  const operation = messageOfElement(portType, child.element);
  if (operation === undefined || (portType === "DeviceManagement" && !known.includes(operation)))
    return client(`${qnameText(child)} is not an operation of ${portType}`);
  const bad = read.findings.find((finding) => spoils(finding, inBody));
  if (bad) return client(bad.text);
  return { operation, value: child.value };
}

function refuseTransport(http: HttpRequest): RefusedRequest | undefined {
  const plain = (status: number, text: string, headers: Headers = {}): RefusedRequest => ({
    ok: false,
    response: {
      status,
      headers: { "content-type": "text/plain; charset=utf-8", ...headers },
      body: new TextEncoder().encode(`${text}\n`),
    },
    findings: [
      { severity: "error", code: `http/${status}`, text, spec: spec("soap11", "6 Using SOAP in HTTP") },
    ],
  });
  if (http.method !== "POST")
    return plain(405, `Messages are sent with POST, not ${http.method.slice(0, 20)}.`, {
      allow: "POST, GET",
    });
  const type = mediaType(http.headers);
  if (versionOfMediaType(type) === undefined)
    return plain(415, `Media type "${type.slice(0, 80)}" is neither text/xml nor application/soap+xml.`);
  if (!isReadableCharset(mediaTypeParameter(http.headers, "charset")))
    return plain(415, "Messages are encoded in UTF-8 or UTF-16.");
  if (isCoded(http.headers))
    return plain(415, "A body with Content-Encoding is not read here.", { "accept-encoding": "identity" });
  return undefined;
}

/** The root is no envelope: another SOAP version, another document, or no XML at all. */
function refuseRoot(http: HttpRequest, read: ReadEnvelope): RefusedRequest {
  const version = versionOfMediaType(mediaType(http.headers)) ?? "1.1";
  const broken = unreadable(read.findings);
  if (broken) return refuse(read, brokenFault(version, broken));
  const { root } = read;
  const text = root
    ? `The root element ${qnameText(root)} is no envelope of SOAP 1.1 or 1.2`
    : "The message holds no XML element";
  if (root?.name !== "Envelope") return refuse(read, writeFault(version, { kind: "client", text }));
  return refuse(read, faultResponse("1.1", { code: "VersionMismatch", text }, [upgradeBlock()]));
}

function refuse(read: ReadEnvelope, response: HttpResponse, ...more: readonly Finding[]): RefusedRequest {
  return { ok: false, response, findings: [...read.findings, ...more] };
}

function brokenFault(version: SoapVersion, { fault, text }: Unreadable): HttpResponse {
  const failed = fault === "Server";
  return writeFault(version, failed ? serviceException("SVC0001", ["internal"]) : { kind: "client", text });
}

const spoilingCodes: ReadonlySet<string> = new Set([
  "schema/duplicate",
  "schema/unknown-element",
  "schema/unexpected-text",
]);

const inEnvelope = /^Envelope(\/[^/]*)?$/;
const inHeader = /^Envelope\/Header\//;
const inBody = /^Envelope\/Body\//;

/** True for what the schema does not allow at a place, other than the order of elements. */
function spoils({ severity, code, path = "" }: Finding, place: RegExp): boolean {
  return (severity === "error" || spoilingCodes.has(code)) && place.test(path);
}

function headerFault(finding: Finding): WsiFault {
  const block = finding.path?.split("/")[2] ?? "";
  if (block === "Security") return { kind: "security", code: "InvalidSecurity" };
  if (!Object.hasOwn(addressingHeaders, block)) return { kind: "client", text: finding.text };
  return { kind: "addressing", code: "InvalidAddressingHeader", about: finding.text };
}

function actionFindings(action: string, operation: MessageName): Finding[] {
  if (action === "" || action === actionOf(operation)) return [];
  const text = `The action ${action.slice(0, 120)} is not that of ${operation}; the body decides.`;
  return [{ severity: "warning", code: "soap/action", text, spec: spec("bp", "R2744 SOAPAction") }];
}

/** Credentials of `Authorization: Basic`, or undefined when there are none that can be read. */
function basicCredentials(headers: Headers): BasicCredentials | undefined {
  const match = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(headers["authorization"] ?? "");
  const octets = match?.[1] === undefined ? undefined : fromBase64(match[1]);
  const text = octets && utf8Text(octets);
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 0) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
