import type { DeviceRecord } from "../inventory/device-record.ts";
import type { Refusal } from "./refusal.ts";
import type { CommandKind } from "../options.ts";
import type { OperationName } from "../../../protocols/wsi/index.ts";

/** One touch of the management tree that a command makes, for the policy. */
export interface TreeAccess {
  readonly kind: CommandKind;
  readonly locUri: string;
  /** The whole subtree is touched: Delete, TNDS, `?list=`, Copy. */
  readonly wholeSubtree: boolean;
}

/** Who asks. */
export interface Caller {
  readonly externalSystem: string;
  /** Operations that its registration asked for; undefined = no narrowing. */
  readonly granted?: readonly string[] | undefined;
}

/**
 * Decides about every operation: once for the operation, once for its device, once for each command. The built-in one
 * reads the policies of the configuration; another enabler can take its place.
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
