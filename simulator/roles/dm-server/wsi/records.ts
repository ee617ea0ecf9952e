import type { CallbackName, CallbackCredentials, OperationName } from "../../../protocols/wsi/index.ts";
import type { SoapVersion } from "../../../protocols/soap/version.ts";

/*
 * What the WSI room keeps, as plain JSON. Times are dates of the run's clock (milliseconds since 1970), so that they
 * mean the same after a restart. Octets are base64 (see json-value.ts).
 */

export type OperationState =
  | "pending"
  | "running"
  | "cancelling"
  | "succeeded"
  | "partly-succeeded"
  | "failed"
  | "cancelled"
  | "expired";

export interface TotalsRecord {
  readonly targeted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
}

/** Where an operation's outcomes go, as its request said (contract, section 2, WS-Addressing). */
export interface ReplyRecord {
  /** No outcomes are wanted. */
  readonly none?: true;
  /** ReplyTo, where it is not the registered endpoint itself. */
  readonly address?: string;
  /** Header blocks to echo, as XML text. */
  readonly referenceParameters?: readonly string[];
  /** MessageID of the request. */
  readonly relatesTo?: string;
}

/** What an operation does on its devices, as plain JSON. */
export type WorkRecord =
  /** The commands as JSON of `ReferencedCommand` (ManageParameters, SubmitBulkOperation). */
  | { readonly kind: "commands"; readonly commands: readonly unknown[] }
  /** Applies a stored configuration. */
  | { readonly kind: "configuration"; readonly configurationId: string }
  /** Brings a stored update to the device. */
  | { readonly kind: "update"; readonly updateId: string }
  /** Reads DevInfo and DevDetail (DescribeDevice with `refresh`). */
  | {
      readonly kind: "describe";
      /** The description follows as DiscoveryResult (`delivery` = callback). */
      readonly deliver?: true;
    }
  /** Sets up the devices of a subscription; the commands are those of the subscription. */
  | { readonly kind: "set-up"; readonly subscriptionId: string; readonly commands: readonly unknown[] }
  /** A fresh reading of a DiagMon function (RequestDiagnostics). */
  | {
      readonly kind: "diagnostics";
      readonly function: string;
      readonly parameters: readonly string[];
      readonly start: boolean;
    };

/** How the devices of an operation are served. */
export interface PaceRecord {
  /** Devices at the same time; the setting `devicesAtOnce` when absent. */
  readonly maxParallel?: number;
  readonly startAt?: number;
  readonly stopAfterFailures?: number;
  /** Finished devices after which progress is told. */
  readonly progressEvery?: number;
}

/** An acknowledged operation. */
export interface OperationRecord {
  readonly operationId: string;
  readonly operation: OperationName;
  /** Id of the External System that asked for it. */
  readonly owner: string;
  readonly state: OperationState;
  readonly acceptedAt: number;
  readonly expiresAt?: number;
  readonly finishedAt?: number;
  readonly totals: TotalsRecord;
  readonly reason?: string;
  readonly registrationId?: string;
  readonly sessionId?: string;
  readonly deviceId?: string;
  readonly subscriptionId?: string;
  /** The name that the External System gave it. */
  readonly name?: string;
  /** What is done on each device of the operation, where the DM server does it by itself. */
  readonly work?: WorkRecord;
  readonly pace?: PaceRecord;
  /** The path of a delegated request, oldest first, and who asked first (contract, section 10). */
  readonly via?: { readonly hops: readonly string[]; readonly originator?: string };
  /** Devices whose results were told in OperationProgress. */
  readonly progressed?: number;
  /** Number of the last callback; the next has one more. */
  readonly sequence: number;
  readonly reply?: ReplyRecord;
  /** Conversation for the journal. */
  readonly conversation: string;
  /** DeviceResult of the contract as JSON, once there is one. */
  readonly deviceResults: readonly unknown[];
  /** ManageParameters and ExchangePackage: the commands as JSON of `ReferencedCommand`. */
  readonly commands?: readonly unknown[];
  readonly notify?: boolean;
}

