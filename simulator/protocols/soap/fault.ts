import type { AnyElement } from "../../schema/element.ts";
import { WSA, WSSE } from "./namespaces.ts";
import type { QName } from "./qname.ts";
import type { SoapVersion } from "./version.ts";

/** Fault codes under their SOAP 1.1 names; SOAP 1.2 calls Client Sender and Server Receiver. */
export type FaultCode = "VersionMismatch" | "MustUnderstand" | "DataEncodingUnknown" | "Client" | "Server";

/** A fault of either version. */
export interface SoapFault {
  readonly code: FaultCode;
  /** Own code: the faultcode itself in SOAP 1.1, the Subcode in SOAP 1.2. */
  readonly subcode?: QName | undefined;
  readonly text: string;
  /** Role of the node that faulted. */
  readonly actor?: string | undefined;
  /** Typed detail: an element and its value. */
  readonly detail?: FaultDetail | undefined;
}

/** One element in the detail of a fault. */
export interface FaultDetail {
  readonly element: AnyElement;
  readonly value: unknown;
}

/** Codes of WS-Security (SOAP Message Security 1.0, section 12) with their standard texts. */
export const securityFaultTexts = {
  UnsupportedSecurityToken: "An unsupported token was provided",
  UnsupportedAlgorithm: "An unsupported signature or encryption algorithm was used",
  InvalidSecurity: "An error was discovered processing the <wsse:Security> header",
  InvalidSecurityToken: "An invalid security token was provided",
  FailedAuthentication: "The security token could not be authenticated or authorized",
  FailedCheck: "The signature or decryption was invalid",
  SecurityTokenUnavailable: "Referenced security token could not be retrieved",
  MessageExpired: "The message has expired",
} as const;
export type SecurityFaultCode = keyof typeof securityFaultTexts;

/** A fault of WS-Security. */
export function securityFault(code: SecurityFaultCode): SoapFault {
  return { code: "Client", subcode: { namespace: WSSE, name: code }, text: securityFaultTexts[code] };
}

/** Codes of WS-Addressing 1.0 (SOAP Binding, 6.4) with their standard texts. */
export const addressingFaultTexts = {
  InvalidAddressingHeader:
    "A header representing a Message Addressing Property is not valid and the message cannot be processed",
  MessageAddressingHeaderRequired:
    "A required header representing a Message Addressing Property is not present",
  ActionNotSupported: "The [action] cannot be processed at the receiver",
} as const;
export type AddressingFaultCode = keyof typeof addressingFaultTexts;

/** A fault of WS-Addressing; `about` says which header, in words. */
export function addressingFault(code: AddressingFaultCode, about: string): SoapFault {
  return {
    code: "Client",
    subcode: { namespace: WSA, name: code },
    text: `${addressingFaultTexts[code]}: ${about}`,
  };
}

/** HTTP status of a fault: SOAP 1.1 always 500, SOAP 1.2 400 for Sender. */
export function faultStatus(version: SoapVersion, code: FaultCode): number {
  return version === "1.2" && code === "Client" ? 400 : 500;
}
