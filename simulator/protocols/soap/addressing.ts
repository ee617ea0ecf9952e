import type { Markup } from "../../schema/element.ts";

/** The sender waits on the connection. */
export const WSA_ANONYMOUS = "http://www.w3.org/2005/08/addressing/anonymous";
/** Nobody wants the message. */
export const WSA_NONE = "http://www.w3.org/2005/08/addressing/none";
/** RelationshipType of a RelatesTo that names none. */
export const WSA_REPLY = "http://www.w3.org/2005/08/addressing/reply";
/** Action of faults that the WSDL does not declare. */
export const WSA_SOAP_FAULT = "http://www.w3.org/2005/08/addressing/soap/fault";
/** Action of faults of WS-Addressing itself. */
export const WSA_FAULT = "http://www.w3.org/2005/08/addressing/fault";

/** An endpoint reference: an address and header blocks that every message to it carries. */
export interface EndpointReference {
  readonly address: string;
  /** Each one element with its prefixes declared. */
  readonly referenceParameters: readonly Markup[];
}

/** Which earlier message this one relates to. */
export interface RelatesTo {
  readonly messageId: string;
  readonly relationship: string;
}

/** Message addressing properties of a received message (WS-Addressing 1.0 Core, 3.1). */
export interface Addressing {
  readonly action: string;
  readonly to?: string | undefined;
  readonly messageId?: string | undefined;
  readonly from?: EndpointReference | undefined;
  readonly replyTo?: EndpointReference | undefined;
  readonly faultTo?: EndpointReference | undefined;
  readonly relatesTo: readonly RelatesTo[];
}

/** Message addressing properties of a message to be sent; the Action comes with the message. */
export interface AddressingInput {
  readonly to?: string | undefined;
  readonly messageId?: string | undefined;
  readonly replyTo?:
    { readonly address: string; readonly referenceParameters?: readonly Markup[] } | undefined;
  readonly faultTo?:
    { readonly address: string; readonly referenceParameters?: readonly Markup[] } | undefined;
  readonly relatesTo?: readonly RelatesTo[] | undefined;
  /** Reference parameters of the receiver's endpoint reference; each becomes a header block. */
  readonly referenceParameters?: readonly Markup[] | undefined;
}

/** What became of an address: a place to send to, the connection itself, or nowhere. */
export function addressKind(reference: EndpointReference | undefined): "endpoint" | "anonymous" | "none" {
  if (!reference || reference.address === WSA_ANONYMOUS) return "anonymous";
  return reference.address === WSA_NONE ? "none" : "endpoint";
}
