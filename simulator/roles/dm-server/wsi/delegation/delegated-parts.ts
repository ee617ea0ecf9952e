import type { Collection, Store } from "../../store.ts";
import type { DelegatedRecord } from "./records.ts";

/** The parts of operations that upstreams carry out, and the devices of each. */
export interface DelegatedParts {
  values(): Iterable<DelegatedRecord>;
  get(reference: string): DelegatedRecord | undefined;
  /** Parts of an operation. */
  of(operationId: string): readonly DelegatedRecord[];
  /** The part that an operation of an upstream stands for. */
  behind(upstreamId: string, upstreamOperationId: string): DelegatedRecord | undefined;
  devices(reference: string): readonly string[];
  /** Parts at an upstream whose acknowledgement is awaited. */
  submitting(upstreamId: string): number;
  add(part: DelegatedRecord, deviceIds: readonly string[]): void;
  /** Changes a part that is there. */
  change(reference: string, change: Partial<DelegatedRecord>): void;
  remove(reference: string): void;
}

/** Opens the parts on the collections `delegated` and `delegatedDevices`. */
export function openDelegatedParts(store: Store): DelegatedParts {
  const byOperation = new Map<string, Set<string>>();
  const byUpstreamOperation = new Map<string, string>();
  const submitting = new Map<string, number>();
  const nameOf = (upstreamId: string, operationId: string): string => `${upstreamId}\n${operationId}`;
  const count = (part: DelegatedRecord | undefined, by: number): void => {
    if (part?.state === "submitting")
      submitting.set(part.upstreamId, (submitting.get(part.upstreamId) ?? 0) + by);
  };
  const parts: Collection<DelegatedRecord> = store.collection("delegated", (before, after) => {
    count(before, -1);
    count(after, 1);
    if (before?.upstreamOperationId !== undefined)
      byUpstreamOperation.delete(nameOf(before.upstreamId, before.upstreamOperationId));
    if (after?.upstreamOperationId !== undefined)
      byUpstreamOperation.set(nameOf(after.upstreamId, after.upstreamOperationId), after.reference);
    if (after) {
      const references = byOperation.get(after.operationId) ?? new Set();
      byOperation.set(after.operationId, references.add(after.reference));
    } else if (before) {
      const references = byOperation.get(before.operationId);
      if (references?.delete(before.reference) && references.size === 0)
        byOperation.delete(before.operationId);
    }
  });
  const devices: Collection<readonly string[]> = store.collection("delegatedDevices");

  return {
    values: () => parts.values(),
    get: (reference) => parts.get(reference),
    of: (operationId) => [...(byOperation.get(operationId) ?? [])].flatMap((name) => parts.get(name) ?? []),
    behind: (upstreamId, operationId) =>
      parts.get(byUpstreamOperation.get(nameOf(upstreamId, operationId)) ?? ""),
    devices: (reference) => devices.get(reference) ?? [],
    submitting: (upstreamId) => submitting.get(upstreamId) ?? 0,
    add: (part, deviceIds) => {
      parts.put(part.reference, part);
      devices.put(part.reference, deviceIds);
    },
    change: (reference, change) => {
      const part = parts.get(reference);
      if (part) parts.put(reference, { ...part, ...change });
    },
    remove: (reference) => {
      parts.remove(reference);
      devices.remove(reference);
    },
  };
}
