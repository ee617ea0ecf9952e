import { toBase64, utf8 } from "../core/bytes.ts";
import type { Finding } from "../core/finding.ts";
import {
  addressingBlocks,
  contentTypeOf,
  createDigestToken,
  isFault,
  processHeaders,
  readAddressing,
  readFault,
  securityBlock,
  writeEnvelope,
  type SoapVersion,
  type UsernameToken,
} from "../protocols/soap/index.ts";
import {
  exceptionSentence,
  isCallbackName,
  PolicyException,
  ServiceException,
  Via,
} from "../protocols/wsi/index.ts";
import { wildcardInput, wildcardValue, type AnyElementIn, type AnyElementOut } from "../schema/element.ts";
import type { HttpRequest, HttpResponse } from "../wire/http.ts";
import { declarationOf, readWsiEnvelope } from "./wsi-envelope.ts";
import type {
  MessageName,
  PortTypeName,
  ReadWsiResponse,
  ReceivedFault,
  RequestInput,
  WsiRequestOptions,
} from "./wsi-types.ts";

/** A request to `url`: an operation of `DeviceManagement`, or a callback of `ExternalSystemCallback`. */
export function writeWsiRequest<P extends PortTypeName, N extends MessageName<P>>(
  url: string,
  _portType: P,
  version: SoapVersion,
  operation: N,
  value: RequestInput<N>,
  options: WsiRequestOptions,
): HttpRequest {
  const { request, soapAction } = declarationOf(operation);
  const { addressing, via } = options;
  const token = tokenOf(options);
  const headers: AnyElementIn[] = addressing ? addressingBlocks(soapAction, { to: url, ...addressing }) : [];
  if (token) headers.push(securityBlock(version, token));
  if (via) headers.push(wildcardInput(Via, via));
  const body = writeEnvelope(version, { headers, body: { element: request, value } });
  return wsiRequestOf(url, version, soapAction, body, options);
}

/** A request whose envelope is there already, whatever it is. Of the credentials only HTTP Basic can go with it. */
export function wsiRequestOf(
  url: string,
  version: SoapVersion,
  soapAction: string,
  body: Uint8Array,
  { credentials }: Pick<WsiRequestOptions, "credentials">,
): HttpRequest {
  return {
    method: "POST",
    url,
    headers: {
      "content-type": contentTypeOf(version, soapAction),
      ...(version === "1.1" ? { soapaction: `"${soapAction}"` } : {}),
      ...authorization(credentials),
    },
    body,
  };
}

/**
 * Reads what came back for an operation or callback: its response, a fault (whatever the status), or neither. For a
 * callback every 2xx without a fault is a success (contract, section 2), its body does not matter.
 */
export function readWsiResponse<N extends MessageName>(http: HttpResponse, operation: N): ReadWsiResponse<N> {
  return readResponse(http, operation) as ReadWsiResponse<N>;
}

function readResponse(http: HttpResponse, operation: MessageName): ReadWsiResponse<MessageName> {
  const { status } = http;
  const success = status >= 200 && status < 300;
  const done = { kind: "response", value: {} as never, findings: [] } as const;
  if (http.body.length === 0 && success && isCallbackName(operation)) return done;
  const { envelope, findings } = readWsiEnvelope(http.body);
  const child = envelope?.children[0];
  if (child && isFault(child)) {
    const fault = receivedFault(child);
    if (fault) return { kind: "fault", status, fault, findings };
  }
  if (success && isCallbackName(operation)) return { ...done, findings };
  if (!envelope || !child) return unreadable(status, "The answer is no SOAP message", findings);
  if (!success) return unreadable(status, `The answer has status ${status}`, findings);
  if (child.element !== declarationOf(operation).response)
    return unreadable(status, `The answer is ${child.name} instead of ${operation}Response`, findings);
  const error = findings.find(({ severity }) => severity === "error");
  if (error) return unreadable(status, error.text, findings);
  const { understood } = processHeaders(envelope, (block) => block.element !== undefined);
  const addressing = readAddressing(understood);
  return {
    kind: "response",
    value: child.value as never,
    addressing: addressing.kind === "addressing" ? addressing.addressing : undefined,
    findings,
  };
}

function unreadable(status: number, text: string, findings: readonly Finding[]) {
  return { kind: "unreadable", status, text, findings } as const;
}

function receivedFault(child: AnyElementOut): ReceivedFault | undefined {
  const fault = readFault(child);
  if (!fault) return undefined;
  const { code, subcode } = fault;
  for (const entry of fault.details)
    for (const element of [ServiceException, PolicyException]) {
      const exception = wildcardValue(entry, element);
      if (exception)
        return {
          code,
          subcode,
          text: exceptionSentence(exception),
          exception: element.name,
          messageId: exception.messageId,
          variables: exception.variable,
        };
    }
  return { code, subcode, text: fault.text, variables: [] };
}

function tokenOf({ credentials, crypto, random, date }: WsiRequestOptions): UsernameToken | undefined {
  if (credentials?.scheme === "username-token")
    return { username: credentials.username, passwordType: "text", password: credentials.password };
  if (credentials?.scheme === "username-token-digest")
    return createDigestToken(credentials.username, credentials.password, { crypto, random, date });
  return undefined;
}

function authorization(credentials: WsiRequestOptions["credentials"]): { readonly authorization?: string } {
  if (credentials?.scheme !== "basic") return {};
  return { authorization: `Basic ${toBase64(utf8(`${credentials.username}:${credentials.password}`))}` };
}
