import type { NodeSpec } from "../../../tree/index.ts";
import type { Reading } from "./diagmon/reading.ts";

/*
 * Management objects as a device profile names them: plain data, so that "this device has a FUMO at ./FwUpdate" is all
 * that a profile says. What is left out has the value named in its comment. Durations are milliseconds of run time.
 */

/** A management object of a device. */
export type ObjectSpec = FumoSpec | ScomoSpec | LawmoSpec | DiagmonSpec | TrapSpec | ReadingsSpec | InboxSpec;

interface ObjectPlace {
  /** Root of the object: `./FwUpdate/Pkg1`. */
  readonly uri: string;
  /** Name for commands and reports; the segments of the address joined with `.` by default. */
  readonly id?: string | undefined;
  /** What people call it; the kind's name by default. */
  readonly title?: string | undefined;
}

/** Makes an operation end with a result of its own instead of what would happen. */
export interface PlannedFailure {
  /** Stage or operation that fails, as the object names it: `download`, `update`, `Install`, `FullyLock`, `Start`. */
  readonly at: string;
  /** Result code that is reported. */
  readonly result: number;
}

/** What the user is asked before an object works, and what counts when nobody answers. */
export interface Consent {
  /** Stages that are asked for; `download`, `update`, `install`, `remove`, `lock`, `wipe`, `start`. */
  readonly before: readonly string[];
  /** 60,000 by default. */
  readonly patience?: number | undefined;
  /** `accept` by default. */
  readonly unanswered?: "accept" | "reject" | undefined;
}

/** How packages are fetched and judged. */
interface PackageHandling {
  /**
   * `checked`: the package must be one of ours (see package-format.ts), for this model, whole and signed. `any`: all
   * octets will do. Default `checked`.
   */
  readonly packages?: "checked" | "any" | undefined;
  /** Model that packages must be made for; DevInfo/Mod by default. */
  readonly model?: string | undefined;
  /** Octets that fit; 16 Mi by default. */
  readonly largestPackage?: number | undefined;
  /** Time until the server must have answered; 60,000 by default. */
  readonly patience?: number | undefined;
  /** How long the transfer of a package takes after the server has answered, in ten steps of progress; 0 by default. */
  readonly downloadTime?: number | undefined;
  readonly consent?: Consent | undefined;
  readonly failure?: PlannedFailure | undefined;
}

/** Firmware Update Management Object 1.0. */
export interface FumoSpec extends ObjectPlace, PackageHandling {
  readonly kind: "fumo";
  readonly pkgName?: string | undefined;
  readonly pkgVersion?: string | undefined;
  /** Operations that exist; all by default. */
  readonly operations?: readonly ("Download" | "Update" | "DownloadAndUpdate")[] | undefined;
  /** How long a downloaded package is in State 40 before it is ready; 0 by default. */
  readonly storeTime?: number | undefined;
  /** How long the update takes, in ten steps of progress; 0 by default. */
  readonly updateTime?: number | undefined;
  /** How long the device is away after the update; 0 by default. */
  readonly rebootTime?: number | undefined;
  /** The package stays after an update (States 70 and 90 rather than 80 and 100); false by default. */
  readonly keepsData?: boolean | undefined;
  /** Source of its alerts; the root of the object by default. */
  readonly alertSource?: "object" | "operation" | undefined;
  /** Puts `Reversed-Domain-Name: ` before alert types, as the text of 1.0 has it; false by default. */
  readonly alertPrefix?: boolean | undefined;
  /** Result of success, 200 or one of the vendor's 250 to 299; 200 by default. */
  readonly successResult?: number | undefined;
}

/** Software that a device has when it leaves the factory. */
export interface DeployedComponent {
  /** Name of its node. */
  readonly name: string;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  /** True by default. */
  readonly active?: boolean | undefined;
}

