import type { StoreSnapshot, StoreWrite } from "../../../wire/role.ts";
import { canonicalRecords } from "./canonical-records.ts";
import type {
  AssertionRecord,
  BindingRecord,
  BusinessRecord,
  ServiceRecord,
  TModelRecord,
} from "./records.ts";
import { createTable, type Table } from "./table.ts";
import * as terms from "./terms.ts";

/** What the registry holds. */
export interface Entries {
  readonly businesses: Table<BusinessRecord>;
  readonly services: Table<ServiceRecord>;
  readonly bindings: Table<BindingRecord>;
  readonly tModels: Table<TModelRecord>;
  readonly assertions: Table<AssertionRecord>;
  /** Number of the next record that is saved. */
  nextOrder(): number;
  /** What changed since the last call, for one commit. */
  takeChange(): EntriesChange;
}

/** The writes of one commit, and how to undo them in memory when the store or the registry refuses. */
export interface EntriesChange {
  readonly writes: readonly StoreWrite[];
  /** Puts back what was there before, save where something newer was put in its place. */
  undo(): void;
}

/** Entries from the store, with the canonical tModels of the operator. */
export function createEntries(snapshot: StoreSnapshot, operator: string): Entries {
  let writes: StoreWrite[] = [];
  let undoing: (() => void)[] = [];
  const log = {
    write: (write: StoreWrite, undo: () => void): void => {
      writes.push(write);
      undoing.push(undo);
    },
  };
  const businesses = createTable<BusinessRecord>(
    {
      collection: "uddi.businesses",
      terms: terms.businessTerms,
      nameOf: ({ value }) => value.name[0]?.text ?? "",
    },
    snapshot,
    log,
  );
  const services = createTable<ServiceRecord>(
    {
      collection: "uddi.services",
      terms: terms.serviceTerms,
      nameOf: ({ value }) => value.name[0]?.text ?? "",
    },
    snapshot,
    log,
  );
  const bindings = createTable<BindingRecord>(
    { collection: "uddi.bindings", terms: terms.bindingTerms, nameOf: () => "" },
    snapshot,
    log,
  );
  const tModels = createTable<TModelRecord>(
    { collection: "uddi.tModels", terms: terms.tModelTerms, nameOf: ({ value }) => value.name.text },
    snapshot,
    log,
  );
  const assertions = createTable<AssertionRecord>(
    { collection: "uddi.assertions", terms: terms.assertionTerms, nameOf: () => "" },
    snapshot,
    log,
  );
  let order = 0;
  for (const table of [businesses, services, bindings, tModels, assertions])
    for (const record of table.values()) order = Math.max(order, record.order);
  // the same at every start, and therefore not stored
  for (const record of canonicalRecords(operator)) tModels.put(record);
  writes = [];
  undoing = [];

  return {
    businesses,
    services,
    bindings,
    tModels,
    assertions,
    nextOrder: () => ++order,
    takeChange: () => {
      const taken = { writes, undoing };
      writes = [];
      undoing = [];
      return {
        writes: taken.writes,
        undo: () => {
          for (const step of taken.undoing.toReversed()) step();
        },
      };
    },
  };
}
