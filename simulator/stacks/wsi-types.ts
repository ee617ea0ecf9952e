import type { Finding } from "../core/finding.ts";
import type { Crypto } from "../core/crypto.ts";
import type { Random } from "../core/random.ts";
import type { Addressing, AddressingInput } from "../protocols/soap/addressing.ts";
import type { AddressingFaultCode, FaultCode, SecurityFaultCode } from "../protocols/soap/fault.ts";
import type { QName } from "../protocols/soap/qname.ts";
import type { UsernameToken } from "../protocols/soap/username-token.ts";
import type { SoapVersion } from "../protocols/soap/version.ts";
import type {
  CallbackName,
  CallbackRequest,
  CallbackRequestInput,
  Callbacks,
  OperationName,
  OperationRequest,
  OperationRequestInput,
  OperationResponse,
  OperationResponseInput,
  Operations,
  Via,
  WsiException,
} from "../protocols/wsi/index.ts";
import type { Infer, Input } from "../schema/element.ts";
import type { HttpResponse } from "../wire/http.ts";

/** The two portTypes of the contract. */
export type PortTypeName = "DeviceManagement" | "ExternalSystemCallback";

/** Names of the messages of a portType. */
export type MessageName<P extends PortTypeName = PortTypeName> = P extends "DeviceManagement"
  ? OperationName
  : CallbackName;

/** Request of an operation or callback as read. */
export type RequestValue<N extends MessageName> = N extends OperationName
  ? OperationRequest<N>
  : N extends CallbackName
    ? CallbackRequest<N>
    : never;
/** Request of an operation or callback as written. */
export type RequestInput<N extends MessageName> = N extends OperationName
  ? OperationRequestInput<N>
  : N extends CallbackName
    ? CallbackRequestInput<N>
    : never;
/** Response of an operation or callback as read. */
export type ResponseValue<N extends MessageName> = N extends OperationName
  ? OperationResponse<N>
  : N extends CallbackName
    ? Infer<Callbacks[N]["response"]>
    : never;
/** Response of an operation or callback as written. */
export type ResponseInput<N extends MessageName> = N extends OperationName
  ? OperationResponseInput<N>
  : N extends CallbackName
    ? Input<Callbacks[N]["response"]>
    : never;

/** Every declared message. */
export type MessageDeclaration = Operations[OperationName] | Callbacks[CallbackName];

/** A request with its operation's name; narrowing `operation` narrows `value`. */
export type WsiMessage<P extends PortTypeName> = {
  [N in MessageName<P>]: { readonly operation: N; readonly value: RequestValue<N> };
}[MessageName<P>];

/** User name and password of HTTP Basic. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** What a request carried besides its body. */
export interface RequestContext {
  readonly ok: true;
  readonly soapVersion: SoapVersion;
  /** Present when the request has a `wsa:Action`. */
  readonly addressing?: Addressing | undefined;
  /** UsernameToken of the `wsse:Security` header, not yet verified. */
  readonly security?: UsernameToken | undefined;
  /** HTTP Basic credentials, not yet verified. */
  readonly basic?: BasicCredentials | undefined;
  /** The path of a delegated request, as its sender tells it. */
  readonly via?: Via | undefined;
  /** What was noticed and did not hinder. */
  readonly findings: readonly Finding[];
}

/** A request that cannot be used; `response` is the answer to send. */
export interface RefusedRequest {
  readonly ok: false;
  readonly response: HttpResponse;
  readonly findings: readonly Finding[];
}

export type ReadWsiRequest<P extends PortTypeName> = (WsiMessage<P> & RequestContext) | RefusedRequest;

/** A fault to send: one of the contract's exceptions, of WS-Security or WS-Addressing, or a plain one. */
export type WsiFault =
  | WsiException
  | { readonly kind: "security"; readonly code: SecurityFaultCode }
  | { readonly kind: "addressing"; readonly code: AddressingFaultCode; readonly about: string }
  | { readonly kind: "client" | "server"; readonly text: string };

/** How a sender shows who it is. Mutual TLS is the transport's: `none` here. */
export interface WsiCredentials {
  readonly scheme: "none" | "basic" | "username-token" | "username-token-digest";
  readonly username: string;
  readonly password: string;
}

/** What a request is sent with besides its body. */
export interface WsiRequestOptions {
  readonly addressing?: AddressingInput | undefined;
  readonly credentials?: WsiCredentials | undefined;
  /** The path of a delegated request, our own id last. */
  readonly via?: Via | undefined;
  /** Needed for a UsernameToken digest. */
  readonly crypto: Crypto;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly date: number;
}

/** A fault as received. */
export interface ReceivedFault {
  readonly code: FaultCode;
  /** Own code of the peer: `FailedAuthentication` of WS-Security. */
  readonly subcode?: QName | undefined;
  /** Readable text; for an exception of the contract with its variables put in. */
  readonly text: string;
  /** Set for an exception of the contract. */
  readonly exception?: "ServiceException" | "PolicyException" | undefined;
  /** `SVC0002`, `POL0202`, … of an exception of the contract. */
  readonly messageId?: string | undefined;
  readonly variables: readonly string[];
}

export type ReadWsiResponse<N extends MessageName> =
  | {
      readonly kind: "response";
      readonly value: ResponseValue<N>;
      readonly addressing?: Addressing | undefined;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: "fault";
      readonly status: number;
      readonly fault: ReceivedFault;
      readonly findings: readonly Finding[];
    }
  /** Neither the response nor a fault: 401 without a fault, a page of a proxy, an empty body. */
  | {
      readonly kind: "unreadable";
      readonly status: number;
      readonly text: string;
      readonly findings: readonly Finding[];
    };
