import type { CallbackEntry } from "./callback-service.ts";
import type { CallbackBehaviour } from "./command.ts";
import type { OperationRecord } from "./open-operations.ts";
import type { RegistrationView } from "./registration.ts";

/** What a workbench may see of an External System, read at any time between two events. Records never change. */
export interface ExternalSystemView {
  readonly id: string;
  /** Address of the WSI that it calls. */
  readonly endpoint: string;
  readonly registration: RegistrationView;
  /** Operations that are acknowledged and not over, oldest first; sessions and subscriptions among them. */
  operations(): Iterable<OperationRecord>;
  /** Those that ended last, oldest first. */
  finished(): Iterable<OperationRecord>;
  /** Operation of an operationId, open or not long over. */
  operation(operationId: string): OperationRecord | undefined;
  /** Sessions with devices that are not over: the operations that opened them. */
  sessions(): Iterable<OperationRecord>;
  /** Subscriptions that are not over: the operations that made them. */
  subscriptions(): Iterable<OperationRecord>;
  /** The callbacks that came last, oldest first. */
  callbacks(): Iterable<CallbackEntry>;
  readonly behaviour: CallbackBehaviour;
}
