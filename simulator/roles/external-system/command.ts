import type { DmEncoding } from "../../protocols/syncml/index.ts";
import type { UddiVersion } from "../../protocols/uddi/index.ts";
import type { CallbackName, OperationName } from "../../protocols/wsi/index.ts";

/**
 * What a person, a scenario or a console asks of the External System. Each command is answered by `report` effects named
 * in the comment; `data` of a report is plain JSON (bytes as base64).
 */
export type ExternalSystemCommand =
  /**
   * UDDI inquiry find_service → get_serviceDetail → get_tModelDetail, by default in version 2. Report `service.found`
   * {serviceKey, accessPoint, wsdlUrl, compared} or `service.not-found`.
   */
  | {
      readonly name: "findService";
      readonly inquiryUrl: string;
      readonly serviceName: string;
      readonly version?: UddiVersion;
    }
  /** GET of the WSDL and of the XSDs that it imports. Report `wsdl.fetched` {endpoint} or `wsdl.failed`. */
  | { readonly name: "fetchWsdl"; readonly url: string }
  /** Report `registration.acknowledged` {registrationId, operationId}, later `registration.confirmed` | `registration.rejected` | `registration.failed` {fault}. */
  | { readonly name: "register"; readonly requestedOperations: readonly string[] }
  | { readonly name: "deregister" }
  /** Report `session.acknowledged` {sessionId, operationId} or `operation.failed`; later `session.status` {state, refusedBy?, reason?} and `package.delivered` {number, package}. */
  | {
      readonly name: "initiateSession";
      readonly deviceId: string;
      readonly uiMode?: string;
      /** Encoding of the packages in the tunnel; XML by default. */
      readonly encoding?: DmEncoding;
    }
  /** Commands in plain form; the External System builds the SyncML package. Report `package.acknowledged` or `operation.failed`. */
  | { readonly name: "exchangePackage"; readonly commands: readonly PlainCommand[] }
  | { readonly name: "terminateSession"; readonly abort?: boolean }
  /** Report `operation.acknowledged` {operationId}, later `operation.result` {state, deviceResult} or `operation.failed` {fault}. */
  | {
      readonly name: "manageParameters";
      readonly deviceId: string;
      readonly commands: readonly PlainCommand[];
      readonly atomic?: boolean;
      /** Milliseconds after which the DM server gives the operation up; absent = its own default. */
      readonly expires?: number;
    }
  /**
   * Any operation of the contract, or any octets. Reports, in the call's conversation: `call.sent` {call, operation},
   * `call.acknowledged` {call, operation, operationId?, response} with the response as plain JSON, or `call.failed`
   * {call, operation, code, reason, status?}; later `callback.received` {call?, callback, operationId, sequence, content}
   * for each callback of the operation. `call` is the caller's own reference, or a number that the role gives.
   */
  | ({ readonly name: "call" } & OperationCall)
  /** How callbacks are answered from now on. Report `behaviour.changed`. */
  | { readonly name: "setCallbackBehaviour"; readonly behaviour: Partial<CallbackBehaviour> }
  | { readonly name: "queryOperation"; readonly operationId: string }
  | { readonly name: "discoverDevices"; readonly filter: Readonly<Record<string, string>> };

/** One call of an operation, as a console or a scenario asks for it. */
export interface OperationCall {
  /** The caller's own reference, told in every report of the call. */
  readonly call?: string;
  readonly operation: OperationName;
  /** The request as plain JSON by element names: octets as base64, dates as ISO 8601 text, durations as `PT1H`. */
  readonly value?: Readonly<Record<string, unknown>>;
  /** Sent in place of what `value` would give: the whole SOAP envelope, as it is. */
  readonly envelope?: string;
  /** Each replaces what the External System is set up with. */
  readonly soapVersion?: "1.1" | "1.2";
  readonly credentials?: ExternalSystemOptions["credentials"];
  /** Absent: a MessageID and no ReplyTo. `off`: no WS-Addressing at all. */
  readonly addressing?: "off" | { readonly replyTo?: string; readonly messageId?: string };
}

/** How an External System answers callbacks: as it should, late, or wrongly. */
export interface CallbackBehaviour {
  /** Milliseconds of run time before each answer. */
  readonly delay: number;
  /**
   * `accept`; `fault-receiver`, `fault-sender`: a SOAP fault; `unauthorised`: 401; `unavailable`: 503; `garbage`: 200 with
   * what is no SOAP; `silence`: no answer at all; `close`: the connection is closed.
   */
  readonly answer:
    | "accept"
    | "fault-receiver"
    | "fault-sender"
    | "unauthorised"
    | "unavailable"
    | "garbage"
    | "silence"
    | "close";
  /** Only callbacks of these names; all when empty. */
  readonly only: readonly CallbackName[];
  /** Answer so this many callbacks, then `accept` again; 0 = until it is changed. */
  readonly times: number;
}

/** A management command as a person writes it. */
export type PlainCommand =
  | { readonly kind: "get"; readonly locUri: string }
  | {
      readonly kind: "add" | "replace";
      readonly locUri: string;
      readonly format?: string;
      readonly type?: string;
      readonly data?: string;
    }
  | { readonly kind: "delete"; readonly locUri: string }
  | { readonly kind: "copy"; readonly from: string; readonly to: string }
  | { readonly kind: "exec"; readonly locUri: string; readonly data?: string; readonly correlator?: string };

/** How the External System is set up; a scenario's refusal variants change one of these. */
export interface ExternalSystemOptions {
  readonly id: string;
  readonly name: string;
  readonly kind: "customer-care" | "management-authority" | "dm-server" | "other";
  readonly managementDomain: string;
  /** Address of the DMS's WSI; a found WSDL replaces it. */
  readonly wsiUrl: string;
  readonly credentials: {
    /** `none`: its client certificate says who it is. */
    readonly scheme: "none" | "basic" | "username-token" | "username-token-digest";
    readonly username: string;
    readonly password: string;
  };
  /** Where the DMS delivers callbacks, and what it must present there. */
  readonly callback: {
    readonly url: string;
    readonly credentials: {
      readonly scheme: "none" | "basic" | "username-token" | "username-token-digest";
      readonly username: string;
      readonly password: string;
    };
    /** Credentials told to the DMS in the registration; differ from what is expected when the callback is to be refused. */
    readonly announced?: { readonly username: string; readonly password: string };
  };
  readonly soapVersion: "1.1" | "1.2";
}
