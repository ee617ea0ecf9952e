import type { DeviceRecord } from "../inventory/device-record.ts";
import type { Refusal } from "./refusal.ts";
import type { CommandKind } from "../options.ts";
import type { OperationName, PolicyMessageId } from "../../../protocols/wsi/index.ts";

/** One touch of the management tree that a command makes, for the policy. */
export interface TreeAccess {
  readonly kind: CommandKind;
  readonly locUri: string;
  /** The whole subtree is touched: Delete, TNDS, `?list=`, Copy. */
  readonly wholeSubtree: boolean;
  /** It is a bootstrap message, which only the word `bootstrap` grants; `locUri` says what it is about, for people. */
  readonly bootstrap?: true;
}

/** Who asks. */
export interface Caller {
  readonly externalSystem: string;
  /** Operations that its registration asked for; undefined = no narrowing. */
  readonly granted?: readonly string[] | undefined;
  /** Who asked first, where a DM server delegated the request; narrows what is allowed where it is known here. */
  readonly originator?: string | undefined;
}

/** What a decision is about, in the order in which they are made. */
export type PolicyCheck =
  | "external-system"
  | "requests-per-minute"
  | "operation"
  | "registration"
  | "device"
  | "devices-per-bulk"
  | "command"
  | "alert-type"
  | "alert-delivery"
  | "outstanding-operations";

/** One decision on the way to an answer. */
export interface PolicyDecision {
  readonly check: PolicyCheck;
  readonly granted: boolean;
  /** What was asked: an operation, a device id, `replace ./Settings/Ring`. */
  readonly asked: string;
  /** The rule as it stands in the policy (`subtrees.replace: ./Settings`), or which part of it has none that fits. */
  readonly rule: string;
  /** What the rule was compared with, in the form in which policy compares (`./Settings/Ring`, `groups lab, field`). */
  readonly compared: string;
  /** Code of the refusal. */
  readonly code?: PolicyMessageId;
}

/** What is asked of the policy for one request. */
export interface PolicyQuestion {
  readonly operation: OperationName;
  readonly devices: readonly DeviceRecord[];
  readonly accesses: readonly TreeAccess[];
  readonly alertTypes: readonly string[];
  /** External System to which the alerts shall be delivered instead. */
  readonly deliverTo?: string | undefined;
}

/**
 * Decides about every operation: once for the operation, once for its device, once for each command. The built-in one
 * reads the policies of the External Systems; another enabler can take its place.
 */
export interface PolicyPort {
  /** Refusal POL0200 or undefined. */
  operation(caller: Caller, operation: OperationName): Refusal | undefined;
  /** True when the device lies in the External System's policy; for filtering a list. */
  seesDevice(caller: Caller, device: DeviceRecord): boolean;
  /** Refusal POL0201 or undefined. */
  device(caller: Caller, device: DeviceRecord): Refusal | undefined;
  /** Refusal POL0202 of the first access that is not granted, or undefined: all or nothing. */
  accesses(caller: Caller, accesses: readonly TreeAccess[]): Refusal | undefined;
  /** Operations of the policy that the External System gets of those it asks for (none = all). */
  grantOperations(externalSystem: string, requested: readonly string[]): readonly string[];
  /** Alert types likewise; a wildcard is granted as its intersection with the policy. */
  grantAlertTypes(externalSystem: string, requested: readonly string[]): readonly string[];
  /** True when `sender` may have alerts delivered to `recipient` (ids of External Systems). */
  acceptsAlerts(recipient: string, sender: string): boolean;
  /**
   * How a request would be decided, decision by decision, up to and with the first refusal; made by what decides the real
   * one. A port that cannot say leaves it out.
   */
  explain?(caller: Caller, question: PolicyQuestion): readonly PolicyDecision[];
}

/** What was used, for whoever charges for it. */
export interface UsageEvent {
  readonly externalSystem: string;
  readonly operation: OperationName;
  readonly operationId: string;
  readonly date: number;
  readonly devices: number;
}

/** Gets one event per acknowledged operation. The built-in one counts by External System and operation. */
export interface ChargingPort {
  record(event: UsageEvent): void;
}

/** Counts usage in memory. */
export interface UsageCounter extends ChargingPort {
  count(externalSystem: string, operation: OperationName): number;
}

/** The built-in charging: a count per External System and operation since the start. */
export function createUsageCounter(): UsageCounter {
  const counts = new Map<string, number>();
  return {
    record: ({ externalSystem, operation }) => {
      const key = `${externalSystem}/${operation}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    count: (externalSystem, operation) => counts.get(`${externalSystem}/${operation}`) ?? 0,
  };
}
