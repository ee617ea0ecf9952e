import type { SoapVersion } from "../../protocols/soap/version.ts";
import type { WsiProfile } from "../../stacks/wsi-profile.ts";
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
  /** Names of the WSI and of its callbacks where they are not those of the contract. */
  readonly profile?: WsiProfile | undefined;
  /** DM Systems that manage devices in place of this one (contract, section 10). */
  readonly upstreams?: readonly UpstreamEntry[] | undefined;
}

/** A DM System to which work on its devices is delegated; this DM server is an External System of it. */
export interface UpstreamEntry {
  /** Name of the upstream here; `managedBy` of its devices. */
  readonly id: string;
  /** Where its WSI is: its address, or that of a WSDL whose port is then used. */
  readonly address: { readonly wsi: string } | { readonly wsdl: string };
  /** With what this DM server proves itself there. */
  readonly credentials: ExternalSystemCredential;
  /** The devices that it may manage: device ids, `group:NAME`, `prefix*`; `*` is all that it shows. */
  readonly devices: readonly string[];
  /** Management domain under which this DM server registers there. */
  readonly managementDomain?:
    "operator" | "enterprise" | "organisation" | "device-vendor" | "software-vendor" | "individual";
  readonly soapVersion?: SoapVersion | undefined;
  /** Where it delivers callbacks (`…/wsi/callback`) and what it must show there; without it, it is asked for results. */
  readonly callback?: { readonly url: string; readonly credentials: ExternalSystemCredential } | undefined;
}

/** How upstreams are dealt with; durations in milliseconds. */
export interface UpstreamSettings {
  /** For an answer of the upstream. */
  readonly timeout: number;
  /** How often work is submitted to an upstream that does not answer, before its devices fail. */
  readonly attempts: number;
  /** First and longest pause between attempts. */
  readonly retry: { readonly first: number; readonly longest: number };
  /** Silence about submitted work after which the upstream is asked. */
  readonly silence: number;
  /** The same of an upstream that has no callback endpoint of ours. */
  readonly poll: number;
  /** How long an upstream may be out of reach before the work that it has taken fails. */
  readonly patience: number;
  /** Pause between two copies of its inventory. */
  readonly inventoryEvery: number;
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
 * for each. The words `DMAcc`, `acl` and `bootstrap` grant what is never granted otherwise: accounts, access control
 * lists, and bootstrap messages.
 */
export type SubtreeGrants = readonly string[] | Readonly<Partial<Record<CommandKind, readonly string[]>>>;

/** What an External System may do (contract, section 3). */
export interface ExternalSystemPolicy {
  readonly managementDomain: string;
  /** Operation names; `*` is all. */
  readonly operations: readonly string[];
  /**
   * Device ids, `group:NAME`, `prefix*`, or by what is known of them: `manufacturer:NAME`, `model:NAME`,
   * `firmwareVersion:TEXT`, each with a trailing `*` for a prefix; `*` is all.
   */
  readonly devices: readonly string[];
  readonly subtrees: SubtreeGrants;
  /** Generic Alert types; a trailing `*` is a prefix. */
  readonly alertTypes: readonly string[];
  /** Ids of the External Systems that may have alerts delivered to this one (`deliverTo`); `*` is all, absent is none. */
  readonly acceptsAlertsFrom?: readonly string[] | undefined;
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
  /** Self-registrations that wait for a person at the same time; one more is refused. */
  readonly pendingRegistrations: number;
  /** Failed authentications per minute, for one address and for one user at one address. */
  readonly failuresPerMinute: number;
  /** Devices that an operation on many serves at the same time, where its request does not say. */
  readonly devicesAtOnce: number;
  /** Finished devices after which an operation on many tells progress, where its request does not say. */
  readonly progressEvery: number;
  /** Lifetime of an operation that does not say how long it may wait. */
  readonly operationLifetime: number;
  /** Lifetime of a tunnelled session that does not say it. */
  readonly sessionLifetime: number;
  /** How long a callback of an operation without expiry is tried. */
  readonly callbackLifetime: number;
  readonly callbackTimeout: number;
  /** Callbacks in flight to one recipient. */
  readonly callbacksInFlight: number;
  /** Octets of the alerts that wait for External Systems, all together; the oldest are dropped. */
  readonly waitingAlertOctets: number;
  /** Callbacks that were given up and are kept; the oldest go first. */
  readonly deadLetters: number;
  /** First and longest pause between attempts. */
  readonly retry: { readonly first: number; readonly longest: number };
  /** Nonces of UsernameTokens that are remembered. */
  readonly nonces: number;
  /** How long finished operations can be queried. */
  readonly operationRetention: number;
  /** How long alerts of devices are kept. */
  readonly alertRetention: number;
  /** Alerts of devices that are kept; the oldest go first. */
  readonly alertsKept: number;
  /** Octets of the alerts that are kept, all together; the oldest go first. */
  readonly alertOctets: number;
  /** How long after an alert a session of the same SessionID that brings it again repeats it; 0 = never. Milliseconds. */
  readonly alertRepeats: number;
  readonly upstreams: UpstreamSettings;
  /** How much an External System may store. */
  readonly library: LibraryQuota;
}

/** What an External System may store as configurations and updates. */
export interface LibraryQuota {
  /** Configurations, and updates. */
  readonly items: number;
  /** Octets of one configuration. */
  readonly configurationBytes: number;
  /** Octets of one package. */
  readonly updateBytes: number;
  /** Octets of everything. */
  readonly totalBytes: number;
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
  pendingRegistrations: 100,
  failuresPerMinute: 20,
  devicesAtOnce: 100,
  progressEvery: 100,
  operationLifetime: DAY,
  sessionLifetime: 10 * MINUTE,
  callbackLifetime: DAY,
  callbackTimeout: 10_000,
  callbacksInFlight: 4,
  waitingAlertOctets: 256 * 1024 * 1024,
  deadLetters: 10_000,
  retry: { first: 1000, longest: 5 * MINUTE },
  nonces: 100_000,
  operationRetention: 7 * DAY,
  alertRetention: 30 * DAY,
  alertsKept: 100_000,
  alertOctets: 256 * 1024 * 1024,
  alertRepeats: 2 * MINUTE,
  upstreams: {
    timeout: 30_000,
    attempts: 3,
    retry: { first: 1000, longest: 5 * MINUTE },
    silence: MINUTE,
    poll: 5000,
    patience: 10 * MINUTE,
    inventoryEvery: 15 * MINUTE,
  },
  library: {
    items: 200,
    configurationBytes: 1024 * 1024,
    updateBytes: 16 * 1024 * 1024,
    totalBytes: 64 * 1024 * 1024,
  },
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
