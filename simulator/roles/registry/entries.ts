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
  /** Writes since the last call, for one commit. */
  takeWrites(): readonly StoreWrite[];
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

  const put = <T>(
    map: Map<string, Owned<T>>,
    collection: Collection,
    key: string,
    value: T,
    owner: string,
  ): void => {
    const known = map.get(foldKey(key));
    const entry: Owned<T> = { owner, order: known?.order ?? ++order, hidden: false, value };
    map.set(foldKey(key), entry);
    writes.push({ collection: `registry.${collection}`, key: foldKey(key), value: entry });
  };

  for (const { key, name, description } of canonicalTModels)
    if (!tModels.has(foldKey(key)))
      put(tModels, "tModels", key, canonical(key, name, description, operator), operator);

  return {
    businesses,
    services,
    tModels,
    putBusiness: (value, owner) => put(businesses, "businesses", value.businessKey, value, owner),
    putService: (value, owner) => put(services, "services", value.serviceKey, value, owner),
    putTModel: (value, owner) => put(tModels, "tModels", value.tModelKey, value, owner),
    removeService: (key) => {
      services.delete(foldKey(key));
      writes.push({ collection: "registry.services", key: foldKey(key) });
    },
    hideTModel: (key) => {
      const entry = tModels.get(foldKey(key));
      if (!entry) return;
      tModels.set(foldKey(key), { ...entry, hidden: true });
      writes.push({ collection: "registry.tModels", key: foldKey(key), value: { ...entry, hidden: true } });
    },
    takeWrites: () => {
      const taken = writes;
      writes = [];
      return taken;
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
