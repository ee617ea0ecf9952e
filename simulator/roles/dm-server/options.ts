import type { SessionLimits, SessionSettings } from "./dm/session-settings.ts";
import type { DeviceAccount } from "./inventory/device-account.ts";
import type { PublisherOptions } from "./publishing/publisher.ts";

/** What a DM server is made from: the part of the configuration that is its own. */
export interface DmServerOptions {
  readonly dms: {
    readonly id: string;
    /** Server identifier in the DM protocol, as devices know it. */
    readonly serverId: string;
    /** Address under which peers reach it where that is not the bound one; without a trailing slash. */
    readonly publicUrl?: string | undefined;
    /** Address of the DM endpoint (`…/dm`), as devices are told it. */
    readonly dmUrl: string;
    /** The same over HTTPS, where it is served: what bootstrap messages name for devices with a certificate. */
    readonly secureDmUrl?: string | undefined;
  };
  readonly externalSystems: readonly ExternalSystemEntry[];
  readonly devices: readonly DeviceAccount[];
  /** What happens to a device without an account. */
  readonly unknownDevices: "refuse" | "accept";
  /** Devices without an account that are remembered. */
  readonly strangers?: number | undefined;
  /** Host names with port of the bound listeners (`127.0.0.1:8480`); loopback names are always accepted. */
  readonly hosts: readonly string[];
  readonly settings?: Partial<WsiSettings> | undefined;
  readonly limits?: Partial<WsiLimits> | undefined;
  readonly sessions?: Partial<SessionSettings> | undefined;
  readonly sessionLimits?: Partial<SessionLimits> | undefined;
  /** Registry in which the WSI is published on command; without one `publish` and `withdraw` are refused. */
  readonly publication?: PublisherOptions | undefined;
}

/** How an External System may prove who it is. Passwords come from the configuration. */
export type ExternalSystemCredential =
  | {
      readonly scheme: "basic" | "username-token-text" | "username-token-digest";
      readonly username: string;
      readonly password: string;
    }
  | { readonly scheme: "mutual-tls"; readonly subject: string };

/** Kinds of management commands that a policy can tell apart. */
export const commandKinds = ["get", "add", "replace", "delete", "copy", "exec"] as const;
export type CommandKind = (typeof commandKinds)[number];

/**
 * Subtrees that commands may touch: LocURIs that include what lies below them (`./` is all), for every command kind or
 * for each. The words `DMAcc` and `acl` grant what is never granted otherwise: accounts and access control lists.
 */
export type SubtreeGrants = readonly string[] | Readonly<Partial<Record<CommandKind, readonly string[]>>>;

/** What an External System may do (contract, section 3). */
export interface ExternalSystemPolicy {
  readonly managementDomain: string;
  /** Operation names; `*` is all. */
  readonly operations: readonly string[];
  /** Device ids, `group:NAME`, `prefix*`; `*` is all. */
  readonly devices: readonly string[];
  readonly subtrees: SubtreeGrants;
  /** Generic Alert types; a trailing `*` is a prefix. */
  readonly alertTypes: readonly string[];
  readonly quota: {
    readonly requestsPerMinute: number;
    readonly devicesPerBulk: number;
    readonly outstandingOperations: number;
  };
}

/** An External System that the DM server knows. */
export interface ExternalSystemEntry {
  readonly id: string;
  readonly name: string;
  readonly kind: "customer-care" | "management-authority" | "dm-server" | "other";
  readonly credentials: readonly ExternalSystemCredential[];
  readonly policy: ExternalSystemPolicy;
}

/** Settings of the WSI side; durations in milliseconds. */
export interface WsiSettings {
  /** Let an unknown External System register itself; it stays without rights until a person approves it. */
  readonly selfRegistration: "off" | "approve" | "automatic";
  /** Rights of a self-registered External System once it is approved. */
  readonly selfRegistrationPolicy: ExternalSystemPolicy;
  /** Accept Basic and PasswordText without TLS from addresses that are not loopback. */
  readonly plainPasswords: boolean;
  /** Failed authentications per minute, for one address and for one user at one address. */
  readonly failuresPerMinute: number;
  /** Lifetime of an operation that does not say how long it may wait. */
  readonly operationLifetime: number;
  /** Lifetime of a tunnelled session that does not say it. */
  readonly sessionLifetime: number;
  /** How long a callback of an operation without expiry is tried. */
  readonly callbackLifetime: number;
  readonly callbackTimeout: number;
  /** Callbacks in flight to one recipient. */
  readonly callbacksInFlight: number;
  /** First and longest pause between attempts. */
  readonly retry: { readonly first: number; readonly longest: number };
  /** Nonces of UsernameTokens that are remembered. */
  readonly nonces: number;
  /** How long finished operations can be queried. */
  readonly operationRetention: number;
}

export const defaultPolicy: ExternalSystemPolicy = {
  managementDomain: "operator",
  operations: ["*"],
  devices: ["*"],
  subtrees: ["./"],
  alertTypes: ["*"],
  quota: { requestsPerMinute: 600, devicesPerBulk: 10_000, outstandingOperations: 100 },
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const defaultWsiSettings: WsiSettings = {
  selfRegistration: "off",
  selfRegistrationPolicy: {
    ...defaultPolicy,
    operations: ["DiscoverDevices", "QueryOperation"],
    subtrees: [],
  },
  plainPasswords: false,
  failuresPerMinute: 20,
  operationLifetime: DAY,
  sessionLifetime: 10 * MINUTE,
  callbackLifetime: DAY,
  callbackTimeout: 10_000,
  callbacksInFlight: 4,
  retry: { first: 1000, longest: 5 * MINUTE },
  nonces: 100_000,
  operationRetention: 7 * DAY,
};

/** Caps on what peers send (contract, section 12). */
export interface WsiLimits {
  readonly soapBytes: number;
  readonly depth: number;
  readonly elements: number;
  readonly attributes: number;
  /** Octets of a LocURI. */
  readonly locUri: number;
}

export const defaultWsiLimits: WsiLimits = {
  soapBytes: 16 * 1024 * 1024,
  depth: 64,
  elements: 100_000,
  attributes: 64,
  locUri: 4096,
};