/** Software Component Management Object 1.0. */
export interface ScomoSpec extends ObjectPlace, PackageHandling {
  readonly kind: "scomo";
  readonly deployed?: readonly DeployedComponent[] | undefined;
  /** Environments whose packages it takes; all by default. */
  readonly envTypes?: readonly string[] | undefined;
  /** Components that fit; unlimited by default. */
  readonly largestInventory?: number | undefined;
  /** Operations that it answers with result 1411; none by default. */
  readonly notImplemented?: readonly string[] | undefined;
  /** How long installing takes, and how long the other operations do; 0 by default. */
  readonly installTime?: number | undefined;
  readonly operationTime?: number | undefined;
  /** Data of its alerts: ResultCode and Identifier as XML, or the code alone; `xml` by default. */
  readonly alertData?: "xml" | "int" | undefined;
  /** The entry below Download stays after a download; false by default. */
  readonly keepsDownload?: boolean | undefined;
}

/** Something that LAWMO can wipe. */
export interface WipeItem {
  /** Name of its node below AvailableWipeList. */
  readonly name: string;
  /** ListItemName. */
  readonly title: string;
  /** Nodes whose content is wiped. */
  readonly uris: readonly string[];
  /** The entry of the list goes too: result 1202; false by default. */
  readonly vanishes?: boolean | undefined;
}

/** Lock and Wipe Management Object 1.0. */
export interface LawmoSpec extends ObjectPlace {
  readonly kind: "lawmo";
  readonly wipeList?: readonly WipeItem[] | undefined;
  /** Operations that exist; all by default. */
  readonly operations?:
    readonly ("FullyLock" | "PartiallyLock" | "UnLock" | "FactoryReset" | "Wipe")[] | undefined;
  /** How long an operation takes; 0 by default. */
  readonly operationTime?: number | undefined;
  /** Result in an alert after 202, or as the Status of the Exec itself; `alert` by default. */
  readonly answers?: "alert" | "status" | undefined;
  /** Format of the alert's data; `chr` by default. */
  readonly alertFormat?: "chr" | "int" | undefined;
  /** LAWMOConfig/NotifyUser; false by default. */
  readonly notifyUser?: boolean | undefined;
  /** A factory reset keeps the DM accounts and the rights of their servers; true by default. */
  readonly keepsAccounts?: boolean | undefined;
  readonly consent?: Consent | undefined;
  readonly failure?: PlannedFailure | undefined;
}

/** A parameter of a diagnostics function: a leaf of DiagMonConfig/ConfigParams. */
export interface ConfigParameter {
  readonly format?: "chr" | "int" | "bool" | "float" | undefined;
  readonly value: string;
  /** Bounds of a number; beyond them the configuration is bad. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Texts that are allowed; all by default. */
  readonly choices?: readonly string[] | undefined;
}

/** Names of the functions with readings of their own. */
export type DiagnosticsFunction =
  "battery" | "memory" | "radio" | "temperature" | "call-drops" | "location" | "restart";

/**
 * A diagnostics function (DiagMon 1.0). Parameters with a meaning here: `Period` (seconds between samples, 0 = one
 * sample), `Duration` (seconds that it runs, 0 = until Stop), `Samples` (0 = no limit).
 */
export interface DiagmonSpec extends ObjectPlace {
  readonly kind: "diagmon";
  readonly function: DiagnosticsFunction;
  /** Management object id; the registered one of the function by default. */
  readonly type?: string | undefined;
  /** Leaves of DiagMonData, over those of the function. */
  readonly readings?: Readonly<Record<string, Reading>> | undefined;
  /** Parameters, over Period 60, Duration 0 and Samples 0. */
  readonly parameters?: Readonly<Record<string, ConfigParameter>> | undefined;
  /** DiagMonConfig/TermSched: seconds after which it ends, whatever else is configured; "" = never, the default. */
  readonly termSched?: string | undefined;
  /** Each sample stays as a node below DiagMonData; only the last one by default. */
  readonly keepsSamples?: boolean | undefined;
  /**
   * Data of OperationComplete: the result code, or the collected values as text; `nodes`: the code, and before it
   * CollectedSimpleDataReport of 1.1 with the last value of each leaf as an Item of its own. `result` by default.
   */
  readonly report?: "result" | "data" | "nodes" | undefined;
  /** Leaves of DiagMonData are measured when they are read, running or not; false by default. */
  readonly live?: boolean | undefined;
  /** Time from Start to the first sample; 0 by default. */
  readonly measuringTime?: number | undefined;
  readonly consent?: Consent | undefined;
  /** `at` is `Start`, or `sample` for a failure in the middle. */
  readonly failure?: PlannedFailure | undefined;
}

