import {
  canonicalKeys,
  canonicalTModels,
  tModelTypes,
  type CategoryBag,
  type KeyedReference,
} from "../../../protocols/uddi/index.ts";
import { refuse, unknownKey } from "../refusal.ts";
import type { Room } from "../room.ts";
import type { TModelRecord } from "../store/records.ts";

const keys = canonicalKeys[3];

/** Checked taxonomies whose values are tModels of a kind: the category that such a tModel must have. */
const kinds: Readonly<Record<string, readonly [taxonomy: string, value: string]>> = {
  [keys.portTypeReference]: [keys.wsdlTypes, "portType"],
  [keys.protocol]: [keys.types, "protocol"],
  [keys.transport]: [keys.types, "transport"],
};

/** Taxonomies that say `checked` and that the registry checks itself. */
const checkedHere: ReadonlySet<string> = new Set<string>([keys.types, ...Object.keys(kinds)]);

/** What kind of entry a category is put on. */
export type Bearer = "business" | "service" | "binding" | "tModel";

/** Refuses categories of unknown taxonomies, and values that a checked taxonomy does not have. */
export function checkCategories(room: Room, bearer: Bearer, bag: CategoryBag | undefined): void {
  if (!bag) return;
  const { keyedReference: references, keyedReferenceGroup: groups = [] } = bag;
  if (references.length + groups.length === 0) refuse("E_fatalError", "a categoryBag is empty");
  for (const reference of references) checkReference(room, bearer, reference);
  for (const { tModelKey, keyedReference } of groups) {
    taxonomyOf(room, tModelKey);
    for (const reference of keyedReference) checkReference(room, bearer, reference);
  }
}

/** Refuses identifiers of unknown or uncheckable systems. */
export function checkIdentifiers(
  room: Room,
  bearer: Bearer,
  bag: { readonly keyedReference: readonly KeyedReference[] } | undefined,
): void {
  for (const reference of bag?.keyedReference ?? []) checkReference(room, bearer, reference);
}

/** Refuses a reference to an unknown taxonomy or with a value that it does not have. */
export function checkReference(room: Room, bearer: Bearer | undefined, reference: KeyedReference): void {
  const { tModelKey, keyValue } = reference;
  if (!tModelKey) return;
  const taxonomy = taxonomyOf(room, tModelKey);
  if (tModelKey === keys.types) checkType(bearer, keyValue);
  const kind = kinds[tModelKey];
  if (kind) checkKind(room, taxonomy, keyValue, kind);
  if (hasType(taxonomy, "unvalidatable") || (hasType(taxonomy, "checked") && !checkedHere.has(tModelKey)))
    refuse("E_unvalidatable", `values of ${taxonomy.value.name.text} cannot be checked here`);
}

function checkType(bearer: Bearer | undefined, value: string): void {
  const { name } = canonicalTModels.types;
  if (!tModelTypes.has(value)) refuse("E_invalidValue", `${value.slice(0, 80)} is no value of ${name}`);
  if (bearer !== undefined && bearer !== "tModel")
    refuse("E_valueNotAllowed", `${name} categorises tModels, not a ${bearer}`);
}

function checkKind(
  { entries }: Room,
  taxonomy: TModelRecord,
  value: string,
  [key, wanted]: readonly [string, string],
): void {
  const referred = entries.tModels.get(value);
  const name = taxonomy.value.name.text;
  if (!referred) return refuse("E_invalidValue", `${name} has the key of a tModel that does not exist`);
  const categories = referred.value.categoryBag?.keyedReference ?? [];
  if (!categories.some((held) => held.tModelKey === key && held.keyValue === wanted))
    refuse("E_valueNotAllowed", `${name} takes a tModel that is categorised as ${wanted}`);
}

function taxonomyOf({ entries }: Room, key: string): TModelRecord {
  return entries.tModels.get(key) ?? unknownKey("tModelKey", key);
}

/** True when a tModel says of itself that it is of a type. */
export function hasType({ value }: Pick<TModelRecord, "value">, type: string): boolean {
  return (value.categoryBag?.keyedReference ?? []).some(
    ({ tModelKey, keyValue }) => tModelKey === keys.types && keyValue === type,
  );
}
