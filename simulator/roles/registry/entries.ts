import {
  canonicalTModels,
  type BusinessEntity,
  type BusinessService,
  type TModel,
} from "../../protocols/uddi/index.ts";
import type { StoreSnapshot, StoreWrite } from "../../wire/role.ts";

/** An entry with its owner. `order` keeps the order of publication. */
export interface Owned<T> {
  readonly owner: string;
  readonly order: number;
  readonly hidden: boolean;
  readonly value: T;
}

type Collection = "businesses" | "services" | "tModels";

/** What the registry holds: by key, tModel keys compared without case. */
export interface RegistryEntries {
  readonly businesses: ReadonlyMap<string, Owned<BusinessEntity>>;
  readonly services: ReadonlyMap<string, Owned<BusinessService>>;
  readonly tModels: ReadonlyMap<string, Owned<TModel>>;
  putBusiness(value: BusinessEntity, owner: string): void;
  putService(value: BusinessService, owner: string): void;
  putTModel(value: TModel, owner: string): void;
  removeService(key: string): void;
  hideTModel(key: string): void;
  /** What changed since the last call, for one commit. */
  takeChange(): EntriesChange;
}

/** The writes of one commit, and how to undo them in memory when the store refuses. */
export interface EntriesChange {
  readonly writes: readonly StoreWrite[];
  /** Puts back what was there before, save where something newer was put in its place. */
  undo(): void;
}

/** Form in which keys are compared. */
export function foldKey(key: string): string {
  return key.toLowerCase();
}

/** Entries from the store, with the canonical tModels of the operator. */
export function createEntries(snapshot: StoreSnapshot, operator: string): RegistryEntries {
  const businesses = load<BusinessEntity>(snapshot, "businesses");
  const services = load<BusinessService>(snapshot, "services");
  const tModels = load<TModel>(snapshot, "tModels");
  let order = [...businesses.values(), ...services.values(), ...tModels.values()].reduce(
    (highest, entry) => Math.max(highest, entry.order),
    0,
  );
  let writes: StoreWrite[] = [];
  let undoing: (() => void)[] = [];

  /** Enters a value (none = removes it) and remembers how to take that back. */
  const enter = <T>(
    map: Map<string, Owned<T>>,
    collection: Collection,
    key: string,
    entry: Owned<T> | undefined,
  ): void => {
    const before = map.get(key);
    if (entry) map.set(key, entry);
    else map.delete(key);
    writes.push({ collection: `registry.${collection}`, key, ...(entry ? { value: entry } : {}) });
    undoing.push(() => {
      if (map.get(key) !== entry) return;
      if (before) map.set(key, before);
      else map.delete(key);
    });
  };

  const put = <T>(
    map: Map<string, Owned<T>>,
    collection: Collection,
    key: string,
    value: T,
    owner: string,
  ): void => {
    const known = map.get(foldKey(key));
    const entry: Owned<T> = { owner, order: known?.order ?? ++order, hidden: false, value };
    enter(map, collection, foldKey(key), entry);
  };

  for (const { key, name, description } of canonicalTModels)
    if (!tModels.has(foldKey(key)))
      put(tModels, "tModels", key, canonical(key, name, description, operator), operator);

  undoing = []; // the canonical tModels stay, whatever becomes of the first commit

  return {
    businesses,
    services,
    tModels,
    putBusiness: (value, owner) => put(businesses, "businesses", value.businessKey, value, owner),
    putService: (value, owner) => put(services, "services", value.serviceKey, value, owner),
    putTModel: (value, owner) => put(tModels, "tModels", value.tModelKey, value, owner),
    removeService: (key) => enter(services, "services", foldKey(key), undefined),
    hideTModel: (key) => {
      const entry = tModels.get(foldKey(key));
      if (!entry) return;
      enter(tModels, "tModels", foldKey(key), { ...entry, hidden: true });
    },
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

function load<T>(snapshot: StoreSnapshot, collection: Collection): Map<string, Owned<T>> {
  const map = new Map<string, Owned<T>>();
  for (const [key, value] of snapshot.entries(`registry.${collection}`)) map.set(key, value as Owned<T>);
  return map;
}

function canonical(tModelKey: string, name: string, description: string, operator: string): TModel {
  return {
    tModelKey,
    operator,
    authorizedName: operator,
    name: { text: name },
    description: [{ text: description }],
  };
}