export type RegistrationState =
  | "requested"
  | "awaiting-approval"
  | "confirming"
  | "paused"
  | "accepted"
  | "rejected"
  | "deregistered"
  | "expired";

/** Credentials for the callback endpoint; the password is sealed. */
export interface SealedCredentials {
  readonly scheme: CallbackCredentials["scheme"];
  readonly username: string;
  readonly sealedPassword: string;
}

/** The registration of an External System; one active per owner. */
export interface RegistrationRecord {
  readonly registrationId: string;
  readonly owner: string;
  readonly state: RegistrationState;
  /** Operation of the latest RegisterExternalSystem. */
  readonly operationId: string;
  readonly name: string;
  readonly kind: string;
  readonly managementDomain: string;
  readonly endpoint?: string;
  readonly credentials?: SealedCredentials;
  readonly soapVersion: SoapVersion;
  /** What it asked for: what it is granted follows the policy. */
  readonly requestedOperations: readonly string[];
  readonly requestedAlertTypes: readonly string[];
  readonly grantedOperations: readonly string[];
  readonly grantedAlertTypes: readonly string[];
  readonly registeredAt: number;
  readonly expiresAt?: number;
  readonly reason?: string;
  /** Nothing is sent until somebody resumes it: the endpoint refused our credentials with `status`, or a person paused it. */
  readonly paused?: { readonly since: number; readonly status?: number } | undefined;
  /** Self-registration: what the External System will prove itself with, once approved. */
  readonly selfRegistered?: {
    readonly scheme: "basic" | "username-token-text";
    readonly username: string;
    readonly passwordHash: string;
  };
}

/** A callback that waits for its delivery, or that could not be delivered. */
export interface CallbackRecord {
  readonly id: string;
  /** Order of queueing, over all callbacks. */
  readonly order: number;
  readonly registrationId: string;
  /** Callbacks of one stream are delivered in order; streams are independent. */
  readonly stream: string;
  readonly operationId: string;
  readonly sequence: number;
  readonly name: CallbackName;
  /** The callback's value as JSON. */
  readonly content: unknown;
  /** Stays the same over retries, so that the receiver can drop duplicates. */
  readonly messageId: string;
  readonly reply?: ReplyRecord;
  readonly conversation: string;
  readonly expiresAt: number;
  readonly attempts: number;
  readonly nextAttemptAt?: number;
  /** The latest attempts, oldest first; not all of a long row. */
  readonly tries?: readonly TryRecord[];
  /** Why it was given up; it stays until it is sent again by hand or expires. */
  readonly dead?: string;
  /** When it was given up. */
  readonly deadAt?: number;
}

/** What became of one attempt to deliver a callback. */
export interface TryRecord {
  readonly at: number;
  /** Milliseconds until the answer or the failure. */
  readonly took: number;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  readonly reason: string;
}

/** Of a tunnelled session. */
export type TunnelState =
  | "requested"
  | "notified"
  | "established"
  | "exchanging"
  | "ending"
  | "closed"
  | "refused"
  | "aborted"
  | "timed-out";

/** A session whose packages are tunnelled (contract, section 8). */
export interface TunnelRecord {
  readonly sessionId: string;
  readonly operationId: string;
  readonly owner: string;
  readonly deviceId: string;
  readonly state: TunnelState;
  readonly uiMode: "not-specified" | "background" | "informative" | "user-interaction";
  readonly contentType: string;
  readonly expiresAt: number;
  /** SessionID of the DM protocol, once the device is there. */
  readonly dmSessionId?: string;
  /** The ExchangePackage whose package 3 is awaited. */
  readonly exchange?: {
    readonly operationId: string;
    /** MsgID of the External System's package. */
    readonly msgId: string;
    /** Reference that the session uses → CmdID in the External System's package. */
    readonly cmdIds: Readonly<Record<string, string>>;
  };
  readonly abort?: boolean;
}

/** What a `clientReference` stood for. */
export interface ReferenceRecord {
  /** SHA-256 of operation and request. */
  readonly digest: string;
  readonly operation: OperationName;
  /** The response as JSON. */
  readonly response: unknown;
  readonly expiresAt: number;
}
