import type { Finding } from "../core/finding.ts";
import { spec } from "../core/spec-ref.ts";
import {
  GENERIC,
  isUddiRequest,
  resolveUddi,
  uddiDeclaration,
  uddiErrors,
  versionOfNamespace,
  type UddiError,
  type UddiMessage,
  type UddiMessageInput,
  type UddiName,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../protocols/uddi/index.ts";
import {
  contentTypeOf,
  createEnvelopeReader,
  faultElement,
  processHeaders,
  readFault,
  versionOfMediaType,
  writeEnvelope,
  type SoapFault,
} from "../protocols/soap/index.ts";
import type { XmlLimits } from "../schema/xml/index.ts";
import { isCoded, mediaType, type HttpRequest, type HttpResponse } from "../wire/http.ts";
import { unreadable } from "./unreadable.ts";

/*
 * UDDI over SOAP 1.1: what registry, publisher and inquirer share, in both versions. Errors of the registry travel as a
 * dispositionReport in the detail of a fault, in the version of the request.
 */

const readEnvelope = createEnvelopeReader({ body: resolveUddi, detail: resolveUddi });

/** A request as read, or the response that refuses it. */
export type ReadUddiRequest =
  | {
      readonly ok: true;
      readonly version: UddiVersion;
      readonly message: UddiMessage<UddiRequestName>;
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly response: HttpResponse; readonly findings: readonly Finding[] };

/** A response as read. */
export type ReadUddiResponse =
  | {
      readonly kind: "response";
      readonly version: UddiVersion;
      readonly message: UddiMessage<UddiResponseName>;
      readonly findings: readonly Finding[];
    }
  /** Success of a request that gives nothing back, in version 3. */
  | { readonly kind: "empty"; readonly text: string }
  | {
      readonly kind: "error";
      /** Of the dispositionReport, else the fault code. */
      readonly code: string;
      readonly errno?: number | undefined;
      readonly text: string;
      /** The fault says that the registry itself has failed. */
      readonly isOwnFailure: boolean;
    }
  | { readonly kind: "unreadable"; readonly status: number; readonly text: string };

/** Reads a request of either API; `operator` names the registry in the answers to unusable ones. */
export function readUddiRequest(
  http: HttpRequest,
  operator: string,
  limits?: Partial<XmlLimits>,
): ReadUddiRequest {
  const refuse = (response: HttpResponse, findings: readonly Finding[] = []): ReadUddiRequest => ({
    ok: false,
    response,
    findings,
  });
  if (http.method !== "POST")
    return refuse(
      { status: 405, headers: { allow: "POST", "content-length": "0" }, body: new Uint8Array(0) },
      [transportFinding(405, `Messages are sent with POST, not ${http.method.slice(0, 20)}.`)],
    );
  const type = mediaType(http.headers);
  if (versionOfMediaType(type) !== "1.1") {
    const text = `UDDI travels as text/xml, not as ${type.slice(0, 80) || "nothing"}`;
    return refuse(soapFault({ code: "Client", text }, 415), [transportFinding(415, text)]);
  }
  if (isCoded(http.headers)) {
    const text = "A body with Content-Encoding is not read here.";
    const { status, headers, body } = soapFault({ code: "Client", text }, 415);
    return refuse({ status, headers: { ...headers, "accept-encoding": "identity" }, body }, [
      transportFinding(415, text),
    ]);
  }
  const { envelope, root, findings } = readEnvelope(http.body, limits);
  const broken = unreadable(findings);
  if (broken) {
    const version = versionOfNamespace(envelope?.children[0]?.namespace ?? "");
    const isTooLarge = version !== undefined && findings.some(({ code }) => code.startsWith("xml/too-many-"));
    return refuse(
      isTooLarge
        ? error({ code: "E_messageTooLarge", text: broken.text }, operator, version)
        : soapFault({ code: broken.fault, text: broken.text }),
      findings,
    );
  }
  if (!envelope) {
    const text = root
      ? `the root element is ${root.name}, not a SOAP 1.1 envelope`
      : "the message holds no element";
    return refuse(soapFault({ code: root ? "VersionMismatch" : "Client", text }), findings);
  }
  if (envelope.version !== "1.1")
    return refuse(soapFault({ code: "VersionMismatch", text: "UDDI uses SOAP 1.1" }), findings);
  const [foreign] = processHeaders(envelope, () => false).mustUnderstand;
  if (foreign)
    return refuse(
      soapFault({ code: "MustUnderstand", text: `the header ${foreign.name} is not understood` }),
      findings,
    );
  const child = envelope.children[0];
  if (!child || envelope.children.length > 1)
    return refuse(
      error(
        { code: "E_fatalError", text: "the body must hold exactly one request" },
        operator,
        versionOfNamespace(child?.namespace ?? ""),
        "Client",
      ),
      findings,
    );
  const version = versionOfNamespace(child.namespace);
  if (version === undefined) return refuse(foreignNamespace(child.namespace, child.name, operator), findings);
  if (!child.element || !isUddiRequest(child.name))
    return refuse(
      error({ code: "E_unsupported", text: `${child.name.slice(0, 80)} is not offered` }, operator, version),
      findings,
    );
  const message = { name: child.name, value: child.value } as UddiMessage<UddiRequestName>;
  const bad = findings.find(isRefused);
  if (child.value === undefined || bad)
    return refuse(
      error(
        {
          code: "E_fatalError",
          text: bad ? `${bad.path ?? child.name}: ${bad.text}` : `${child.name} cannot be read`,
        },
        operator,
        version,
        "Client",
      ),
      findings,
    );
  if (version === 2 && "generic" in message.value && message.value.generic !== GENERIC)
    return refuse(
      error(
        {
          code: "E_unrecognizedVersion",
          text: `generic is ${(message.value.generic ?? "").slice(0, 80)}, not ${GENERIC}`,
        },
        operator,
      ),
      findings,
    );
  const misled = otherAction(http, message.name);
  return { ok: true, version, message, findings: misled ? [...findings, misled] : findings };
}

/** A SOAPAction that names another request; the body decides, as the specifications say. */
function otherAction({ headers }: HttpRequest, name: UddiRequestName): Finding | undefined {
  const action = (headers["soapaction"] ?? "").trim().replace(/^"(.*)"$/, "$1");
  if (action === "" || action === name) return undefined;
  const text = `SOAPAction is ${action.slice(0, 80)}, the request is ${name}.`;
  return { severity: "warning", code: "uddi/soap-action", text, spec: spec("soap11", "6.1.1 SOAPAction") };
}

/** What the schema of UDDI forbids: a part that is missing or not a value, twice there, out of order or unknown. */
function isRefused({ severity, code }: Finding): boolean {
  return severity === "error" || strict.has(code);
}
const strict: ReadonlySet<string> = new Set([
  "schema/duplicate",
  "schema/order",
  "schema/unknown-element",
  "schema/namespace",
]);

/** APIs of version 3 that are not offered, by the start of their namespaces; anything else is no known version. */
const notOffered: ReadonlyMap<string, string> = new Map([
  ["urn:uddi-org:sub_v3", "the subscription API"],
  ["urn:uddi-org:subr_v3", "the subscription listener API"],
  ["urn:uddi-org:custody_v3", "the custody transfer API"],
  ["urn:uddi-org:vs_v3", "the value set API"],
  ["urn:uddi-org:vscache_v3", "the value set caching API"],
  ["urn:uddi-org:repl_v3", "the replication API"],
]);

function foreignNamespace(namespace: string, name: string, operator: string): HttpResponse {
  const api = notOffered.get(namespace);
  if (api !== undefined)
    return error({ code: "E_unsupported", text: `${name.slice(0, 80)}: ${api} is not offered` }, operator, 3);
  const sent = namespace.slice(0, 80) || "no namespace";
  return error(
    { code: "E_unrecognizedVersion", text: `${sent} is neither version 2 nor 3 of UDDI` },
    operator,
  );
}

/** A request to a registry of that version. */
export function writeUddiRequest(
  url: string,
  message: UddiMessageInput<UddiRequestName>,
  version: UddiVersion = 2,
): HttpRequest {
  const body = write(version, message.name, { generic: GENERIC, ...message.value });
  return {
    method: "POST",
    url,
    headers: {
      "content-type": contentTypeOf("1.1"),
      soapaction: `"${message.name}"`,
      "content-length": String(body.length),
    },
    body,
  };
}

/** A response of the registry that runs under the name `operator`; none = the empty body of version 3. */
export function writeUddiResponse(
  message: UddiMessageInput<UddiResponseName> | undefined,
  operator: string,
  version: UddiVersion = 2,
): HttpResponse {
  if (!message) return http(200, writeEnvelope("1.1", {}));
  return http(200, write(version, message.name, { ...message.value, generic: GENERIC, operator }));
}

function write(version: UddiVersion, name: UddiName, value: object): Uint8Array {
  return writeEnvelope("1.1", { body: { element: uddiDeclaration(version, name), value } });
}

/**
 * An error of the registry: a fault with a dispositionReport. `fault` is whose failure it is; undefined = the registry's where
 * it is busy or has failed, else the peer's.
 */
export function writeUddiError(
  problem: UddiError,
  operator: string,
  version: UddiVersion = 2,
  fault?: "Client" | "Server",
): HttpResponse {
  return error(problem, operator, version, fault);
}

/** Reads what a registry answered. */
export function readUddiResponse(response: HttpResponse): ReadUddiResponse {
  const { envelope, findings } = readEnvelope(response.body);
  const child = envelope?.children[0];
  if (envelope && !child && response.status === 200)
    return { kind: "empty", text: "the registry answered with nothing" };
  if (!child)
    return {
      kind: "unreadable",
      status: response.status,
      text: `HTTP ${response.status} without a SOAP message`,
    };
  const fault = readFault(child);
  if (fault) {
    const detail = fault.details.find((entry) => entry.name === "dispositionReport");
    const report =
      detail && ({ name: "dispositionReport", value: detail.value } as UddiMessage<"dispositionReport">);
    const result = report?.value?.result[0];
    return {
      kind: "error",
      code: result?.errInfo?.errCode ?? fault.code,
      errno: result?.errno,
      text: result?.errInfo?.text ?? fault.text,
      isOwnFailure: fault.code === "Server",
    };
  }
  const version = versionOfNamespace(child.namespace);
  if (!version || !child.element || child.value === undefined || isUddiRequest(child.name))
    return {
      kind: "unreadable",
      status: response.status,
      text: `${child.name} is not a response of UDDI`,
    };
  return {
    kind: "response",
    version,
    message: { name: child.name, value: child.value } as UddiMessage<UddiResponseName>,
    findings,
  };
}

/** `fault` is whose failure it is: the registry's where it is busy or has failed, else the peer's. */
function error(
  problem: UddiError,
  operator: string,
  version: UddiVersion = 2,
  fault: "Client" | "Server" = isOwnFailure(problem) ? "Server" : "Client",
): HttpResponse {
  const { code, text, keyType } = problem;
  const result = [{ errno: uddiErrors[code], keyType, errInfo: { errCode: code, text } }];
  return soapFault({
    code: fault,
    text: `${code}: ${text}`,
    detail: {
      element: uddiDeclaration(version, "dispositionReport"),
      value: { generic: GENERIC, operator, result },
    },
  });
}

function isOwnFailure({ code }: UddiError): boolean {
  return code === "E_fatalError" || code === "E_busy";
}

function transportFinding(status: number, text: string): Finding {
  return { severity: "error", code: `http/${status}`, text, spec: spec("soap11", "6 Using SOAP in HTTP") };
}

function soapFault(fault: SoapFault, status = 500): HttpResponse {
  return http(status, writeEnvelope("1.1", { body: faultElement("1.1", fault) }));
}

function http(status: number, body: Uint8Array): HttpResponse {
  return {
    status,
    headers: { "content-type": contentTypeOf("1.1"), "content-length": String(body.length) },
    body,
  };
}
