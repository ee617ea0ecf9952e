import type { FindTModel, UddiVersion } from "../../../protocols/uddi/index.ts";
import type { Answer, Room } from "../room.ts";
import type { TModelRecord } from "../store/records.ts";
import { byNames, byReferences, narrowest, ownReach } from "./candidates.ts";
import { checkCriteria, narrowingReferences, present } from "./criteria.ts";
import { asBag, bagMatcher, nameMatcher } from "./matching.ts";
import { listed, sortedRecords, windowOf } from "./rows.ts";
import { searchOf } from "./search.ts";

/** find_tModel: by name, identifiers and categories; hidden ones are not found. */
export function findTModel(room: Room, version: UddiVersion, request: FindTModel): Answer {
  const { rows, ...list } = windowOf(matchingTModels(room, version, request), request, room.limits.rows);
  const infos = rows.map(({ key, value }) => ({
    tModelKey: key,
    name: value.name,
    description: value.description,
  }));
  return {
    name: "tModelList",
    value: { ...list, tModelInfos: listed(version, infos, (tModelInfo) => ({ tModelInfo })) },
  };
}

/** All tModels that a request asks for, sorted. */
export function matchingTModels(
  room: Room,
  version: UddiVersion,
  request: FindTModel,
): readonly TModelRecord[] {
  checkCriteria(room.limits, request);
  const search = searchOf(version, request.findQualifiers);
  const { tModels } = room.entries;
  const names = request.name ? [request.name] : [];
  const named = nameMatcher(names, search);
  const categorised = bagMatcher(request.categoryBag, search.categories, search);
  const identified = bagMatcher(asBag(request.identifierBag), search.identifiers, search);
  if ((!named && !categorised && !identified) || search.signed) return [];
  const own = ownReach(tModels);
  const narrowing = narrowest([
    byNames(tModels, names, search),
    byReferences("category", narrowingReferences(request.categoryBag, search), search, own, tModels.size / 2),
    byReferences("identifier", request.identifierBag?.keyedReference ?? [], search, own, tModels.size / 2),
  ]);
  return sortedRecords(
    tModels,
    narrowing,
    ({ hidden, value }) =>
      !hidden &&
      (!named || named([value.name])) &&
      (!categorised || categorised(present(value.categoryBag))) &&
      (!identified || identified(present(asBag(value.identifierBag)))),
    search,
  );
}
