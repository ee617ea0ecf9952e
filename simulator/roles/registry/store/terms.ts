import {
  canonicalKeys,
  type CategoryBag,
  type IdentifierBag,
  type KeyedReference,
  type LocalisedText,
} from "../../../protocols/uddi/index.ts";
import type {
  AssertionRecord,
  BindingRecord,
  BusinessRecord,
  ServiceRecord,
  TModelRecord,
} from "./records.ts";

/*
 * Terms by which records are found. They fold case, so that they narrow a search of any kind; what they find is matched
 * again by the search itself.
 */

/** Term of an entry's owner. */
export function ownerTerm(owner: string): string {
  return `owner:${owner}`;
}

/** Term of the entry that holds another: business of a service, service of a binding. */
export function parentTerm(key: string): string {
  return `parent:${key}`;
}

/** Term of a name. */
export function nameTerm(name: string): string {
  return `name:${name.toLowerCase()}`;
}

/** The taxonomy of a reference: one of version 2 that names none is a keyword. */
export function taxonomyOf({ tModelKey }: Pick<KeyedReference, "tModelKey">): string {
  return tModelKey || canonicalKeys[3].generalKeywords;
}

/** Term of a category or identifier. */
export function referenceTerm(
  kind: "category" | "identifier",
  reference: Pick<KeyedReference, "tModelKey" | "keyValue">,
): string {
  return `${kind}:${taxonomyOf(reference)} ${reference.keyValue.toLowerCase()}`;
}

/** Term of a tModel that a binding implements. */
export function modelTerm(key: string): string {
  return `model:${key}`;
}

/** Term of a service that a business lists though it is another's. */
export function projectionTerm(key: string): string {
  return `projection:${key}`;
}

/** Term of a business that an assertion is about. */
export function sideTerm(side: "fromKey" | "toKey", key: string): string {
  return `${side}:${key}`;
}

/** Term of a publisher who makes an assertion. */
export function asserterTerm(userId: string): string {
  return `by:${userId}`;
}

export function* businessTerms({ owner, value, projections }: BusinessRecord): Generator<string> {
  yield ownerTerm(owner);
  yield* nameTerms(value.name);
  yield* bagTerms(value.categoryBag, value.identifierBag);
  for (const key of projections) yield projectionTerm(key);
}

export function* serviceTerms({ owner, businessKey, value }: ServiceRecord): Generator<string> {
  yield ownerTerm(owner);
  yield parentTerm(businessKey);
  yield* nameTerms(value.name);
  yield* bagTerms(value.categoryBag);
}

export function* bindingTerms({ owner, serviceKey, value }: BindingRecord): Generator<string> {
  yield ownerTerm(owner);
  yield parentTerm(serviceKey);
  yield* bagTerms(value.categoryBag);
  for (const { tModelKey } of value.tModelInstanceDetails?.tModelInstanceInfo ?? [])
    yield modelTerm(tModelKey);
}

export function* tModelTerms({ owner, value }: TModelRecord): Generator<string> {
  yield ownerTerm(owner);
  yield nameTerm(value.name.text);
  yield* bagTerms(value.categoryBag, value.identifierBag);
}

export function* assertionTerms({ value, by }: AssertionRecord): Generator<string> {
  yield sideTerm("fromKey", value.fromKey);
  yield sideTerm("toKey", value.toKey);
  for (const userId of by) yield asserterTerm(userId);
}

function* nameTerms(names: readonly LocalisedText[]): Generator<string> {
  for (const { text } of names) yield nameTerm(text);
}

function* bagTerms(categories?: CategoryBag, identifiers?: IdentifierBag): Generator<string> {
  for (const reference of categories?.keyedReference ?? []) yield referenceTerm("category", reference);
  for (const reference of identifiers?.keyedReference ?? []) yield referenceTerm("identifier", reference);
}