/** What a trap watches. */
export type Watched =
  | { readonly kind: "reading"; readonly reading: Reading }
  /** A number in a leaf of the device; of a leaf that another object measures, the measurement. */
  | { readonly kind: "leaf"; readonly uri: string }
  /** Metres between where the device is and a place. */
  | {
      readonly kind: "distance";
      readonly latitude: Reading;
      readonly longitude: Reading;
      readonly from: readonly [latitude: number, longitude: number];
    };

/** A trap: tells servers when something crosses a threshold (DiagMon 1.0 and 1.1). */
export interface TrapSpec extends ObjectPlace {
  readonly kind: "diagmon-trap";
  /** TrapID; the management object id by default. */
  readonly trapId?: string | undefined;
  /** Management object id: `urn:oma:mo:oma-diagmontrap:1.1` by default. */
  readonly type?: string | undefined;
  readonly watch: Watched;
  /** Active above or below the threshold, or for a moment each time the number grows (a dropped call). */
  readonly condition: "above" | "below" | "grows";
  /** TrapConfig/Threshold; 0 by default. */
  readonly threshold?: number | undefined;
  /** TrapConfig/Hysteresis: how far it must come back to be inactive again; 0 by default. */
  readonly hysteresis?: number | undefined;
  /** TrapConfig/Period: seconds between looks; 60 by default. */
  readonly period?: number | undefined;
  /** False by default: an enabled trap needs a timer in each device. */
  readonly enabled?: boolean | undefined;
  /** ServerIDs that are told; the server of the first account when there are none. */
  readonly serverIds?: readonly string[] | undefined;
  /** Nodes of the device that are run (inward trap). */
  readonly toRefs?: readonly string[] | undefined;
  /** Tells when it becomes inactive, as 1.1 has it; true by default. */
  readonly tellsInactive?: boolean | undefined;
}

/** Live values as leaves, and actions as Exec leaves below an `Operations` node: what carriers' clients have. */
export interface ReadingsSpec extends ObjectPlace {
  readonly kind: "readings";
  /** Management object id of the root. */
  readonly type?: string | undefined;
  /** By path below the root: `Battery/0/Level`. */
  readonly leaves: Readonly<Record<string, Reading>>;
  /** Leaves that servers set, by path. */
  readonly settings?:
    Readonly<Record<string, Pick<NodeSpec, "format" | "value" | "access" | "type">>> | undefined;
  /** What running a leaf sets, by its path: `{ "MobileData/Operations/Enable": { "MobileData/Enabled": "true" } }`. */
  readonly operations?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  /** Management object ids of interior nodes, by path. */
  readonly types?: Readonly<Record<string, string>> | undefined;
}

/** The Inbox (DM Standardized Objects 1.2): moves what is added to its place by management object id. */
export interface InboxSpec extends ObjectPlace {
  readonly kind: "inbox";
  /** Where objects go, by management object id; accounts to ./DMAcc, others to the root by default. */
  readonly places?: Readonly<Record<string, string>> | undefined;
}

/** Name of an object for commands, reports, timers and the store. */
export function objectId(spec: ObjectSpec): string {
  return spec.id ?? spec.uri.replace(/^\.\//, "").replaceAll("/", ".");
}
