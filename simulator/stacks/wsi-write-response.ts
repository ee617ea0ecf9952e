import {
  addressingBlocks,
  contentTypeOf,
  WSA_REPLY,
  writeEnvelope,
  type Addressing,
  type SoapVersion,
} from "../protocols/soap/index.ts";
import { isOperationName, WSI_WSDL } from "../protocols/wsi/index.ts";
import type { HttpResponse } from "../wire/http.ts";
import { declarationOf } from "./wsi-envelope.ts";
import type { MessageName, ResponseInput } from "./wsi-types.ts";

/**
 * The response of an operation or callback. `request` is the addressing of the request: when it had any, the response
 * carries the default Action of the WSDL's output and relates to the request's MessageID.
 */
export function writeWsiResponse<N extends MessageName>(
  version: SoapVersion,
  operation: N,
  value: ResponseInput<N>,
  request?: Addressing,
): HttpResponse {
  const { response } = declarationOf(operation);
  return {
    status: 200,
    headers: { "content-type": contentTypeOf(version) },
    body: writeEnvelope(version, {
      headers: replyHeaders(operation, request),
      body: { element: response, value },
    }),
  };
}

function replyHeaders(operation: MessageName, request: Addressing | undefined) {
  if (!request) return [];
  const portType = isOperationName(operation) ? "DeviceManagement" : "ExternalSystemCallback";
  const { messageId } = request;
  return addressingBlocks(`${WSI_WSDL}:${portType}:${operation}Response`, {
    relatesTo: messageId === undefined ? [] : [{ messageId, relationship: WSA_REPLY }],
  });
}
