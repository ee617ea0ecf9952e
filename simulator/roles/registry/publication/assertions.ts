import { completionStates, type PublisherAssertion } from "../../../protocols/uddi/index.ts";
import { refuse, refuseKey, unknownKey } from "../refusal.ts";
import type { Answer, Publishing } from "../room.ts";
import type { AssertionRecord } from "../store/records.ts";
import { asserterTerm, ownerTerm, sideTerm } from "../store/terms.ts";
import { completionOf, type CompletionState } from "./completion.ts";
import { checkShape } from "./entry-checks.ts";
import { checkReference } from "./references.ts";

/** add_publisherAssertions: adds to what the publisher asserts; what it asserts already stays as it is. */
export function addAssertions(on: Publishing, assertions: readonly PublisherAssertion[]): void {
  for (const assertion of assertions) assert(on, assertion);
}

/** set_publisherAssertions: replaces all that the publisher asserts. */
export function setAssertions(on: Publishing, assertions: readonly PublisherAssertion[]): void {
  const kept = new Set(assertions.map((assertion) => assert(on, assertion)));
  for (const key of on.entries.assertions.having(asserterTerm(on.userId)))
    if (!kept.has(key)) takeBack(on, key);
}

/** delete_publisherAssertions: refuses what the publisher does not assert. */
export function deleteAssertions(on: Publishing, assertions: readonly PublisherAssertion[]): void {
  for (const assertion of assertions) {
    const key = keyOf(assertion);
    if (!on.entries.assertions.get(key)?.by.includes(on.userId))
      refuse("E_assertionNotFound", "the publisher makes no such assertion");
    takeBack(on, key);
  }
}

/** What the publisher asserts, in the order of saving. */
export function ownAssertions({ entries, userId }: Publishing): readonly PublisherAssertion[] {
  return [...entries.assertions.having(asserterTerm(userId))]
    .flatMap((key) => entries.assertions.get(key) ?? [])
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

/** get_assertionStatusReport: states of all assertions about businesses of the publisher. */
export function assertionStatusReport(on: Publishing, wanted: string | undefined): Answer {
  if (wanted !== undefined && !completionStates.some((state) => state === wanted))
    refuse("E_invalidCompletionStatus", `${wanted.slice(0, 80)} is no state of an assertion`);
  const { businesses, assertions } = on.entries;
  const found = new Map<string, AssertionRecord>();
  for (const business of businesses.having(ownerTerm(on.userId)))
    for (const side of ["fromKey", "toKey"] as const)
      for (const key of assertions.having(sideTerm(side, business))) {
        const record = assertions.get(key);
        if (record) found.set(key, record);
      }
  const items = [...found.values()]
    .sort((a, b) => a.order - b.order)
    .flatMap((record) => {
      const completionStatus: CompletionState = completionOf(on.entries, record);
      if (wanted !== undefined && wanted !== completionStatus) return [];
      const { fromKey, toKey, keyedReference } = record.value;
      const isOwn = (key: string): boolean => businesses.get(key)?.owner === on.userId;
      const keysOwned = {
        fromKey: isOwn(fromKey) ? fromKey : undefined,
        toKey: isOwn(toKey) ? toKey : undefined,
      };
      return [{ completionStatus, fromKey, toKey, keyedReference, keysOwned }];
    });
  return { name: "assertionStatusReport", value: { assertionStatusItem: items } };
}

/** Makes one assertion and gives its key. */
function assert(on: Publishing, assertion: PublisherAssertion): string {
  const { entries, userId, limits } = on;
  checkShape(on.version, assertion);
  const { fromKey, toKey, keyedReference } = assertion;
  const owners = [fromKey, toKey].map(
    (key) => (entries.businesses.get(key) ?? unknownKey("businessKey", key)).owner,
  );
  if (!owners.includes(userId))
    refuseKey("E_userMismatch", "businessKey", fromKey, "neither business belongs to the publisher");
  if (!keyedReference.tModelKey)
    refuse("E_invalidKeyPassed", "an assertion needs the tModel of its relationship");
  checkReference(on, undefined, keyedReference);
  const key = keyOf(assertion);
  const known = entries.assertions.get(key);
  if (known?.by.includes(userId)) return key;
  if (entries.assertions.having(asserterTerm(userId)).size >= limits.assertions)
    refuse("E_accountLimitExceeded", `a publisher may make ${limits.assertions} assertions`);
  entries.assertions.put({
    key,
    owner: known?.owner ?? userId,
    order: known?.order ?? entries.nextOrder(),
    created: known?.created ?? on.date,
    modified: on.date,
    value: { fromKey, toKey, keyedReference },
    by: [...(known?.by ?? []), userId],
  });
  return key;
}

function takeBack({ entries, userId, date }: Publishing, key: string): void {
  const record = entries.assertions.get(key);
  if (!record) return;
  const by = record.by.filter((other) => other !== userId);
  if (by.length === 0) entries.assertions.remove(key);
  else entries.assertions.put({ ...record, by, modified: date });
}

/** An assertion is its four parts; the keyName counts as well. */
function keyOf({ fromKey, toKey, keyedReference }: PublisherAssertion): string {
  const { tModelKey = "", keyName = "", keyValue } = keyedReference;
  return JSON.stringify([fromKey, toKey, tModelKey, keyName, keyValue]);
}
