import {
  addressingFault,
  contentTypeOf,
  faultElement,
  faultStatus,
  addressingBlocks,
  securityFault,
  writeEnvelope,
  WSA_FAULT,
  WSA_REPLY,
  WSA_SOAP_FAULT,
  type Addressing,
  type SoapFault,
  type SoapVersion,
} from "../protocols/soap/index.ts";
import { exceptionSentence, PolicyException, ServiceException } from "../protocols/wsi/index.ts";
import type { AnyElementIn } from "../schema/element.ts";
import type { HttpResponse } from "../wire/http.ts";
import type { WsiFault } from "./wsi-types.ts";

/** The answer to a request that failed: status and media type of the SOAP version, typed detail for exceptions. */
export function writeFault(version: SoapVersion, fault: WsiFault, request?: Addressing): HttpResponse {
  const soapFault = soapFaultOf(fault);
  const action = fault.kind === "addressing" ? WSA_FAULT : WSA_SOAP_FAULT;
  const related = request?.messageId;
  const headers = request
    ? addressingBlocks(action, {
        relatesTo: related === undefined ? [] : [{ messageId: related, relationship: WSA_REPLY }],
      })
    : [];
  return faultResponse(version, soapFault, headers);
}

/**
 * The answer to a request without credentials, or with HTTP credentials that are wrong: 401, a challenge, and a fault for
 * those who read the body.
 */
export function unauthorized(version: SoapVersion, reason: "missing" | "wrong" = "missing"): HttpResponse {
  const fault: SoapFault =
    reason === "wrong"
      ? securityFault("FailedAuthentication")
      : { code: "Client", text: "Authentication is required: HTTP Basic or a WS-Security UsernameToken." };
  const response = faultResponse(version, fault);
  const challenge = 'Basic realm="dmwsi", charset="UTF-8"';
  return { ...response, status: 401, headers: { ...response.headers, "www-authenticate": challenge } };
}

/** A SOAP fault as an HTTP response. */
export function faultResponse(
  version: SoapVersion,
  fault: SoapFault,
  headers: readonly AnyElementIn[] = [],
): HttpResponse {
  return {
    status: faultStatus(version, fault.code),
    headers: { "content-type": contentTypeOf(version) },
    body: writeEnvelope(version, { headers, body: faultElement(version, fault) }),
  };
}

function soapFaultOf(fault: WsiFault): SoapFault {
  switch (fault.kind) {
    case "ServiceException":
    case "PolicyException": {
      const { messageId, text, variable } = fault;
      const element = fault.kind === "ServiceException" ? ServiceException : PolicyException;
      const code = messageId === "SVC0001" ? "Server" : "Client";
      return {
        code,
        text: exceptionSentence(fault),
        detail: { element, value: { messageId, text, variable } },
      };
    }
    case "security":
      return securityFault(fault.code);
    case "addressing":
      return addressingFault(fault.code, fault.about);
    case "client":
      return { code: "Client", text: fault.text };
    case "server":
      return { code: "Server", text: fault.text };
  }
}
