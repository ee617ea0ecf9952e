import type { DeviceResult } from "../../protocols/wsi/index.ts";
import type { DeviceRecord } from "./inventory/device-record.ts";
import type { ExternalSystemEntry } from "./options.ts";
import type { CallbackRecord, OperationRecord, RegistrationRecord } from "./wsi/records.ts";

/**
 * What a workbench may see of a DM server, read at any time between two events. Records are the role's own and never
 * change; they hold no plain secrets.
 */
export interface DmServerView {
  readonly id: string;
  /** Oldest first. */
  operations(): Iterable<OperationRecord>;
  operation(operationId: string): OperationRecord | undefined;
  /** Results per device as QueryOperation would tell them: a page, and how many there are. */
  deviceResults(
    operationId: string,
    startIndex: number,
    count: number,
  ): { readonly results: readonly DeviceResult[]; readonly total: number };
  registrations(): Iterable<RegistrationRecord>;
  /** Callbacks that wait, are in flight or were given up (`dead`), in the order of queueing. */
  callbacks(): Iterable<CallbackRecord>;
  /** True while the callback is on its way. */
  inFlight(callbackId: string): boolean;
  /** External Systems with the policies that are in force. */
  externalSystems(): Iterable<ExternalSystemEntry>;
  devices(): Iterable<DeviceRecord>;
}
