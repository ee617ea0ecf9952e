/** How much the registry takes from one request and holds for one publisher. */
export interface RegistryLimits {
  /** Rows of one list; what is past them is truncated. */
  readonly rows: number;
  /** Keys in one get_ or delete_ request. */
  readonly keys: number;
  /** Names in one find_ request. */
  readonly names: number;
  /** References, tModels or qualifiers in one find_ request. */
  readonly criteria: number;
  /** Entries in one save_ request, those inside others included. */
  readonly savedAtOnce: number;
  /** Members of one list inside an entry: categories, descriptions, addresses. */
  readonly members: number;
  /** Businesses, services, bindings, tModels and assertions of one publisher. */
  readonly businesses: number;
  readonly services: number;
  readonly bindings: number;
  readonly tModels: number;
  readonly assertions: number;
}

export const defaultRegistryLimits: RegistryLimits = {
  rows: 1000,
  keys: 1000,
  names: 5,
  criteria: 100,
  savedAtOnce: 1000,
  members: 1000,
  businesses: 10_000,
  services: 50_000,
  bindings: 100_000,
  tModels: 50_000,
  assertions: 50_000,
};
