import type { CategoryBag, DiscoveryUrls, FindBusiness, UddiVersion } from "../../../protocols/uddi/index.ts";
import { businessInfo, servicesListed } from "../present.ts";
import type { Answer, Room } from "../room.ts";
import type { BusinessRecord } from "../store/records.ts";
import { projectionTerm } from "../store/terms.ts";
import { byNames, byReferences, narrowest, ownReach, reachOfAll, type Reach } from "./candidates.ts";
import { checkCriteria, narrowingReferences, present } from "./criteria.ts";
import { relatedTo } from "./find-related.ts";
import { bindingBags, serviceFits, servicesReach } from "./find-service.ts";
import { asBag, bagMatcher, nameMatcher } from "./matching.ts";
import { bindingsImplementing, parentsOf } from "./models.ts";
import { listed, sortedRecords, windowOf } from "./rows.ts";
import { searchOf, type Search } from "./search.ts";

/** find_business: by name, identifiers, categories, tModels of its bindings, discovery addresses and relationships. */
export function findBusiness(room: Room, version: UddiVersion, request: FindBusiness): Answer {
  const { rows, ...list } = windowOf(matchingBusinesses(room, version, request), request, room.limits.rows);
  const infos = rows.map((record) => businessInfo(room, version, record));
  return {
    name: "businessList",
    value: { ...list, businessInfos: listed(version, infos, (info) => ({ businessInfo: info })) },
  };
}

function matchingBusinesses(
  room: Room,
  version: UddiVersion,
  request: FindBusiness,
): readonly BusinessRecord[] {
  checkCriteria(room.limits, request);
  const search = searchOf(version, request.findQualifiers);
  const { businesses, services } = room.entries;
  const implementing = bindingsImplementing(room, request, search);
  const modelled =
    implementing && parentsOf(room, implementing, ({ serviceKey }) => services.get(serviceKey)?.businessKey);
  const related =
    request.find_relatedBusinesses &&
    new Set(relatedTo(room, version, request.find_relatedBusinesses).map(({ record }) => record.key));
  const named = nameMatcher(request.name, search);
  const categorised = bagMatcher(request.categoryBag, search.categories, search);
  const identified = bagMatcher(asBag(request.identifierBag), search.identifiers, search);
  const { discoveryURLs } = request;
  const narrowed = named ?? categorised ?? identified ?? modelled ?? related ?? discoveryURLs;
  if (narrowed === undefined || search.signed) return [];
  const narrowing = narrowest([
    modelled,
    related,
    byNames(businesses, request.name, search),
    byReferences(
      "category",
      narrowingReferences(request.categoryBag, search),
      search,
      businessesReach(room, search),
      services.size,
    ),
    byReferences(
      "identifier",
      request.identifierBag?.keyedReference ?? [],
      search,
      ownReach(businesses),
      businesses.size / 2,
    ),
  ]);
  return sortedRecords(
    businesses,
    narrowing,
    (record) =>
      (!modelled || modelled.has(record.key)) &&
      (!related || related.has(record.key)) &&
      (!named || named(record.value.name)) &&
      (!categorised || businessFits(room, record, search, categorised)) &&
      (!identified || identified(present(asBag(record.value.identifierBag)))) &&
      (!discoveryURLs || hasAddress(record, discoveryURLs, search)),
    search,
  );
}

/** Businesses by the categories that count: their own, those of the services that they list, or both. */
function businessesReach(room: Room, search: Search): Reach {
  const { businesses, services } = room.entries;
  if (search.bags === "own") return ownReach(businesses);
  const listed = servicesReach(room, search);
  const inside: Reach = {
    count: (term) => listed.count(term),
    keys: (term) => {
      const found = new Set<string>();
      for (const key of listed.keys(term)) {
        const service = services.get(key);
        if (service) found.add(service.businessKey);
        for (const business of businesses.having(projectionTerm(key))) found.add(business);
      }
      return found;
    },
  };
  return search.bags === "combined" ? reachOfAll([ownReach(businesses), inside]) : inside;
}

function businessFits(
  room: Room,
  record: BusinessRecord,
  search: Search,
  fits: (bags: readonly CategoryBag[]) => boolean,
): boolean {
  const own = present(record.value.categoryBag);
  if (search.bags === "own") return fits(own);
  const listedServices = servicesListed(room, record, search.withoutProjections);
  if (search.bags !== "combined")
    return listedServices.some((service) => serviceFits(room, service, search, fits));
  const inside = listedServices.flatMap(({ key, value }) => [
    ...present(value.categoryBag),
    ...bindingBags(room, key),
  ]);
  return fits([...own, ...inside]);
}

/** Any one address is enough; a use is compared where it is given. */
function hasAddress({ value }: BusinessRecord, wanted: DiscoveryUrls, { fold }: Search): boolean {
  const held = value.discoveryURLs?.discoveryURL ?? [];
  return wanted.discoveryURL.some(({ text, useType }) =>
    held.some((url) => fold(url.text) === fold(text) && (!useType || useType === (url.useType ?? ""))),
  );
}
