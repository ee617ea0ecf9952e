import type { DmEncoding } from "../../protocols/syncml/index.ts";

/**
 * What a person, a scenario or a console asks of the External System. Each command is answered by `report` effects named
 * in the comment; `data` of a report is plain JSON (bytes as base64).
 */
export type ExternalSystemCommand =
  /** UDDI inquiry find_service → get_serviceDetail → get_tModelDetail. Report `service.found` {accessPoint, wsdlUrl} or `service.not-found`. */
  | { readonly name: "findService"; readonly inquiryUrl: string; readonly serviceName: string }
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
  | { readonly name: "queryOperation"; readonly operationId: string }
  | { readonly name: "discoverDevices"; readonly filter: Readonly<Record<string, string>> };

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
