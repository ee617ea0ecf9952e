import type { DmEncoding } from "../../protocols/syncml/index.ts";
import type { SoapVersion } from "../../protocols/soap/index.ts";
import type { UddiVersion } from "../../protocols/uddi/index.ts";
import type { CallbackName, OperationName } from "../../protocols/wsi/index.ts";
import type { WsiProfile } from "../../stacks/wsi-profile.ts";

/**
 * What a person, a scenario or a console asks of the External System. Every request is a call: it reports `call.sent`
 * {call, operation} (before it `call.scheduled` {call, operation, delay} when it is to be sent later), then
 * `call.acknowledged` {call, operation, operationId?, response} with the response as plain JSON, and its texts and numbers
 * beside it (sessionId, subscriptionId, configurationId, updateId, targetCount, …), or `call.failed` {call,
 * operation, code, reason, status?, exception?, messageId?, variables?}. `call` is the caller's own reference, or a number
 * that the role gives. What else is reported is named at each command. What cannot be built reports `command.refused`
 * {name, reason, findings}. `data` of a report is plain JSON: octets as base64, dates as ISO 8601 text.
 *
 * Callbacks report, in the conversation of their operation: `callback.received` {call?, callback, operationId, sequence,
 * content}, and by their kind `registration.confirmed` | `registration.rejected` | `registration.ended`, `session.status`,
 * `package.delivered`, `operation.progress` {operationId, totals…}, `operation.result` {operationId, state, reason,
 * statuses, totals…}, `devices.delivered` {operationId, totalMatches, deviceIds}, `subscription.status` {subscriptionId,
 * state, accepted, rejected}, `alert.received` {subscriptionId, alertId, deviceId, alertType}, `diagnostics.delivered`
 * {operationId, alerts, items}. `callback.repeated` and `callback.late` {callback, operationId, sequence}, `callback.gap`
 * {operationId, from, to} and `callback.refused` {callback, operationId, sequence, answer} tell what is wrong with
 * deliveries. `registration.lost` {code, reason}: the DM server knows this External System no longer.
 */
export type ExternalSystemCommand =
  /**
   * UDDI inquiry find_service → get_serviceDetail → get_tModelDetail, by default in the registry of the options, else in
   * version 2. Report `service.found` {serviceKey, accessPoint, wsdlUrl, compared} or `service.not-found` {reason}; the
   * notes `service-picked` and `service-not-found` tell it too. `command.refused` where no registry is known.
   */
  | {
      readonly name: "findService";
      readonly inquiryUrl?: string;
      readonly serviceName: string;
      readonly version?: UddiVersion;
    }
  /**
   * GET of the WSDL and of the XSDs that it imports. Report `wsdl.fetched` {endpoint} or `wsdl.failed`. The endpoint is the
   * access point of the service whose lookup named this WSDL, else the port in the WSDL.
   */
  | { readonly name: "fetchWsdl"; readonly url: string }
  /** Also again, to update it. Report `registration.acknowledged` {registrationId, operationId} or `registration.failed` {code, reason}. */
  | {
      readonly name: "register";
      /** `*` or none asks for all that the policy allows. */
      readonly requestedOperations?: readonly string[];
      readonly requestedAlertTypes?: readonly string[];
      /** Milliseconds, or a duration as `PT1H`. */
      readonly expires?: number | string;
    }
  /** Report `registration.failed` {reason} where there is none, or when it is refused. */
  | { readonly name: "deregister" }
  /** Report `session.acknowledged` {sessionId, operationId} or `operation.failed`; later `session.status` {sessionId, state, refusedBy, reason} and `package.delivered` {sessionId, number, contentType, package}. */
  | {
      readonly name: "initiateSession";
      readonly deviceId: string;
      readonly uiMode?: string;
      /** Encoding of the packages in the tunnel; XML by default. */
      readonly encoding?: DmEncoding;
      /** Milliseconds, or a duration as `PT1H`. */
      readonly expires?: number | string;
    }
  /** A package 2: commands in plain form, of which the External System builds the SyncML package, or its octets. Report `package.acknowledged` {sessionId, operationId} or `operation.failed`. */
  | {
      readonly name: "exchangePackage";
      /** The latest session when absent. */
      readonly sessionId?: string;
      readonly commands?: readonly PlainCommand[];
      /** The whole package as base64, in place of `commands`. */
      readonly package?: string;
      /** Encoding of the package; that of the session when absent. */
      readonly encoding?: DmEncoding;
      /** Milliseconds of run time until it is sent, or a duration; `thinkingTime` of the options when absent. */
      readonly delay?: number | string;
    }
  | { readonly name: "terminateSession"; readonly sessionId?: string; readonly abort?: boolean }
  /** Report `operation.acknowledged` {operationId, operation} or `operation.failed` {operation, code, reason}; later `operation.result`. */
  | {
      readonly name: "manageParameters";
      readonly deviceId: string;
      readonly commands: readonly PlainCommand[];
      readonly atomic?: boolean;
      /** Milliseconds after which the DM server gives the operation up, or a duration; absent = its own default. */
      readonly expires?: number | string;
    }
  /** Any operation of the contract, or any octets, with the reports of the operation's own command. */
  | ({ readonly name: "call" } & OperationCall)
  /** How callbacks are answered from now on; what is not named stays. Report `behaviour.changed` {delay, answer, only, times}. */
  | { readonly name: "setCallbackBehaviour"; readonly behaviour: Partial<CallbackBehaviour> }
  /** Report `operation.queried` {operationId, state, reason, totals…} or `operation.failed`. */
  | { readonly name: "queryOperation"; readonly operationId: string }
  /** Report `devices.discovered` {totalMatches, deviceIds} or `operation.failed`. `deviceId` of the filter is one identifier. */
  | { readonly name: "discoverDevices"; readonly filter: Readonly<Record<string, string>> };

