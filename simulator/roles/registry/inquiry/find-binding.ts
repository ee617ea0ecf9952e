import type { FindBinding, UddiVersion } from "../../../protocols/uddi/index.ts";
import { bindingTemplate } from "../present.ts";
import { unknownKey } from "../refusal.ts";
import type { Answer, Room } from "../room.ts";
import type { BindingRecord } from "../store/records.ts";
import { parentTerm } from "../store/terms.ts";
import { byReferences, narrowest, ownReach } from "./candidates.ts";
import { checkCriteria, narrowingReferences, present } from "./criteria.ts";
import { bagMatcher } from "./matching.ts";
import { bindingsImplementing } from "./models.ts";
import { sortedRecords, windowOf } from "./rows.ts";
import { searchOf } from "./search.ts";

/** find_binding: bindings of a service, or of all, by the tModels that they implement and by categories. */
export function findBinding(room: Room, version: UddiVersion, request: FindBinding): Answer {
  const { rows, ...list } = windowOf(matchingBindings(room, version, request), request, room.limits.rows);
  return {
    name: "bindingDetail",
    value: { ...list, bindingTemplate: rows.map((record) => bindingTemplate(version, record)) },
  };
}

function matchingBindings(room: Room, version: UddiVersion, request: FindBinding): readonly BindingRecord[] {
  checkCriteria(room.limits, request);
  const search = searchOf(version, request.findQualifiers);
  const { bindings, services } = room.entries;
  const { serviceKey } = request;
  if (serviceKey && !services.get(serviceKey)) unknownKey("serviceKey", serviceKey);
  const within = serviceKey ? bindings.having(parentTerm(serviceKey)) : undefined;
  const implementing = bindingsImplementing(room, request, search);
  const categorised = bagMatcher(request.categoryBag, search.categories, search);
  if ((!within && !implementing && !categorised) || search.signed) return [];
  const narrowing = narrowest([
    within,
    implementing,
    byReferences(
      "category",
      narrowingReferences(request.categoryBag, search),
      search,
      ownReach(bindings),
      bindings.size / 2,
    ),
  ]);
  // bindings have no names: they are sorted by date, the oldest first unless asked otherwise
  return sortedRecords(
    bindings,
    narrowing,
    ({ key, value }) =>
      (!within || within.has(key)) &&
      (!implementing || implementing.has(key)) &&
      (!categorised || categorised(present(value.categoryBag))),
    { ...search, sorting: { ...search.sorting, order: "date", descending: search.sorting.latestFirst } },
  );
}
