import type { RegistryLine, RegistryPage } from "../../api/index.ts";
import { optionally } from "../optionally.ts";
import { filterWords } from "../words.ts";
import type { PlacedRegistry, WorldRoles } from "../world-roles.ts";
import { isWellKnown } from "./entry-ids.ts";
import { publicationLine } from "./publication-line.ts";
import { treeRows } from "./tree-rows.ts";

/** What of the tree is wanted. */
export interface RegistryQuery {
  readonly registry?: string | undefined;
  readonly text: string;
  readonly open: readonly string[];
  readonly at?: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** The registries of a world and a page of the tree of one. */
export function registryPage(roles: WorldRoles, date: number, query: RegistryQuery): RegistryPage {
  const { text, open, at, skip, limit } = query;
  const [first] = roles.registries.values();
  const place = roles.registries.get(query.registry ?? "") ?? first;
  const { rows, matching } = place
    ? treeRows(place.view, filterWords(text), new Set(open))
    : { rows: [], matching: 0 };
  const found = at === undefined ? -1 : rows.findIndex(({ id }) => id === at);
  // the page is around the row that is looked for where that is outside
  const from =
    found >= 0 && (found < skip || found >= skip + limit) ? Math.max(0, found - (limit >> 1)) : skip;
  return {
    registries: [...roles.registries.values()].map(registryLine),
    rows: rows.slice(from, from + limit),
    skipped: Math.min(from, rows.length),
    total: rows.length,
    matching,
    publications: [...roles.dmServers.values()].map((server) => publicationLine(server, date)),
    ...optionally("registry", place?.id),
    ...optionally("at", found < 0 ? undefined : found),
    ...optionally("over", roles.over),
  };
}

function registryLine({ id, view, urls, publishers }: PlacedRegistry): RegistryLine {
  const { businesses, services, bindings } = view.counts();
  let tModels = 0;
  for (const model of view.tModels()) if (!isWellKnown(model)) tModels++;
  return {
    id,
    operator: view.operator,
    urls,
    publishers: publishers.map(({ userId }) => userId),
    behaviour: view.behaviour,
    counts: { businesses, services, bindings, tModels },
  };
}
