import type { KeyType } from "../../../protocols/uddi/index.ts";
import { checkKeys } from "../inquiry/criteria.ts";
import type { Publishing } from "../room.ts";
import type { Entries } from "../store/entries.ts";
import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import { parentTerm, sideTerm } from "../store/terms.ts";
import { ownRecord } from "./ownership.ts";

/** delete_business: its services, their bindings and all assertions about it go too. */
export function deleteBusinesses(on: Publishing, keys: readonly string[]): void {
  const { entries } = on;
  for (const key of owned(on, entries.businesses, "businessKey", keys)) {
    for (const service of entries.services.having(parentTerm(key))) removeService(entries, service);
    for (const side of ["fromKey", "toKey"] as const)
      for (const assertion of entries.assertions.having(sideTerm(side, key)))
        entries.assertions.remove(assertion);
    entries.businesses.remove(key);
  }
}

/** delete_service: its bindings go too. */
export function deleteServices(on: Publishing, keys: readonly string[]): void {
  for (const key of owned(on, on.entries.services, "serviceKey", keys)) removeService(on.entries, key);
}

/** delete_binding. */
export function deleteBindings(on: Publishing, keys: readonly string[]): void {
  for (const key of owned(on, on.entries.bindings, "bindingKey", keys)) on.entries.bindings.remove(key);
}

/** delete_tModel hides: what refers to the tModel goes on doing so. */
export function hideTModels(on: Publishing, keys: readonly string[]): void {
  const { tModels } = on.entries;
  for (const key of owned(on, tModels, "tModelKey", keys)) {
    const record = tModels.get(key);
    if (record && !record.hidden) tModels.put({ ...record, hidden: true, modified: on.date });
  }
}

/** Removes a service and its bindings. */
export function removeService({ services, bindings }: Entries, key: string): void {
  for (const binding of bindings.having(parentTerm(key))) bindings.remove(binding);
  services.remove(key);
}

/** The keys, each once, of which every one must be the publisher's. */
function owned<R extends Stamp>(
  on: Publishing,
  table: Table<R>,
  keyType: KeyType,
  keys: readonly string[],
): readonly string[] {
  checkKeys(on.limits, keys);
  const distinct = [...new Set(keys)];
  for (const key of distinct) ownRecord(on, table, keyType, key);
  return distinct;
}