/** One call of an operation, as a console or a scenario asks for it. */
export interface OperationCall {
  /** The caller's own reference, told in every report of the call. */
  readonly call?: string;
  /** Of an envelope the operation in its body counts, where it can be read. */
  readonly operation: OperationName;
  /** The request as plain JSON by element names (`requestFromJson`): octets as base64, dates as ISO 8601 text, durations as `PT1H`. */
  readonly value?: Readonly<Record<string, unknown>>;
  /**
   * Sent in place of what `value` would give: the whole SOAP envelope, as it is. Of the credentials only HTTP Basic goes
   * with it, and no addressing.
   */
  readonly envelope?: string;
  /** Each replaces what the External System is set up with. */
  readonly soapVersion?: SoapVersion;
  readonly credentials?: ExternalSystemOptions["credentials"];
  /** Absent: a MessageID and no ReplyTo. `off`: no WS-Addressing at all. */
  readonly addressing?: "off" | { readonly replyTo?: string; readonly messageId?: string };
  /** Milliseconds of run time until it is sent, or a duration; `thinkingTime` of the options for an ExchangePackage, else none. */
  readonly delay?: number | string;
}

/**
 * `accept`; `fault-receiver`, `fault-sender`: a SOAP fault; `unauthorised`: 401; `unavailable`: 503; `garbage`: 200 with
 * what is no SOAP; `silence`: no answer at all; `close`: the connection is closed without an answer.
 */
export type CallbackAnswer =
  | "accept"
  | "fault-receiver"
  | "fault-sender"
  | "unauthorised"
  | "unavailable"
  | "garbage"
  | "silence"
  | "close";

/** How an External System answers callbacks: as it should, late, or wrongly. Only what it answers with 2xx is taken. */
export interface CallbackBehaviour {
  /** Milliseconds of run time before each answer. */
  readonly delay: number;
  readonly answer: CallbackAnswer;
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
      /** In place of `data`: octets as base64. */
      readonly binaryData?: string;
    }
  | { readonly kind: "delete"; readonly locUri: string }
  | { readonly kind: "copy"; readonly from: string; readonly to: string }
  | { readonly kind: "exec"; readonly locUri: string; readonly data?: string; readonly correlator?: string }
  | { readonly kind: "atomic" | "sequence"; readonly commands: readonly PlainCommand[] };

/** What a caller of the callback service must show. */
export interface CallbackServiceCredentials {
  readonly scheme: "none" | "basic" | "username-token" | "username-token-digest" | "mutual-tls";
  readonly username: string;
  readonly password: string;
  /** Subject of the client certificate that is expected with `mutual-tls`. */
  readonly subject?: string;
}

/** How the External System is set up; a scenario's refusal variants change one of these. */
export interface ExternalSystemOptions {
  readonly id: string;
  readonly name: string;
  readonly kind: "customer-care" | "management-authority" | "dm-server" | "other";
  readonly managementDomain: string;
  /** Where services are looked up unless a command says otherwise. */
  readonly registry?: { readonly inquiryUrl: string; readonly version?: UddiVersion | undefined } | undefined;
  /** Address of the DMS's WSI; a found one replaces it. */
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
    readonly credentials: CallbackServiceCredentials;
    /** Credentials told to the DMS in the registration; differ from what is expected when the callback is to be refused. */
    readonly announced?: { readonly username: string; readonly password: string };
  };
  readonly soapVersion: SoapVersion;
  /** Names of the WSI and of its callbacks where they are not those of the contract. */
  readonly profile?: WsiProfile | undefined;
  /** Milliseconds of run time that pass before an ExchangePackage is sent; 0 when absent (a slow External System). */
  readonly thinkingTime?: number | undefined;
}
