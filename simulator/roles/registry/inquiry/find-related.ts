import type {
  FindRelatedBusinesses,
  PublisherAssertion,
  UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { refuse, unknownKey } from "../refusal.ts";
import type { Answer, Room } from "../room.ts";
import { completionOf } from "../publication/completion.ts";
import type { BusinessRecord } from "../store/records.ts";
import { sideTerm } from "../store/terms.ts";
import { bagMatcher } from "./matching.ts";
import { listed, windowOf } from "./rows.ts";
import { searchOf } from "./search.ts";

/** A business and the complete assertions that relate it to the one in question, by the side which that one is on. */
interface Related {
  readonly record: BusinessRecord;
  readonly fromKey: readonly PublisherAssertion[];
  readonly toKey: readonly PublisherAssertion[];
}

/** find_relatedBusinesses: businesses that stand in a relationship which the owners of both have asserted. */
export function findRelatedBusinesses(
  room: Room,
  version: UddiVersion,
  request: FindRelatedBusinesses,
): Answer {
  const { rows, ...list } = windowOf(relatedTo(room, version, request), request, room.limits.rows);
  const infos = rows.map(({ record, fromKey, toKey }) => {
    const shared = (["fromKey", "toKey"] as const).flatMap((direction) => {
      const assertions = direction === "fromKey" ? fromKey : toKey;
      const [first, ...rest] = assertions.map(({ keyedReference }) => keyedReference);
      if (!first) return [];
      return [{ direction, keyedReference: [first, ...rest] as const, publisherAssertion: assertions }];
    });
    return {
      businessKey: record.key,
      name: record.value.name,
      description: record.value.description,
      sharedRelationships: shared,
    };
  });
  const focus = focusOf(request).key;
  return {
    name: "relatedBusinessesList",
    value: {
      ...list,
      businessKey: focus,
      relatedBusinessInfos: listed(version, infos, (info) => ({ relatedBusinessInfo: info })),
    },
  };
}

/** The business in question, and the sides of assertions on which it may be. */
function focusOf({ businessKey, fromKey, toKey }: FindRelatedBusinesses): {
  readonly key: string;
  readonly sides: readonly ("fromKey" | "toKey")[];
} {
  const given = [businessKey, fromKey, toKey].filter((key) => key !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1)
    return refuse("E_fatalError", "exactly one of businessKey, fromKey and toKey must be given");
  if (fromKey !== undefined) return { key, sides: ["fromKey"] };
  return { key, sides: toKey === undefined ? ["fromKey", "toKey"] : ["toKey"] };
}

/** Related businesses, sorted as asked. */
export function relatedTo(
  room: Room,
  version: UddiVersion,
  request: FindRelatedBusinesses,
): readonly Related[] {
  const { businesses, assertions } = room.entries;
  const search = searchOf(version, request.findQualifiers);
  const { key: focus, sides } = focusOf(request);
  if (!businesses.get(focus)) unknownKey("businessKey", focus);
  const fits =
    request.keyedReference && bagMatcher({ keyedReference: [request.keyedReference] }, "all", search);
  const found = new Map<
    string,
    { readonly record: BusinessRecord } & Record<"fromKey" | "toKey", PublisherAssertion[]>
  >();
  for (const side of sides)
    for (const key of assertions.having(sideTerm(side, focus))) {
      const assertion = assertions.get(key);
      if (!assertion || completionOf(room.entries, assertion) !== "status:complete") continue;
      const { value } = assertion;
      if (fits && !fits([{ keyedReference: [value.keyedReference] }])) continue;
      const record = businesses.get(side === "fromKey" ? value.toKey : value.fromKey);
      if (!record) continue;
      const related = found.get(record.key) ?? { record, fromKey: [], toKey: [] };
      related[side].push(value);
      found.set(record.key, related);
    }
  const compare = businesses.comparator(search.sorting);
  return [...found.values()].sort((left, right) => compare(left.record, right.record));
}
