import { listed } from "../inquiry/rows.ts";
import { businessInfo } from "../present.ts";
import type { Answer, Publishing } from "../room.ts";
import type { Stamp } from "../store/records.ts";
import type { Table } from "../store/table.ts";
import { ownerTerm } from "../store/terms.ts";

/** get_registeredInfo: all of the publisher's, or only what is visible or hidden (version 3); only tModels are hidden. */
export function registeredInfo(on: Publishing, selection: "all" | "hidden" | "visible" = "all"): Answer {
  const { entries, userId, version } = on;
  const businesses = selection === "hidden" ? [] : ownedBy(entries.businesses, userId);
  const models = ownedBy(entries.tModels, userId).filter(
    ({ hidden }) => selection === "all" || hidden === (selection === "hidden"),
  );
  const infos = businesses.map((record) => businessInfo(on, version, record));
  const modelInfos = models.map(({ key, value }) => ({
    tModelKey: key,
    name: value.name,
    description: value.description,
  }));
  return {
    name: "registeredInfo",
    value: {
      businessInfos: listed(version, infos, (info) => ({ businessInfo: info })),
      tModelInfos: listed(version, modelInfos, (tModelInfo) => ({ tModelInfo })),
    },
  };
}

function ownedBy<R extends Stamp>(table: Table<R>, userId: string): readonly R[] {
  return [...table.having(ownerTerm(userId))]
    .flatMap((key) => table.get(key) ?? [])
    .sort((a, b) => a.order - b.order);
}
