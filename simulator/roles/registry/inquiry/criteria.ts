import type {
  CategoryBag,
  IdentifierBag,
  KeyedReference,
  LocalisedText,
} from "../../../protocols/uddi/index.ts";
import type { RegistryLimits } from "../limits.ts";
import { refuse } from "../refusal.ts";
import type { Search } from "./search.ts";

/** What find_ requests may hold many of. */
interface Criteria {
  readonly name?: LocalisedText | readonly LocalisedText[] | undefined;
  readonly findQualifiers?: { readonly findQualifier: readonly string[] } | undefined;
  readonly categoryBag?: CategoryBag | undefined;
  readonly identifierBag?: IdentifierBag | undefined;
  readonly tModelBag?: { readonly tModelKey: readonly string[] } | undefined;
}

/** Refuses a find_ request with more criteria than the registry compares. */
export function checkCriteria(limits: RegistryLimits, request: Criteria): void {
  const { name, findQualifiers, categoryBag, identifierBag, tModelBag } = request;
  const names = name === undefined ? [] : [name].flat();
  if (names.length > limits.names)
    refuse("E_tooManyOptions", `${names.length} names; ${limits.names} are allowed`);
  const groups = categoryBag?.keyedReferenceGroup ?? [];
  const references = groups.reduce((sum, group) => sum + group.keyedReference.length, 0);
  const counts = [
    findQualifiers?.findQualifier.length,
    (categoryBag?.keyedReference.length ?? 0) + groups.length + references,
    identifierBag?.keyedReference.length,
    tModelBag?.tModelKey.length,
  ];
  for (const count of counts)
    if (count !== undefined && count > limits.criteria)
      refuse("E_tooManyOptions", `${count} criteria of one kind; ${limits.criteria} are allowed`);
}

/** Refuses more keys than the registry reads in one request. */
export function checkKeys(limits: RegistryLimits, keys: readonly string[]): void {
  if (keys.length > limits.keys)
    refuse("E_tooManyOptions", `${keys.length} keys; ${limits.keys} are allowed`);
}

/** References by which an index can narrow a search: those that must be met, or that stand alone. */
export function narrowingReferences(
  bag: CategoryBag | undefined,
  { categories }: Search,
): readonly KeyedReference[] {
  return bag && (categories === "all" || !bag.keyedReferenceGroup?.length) ? bag.keyedReference : [];
}

/** The bags that there are. */
export function present<T>(...values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value): value is T => value !== undefined);
}
