import type { CategoryBag, FindService, UddiVersion } from "../../../protocols/uddi/index.ts";
import { serviceInfo } from "../present.ts";
import { unknownKey } from "../refusal.ts";
import type { Answer, Room } from "../room.ts";
import type { ServiceRecord } from "../store/records.ts";
import { parentTerm } from "../store/terms.ts";
import { byNames, byReferences, narrowest, ownReach, reachOfAll, type Reach } from "./candidates.ts";
import { checkCriteria, narrowingReferences, present } from "./criteria.ts";
import { bagMatcher, nameMatcher } from "./matching.ts";
import { bindingsImplementing, parentsOf } from "./models.ts";
import { listed, sortedRecords, windowOf } from "./rows.ts";
import { searchOf, type Search } from "./search.ts";

/** find_service: by name, business, categories and the tModels that a single binding implements. */
export function findService(room: Room, version: UddiVersion, request: FindService): Answer {
  const { rows, ...list } = windowOf(matchingServices(room, version, request), request, room.limits.rows);
  const infos = rows.map(serviceInfo);
  return {
    name: "serviceList",
    value: { ...list, serviceInfos: listed(version, infos, (info) => ({ serviceInfo: info })) },
  };
}

function matchingServices(room: Room, version: UddiVersion, request: FindService): readonly ServiceRecord[] {
  checkCriteria(room.limits, request);
  const search = searchOf(version, request.findQualifiers);
  const { services } = room.entries;
  const within = request.businessKey ? servicesOf(room, request.businessKey, search) : undefined;
  const implementing = bindingsImplementing(room, request, search);
  const modelled = implementing && parentsOf(room, implementing, ({ serviceKey }) => serviceKey);
  const named = nameMatcher(request.name, search);
  const categorised = bagMatcher(request.categoryBag, search.categories, search);
  if ((!named && !categorised && !modelled && !within) || search.signed) return [];
  const narrowing = narrowest([
    within,
    modelled,
    byNames(services, request.name, search),
    byReferences(
      "category",
      narrowingReferences(request.categoryBag, search),
      search,
      servicesReach(room, search),
      services.size / 2,
    ),
  ]);
  return sortedRecords(
    services,
    narrowing,
    (record) =>
      (!within || within.has(record.key)) &&
      (!modelled || modelled.has(record.key)) &&
      (!named || named(record.value.name)) &&
      (!categorised || serviceFits(room, record, search, categorised)),
    search,
  );
}

/** Services by the categories that count: their own, those of their bindings, or both. */
export function servicesReach(room: Room, { bags }: Search): Reach {
  const { services, bindings } = room.entries;
  const inside: Reach = {
    count: (term) => bindings.having(term).size,
    keys: (term) => parentsOf(room, bindings.having(term), ({ serviceKey }) => serviceKey),
  };
  if (bags === "own" || bags === "services") return ownReach(services);
  return bags === "bindings" ? inside : reachOfAll([ownReach(services), inside]);
}

/** Keys of the services that a business offers or lists. */
function servicesOf(room: Room, businessKey: string, search: Search): ReadonlySet<string> {
  const business = room.entries.businesses.get(businessKey);
  if (!business) return unknownKey("businessKey", businessKey);
  const own = room.entries.services.having(parentTerm(businessKey));
  return search.withoutProjections || business.projections.length === 0
    ? own
    : new Set([...own, ...business.projections]);
}

/** True when the categories of a service, or of its bindings, are those that were asked for. */
export function serviceFits(
  room: Room,
  { key, value }: ServiceRecord,
  search: Search,
  fits: (bags: readonly CategoryBag[]) => boolean,
): boolean {
  if (search.bags === "own" || search.bags === "services") return fits(present(value.categoryBag));
  const bags = bindingBags(room, key);
  return search.bags === "combined"
    ? fits([...present(value.categoryBag), ...bags])
    : bags.some((bag) => fits([bag]));
}

/** Categories of the bindings of a service. */
export function bindingBags({ entries }: Room, serviceKey: string): readonly CategoryBag[] {
  const bags: CategoryBag[] = [];
  for (const key of entries.bindings.having(parentTerm(serviceKey))) {
    const bag = entries.bindings.get(key)?.value.categoryBag;
    if (bag) bags.push(bag);
  }
  return bags;
}
