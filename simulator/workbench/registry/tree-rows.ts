import type { RegistryRow } from "../../api/index.ts";
import type {
  BindingRecord,
  BusinessRecord,
  RegistryView,
  ServiceRecord,
  TModelRecord,
} from "../../roles/registry/index.ts";
import { optionally } from "../optionally.ts";
import { hasWords } from "../words.ts";
import { bindingName, entryId, isWellKnown } from "./entry-ids.ts";

/** Ids of the groups of the tree. */
export const MODELS = "tModels";
export const WELL_KNOWN = "well-known";

/** A row before it is known where in the list it stands. */
type Drawn = Omit<RegistryRow, "position" | "siblings" | "parent">;

interface Branch {
  readonly row: Drawn;
  /** Its children, made when they are needed. */
  readonly inside: (() => readonly Branch[]) | undefined;
}

/** The tree of a registry as a flat list. */
export interface TreeRows {
  readonly rows: readonly RegistryRow[];
  /** Entries that fit the words. */
  readonly matching: number;
}

/** Draws the tree: what is open, or with words what fits them and what holds it. */
export function treeRows(view: RegistryView, words: readonly string[], open: ReadonlySet<string>): TreeRows {
  const filter = words.length === 0 ? undefined : createFilter(view, words);
  const roots = [
    ...view.businesses().flatMap((business) => businessBranch(view, business, filter)),
    ...modelBranches(view, filter),
  ];
  const rows: RegistryRow[] = [];
  const put = (branches: readonly Branch[], parent: number | undefined): void => {
    branches.forEach(({ row, inside }, index) => {
      const isOpen = inside && (filter ? true : open.has(row.id));
      const at = rows.length;
      rows.push({
        ...row,
        position: index + 1,
        siblings: branches.length,
        ...optionally("open", inside ? isOpen : undefined),
        ...optionally("parent", parent),
      });
      if (inside && isOpen) put(inside(), at);
    });
  };
  put(roots, undefined);
  return { rows, matching: filter?.matching ?? 0 };
}

interface Filter {
  matching: number;
  fits(record: BusinessRecord | ServiceRecord | BindingRecord | TModelRecord): boolean;
}

/** Texts in which is looked, by record: records never change. */
const texts = new WeakMap<object, string>();

function createFilter(view: RegistryView, words: readonly string[]): Filter {
  const filter: Filter = {
    matching: 0,
    fits: (record) => {
      let text = texts.get(record);
      if (text === undefined) texts.set(record, (text = textOf(view, record)));
      const fits = hasWords(text, words);
      if (fits) filter.matching++;
      return fits;
    },
  };
  return filter;
}

function textOf(view: RegistryView, record: Parameters<Filter["fits"]>[0]): string {
  const { key, value } = record;
  const named = "name" in value ? [value.name].flat().map(({ text }) => text) : [];
  const uuid = key.startsWith("uddi:uddi.org:") ? view.keyIn(2, "tModelKey", key) : "";
  const bags = [
    ...(value.categoryBag?.keyedReference ?? []),
    ...("identifierBag" in value ? (value.identifierBag?.keyedReference ?? []) : []),
  ].flatMap(({ keyName = "", keyValue, tModelKey = "" }) => [
    keyName,
    keyValue,
    view.tModel(tModelKey)?.value.name.text ?? "",
  ]);
  const places = "accessPoint" in value ? [value.accessPoint?.text ?? ""] : [];
  const about = value.description.map(({ text }) => text);
  return [...named, key, uuid, ...places, ...about, ...bags].join(" ").toLowerCase();
}

function businessBranch(view: RegistryView, business: BusinessRecord, filter: Filter | undefined): Branch[] {
  const fits = filter?.fits(business) ?? true;
  const services = view.servicesOf(business.key);
  const make = (): Branch[] => services.flatMap((service) => serviceBranch(view, business, service, filter));
  const inside = filter && make();
  if (!fits && inside?.length === 0) return [];
  return [
    {
      row: {
        id: entryId("business", business.key),
        kind: "business",
        name: business.value.name[0]?.text ?? business.key,
        about: "business",
        depth: 0,
      },
      inside: branchesOf(services.length, inside, make),
    },
  ];
}

function serviceBranch(
  view: RegistryView,
  { key: businessKey }: BusinessRecord,
  service: ServiceRecord,
  filter: Filter | undefined,
): Branch[] {
  const fits = filter?.fits(service) ?? true;
  // the filter finds a service where it belongs
  const isProjected = service.businessKey !== businessKey;
  const bindings = isProjected ? [] : view.bindingsOf(service.key);
  const make = (): Branch[] => bindings.flatMap((binding) => bindingBranch(binding, filter));
  const inside = filter && make();
  if (!fits && inside?.length === 0) return [];
  return [
    {
      row: {
        id: isProjected ? `listed:${businessKey} ${service.key}` : entryId("service", service.key),
        kind: "service",
        name: service.value.name[0]?.text ?? service.key,
        about: isProjected ? "listed, of another business" : "service",
        depth: 1,
        ...optionally("mark", isProjected ? ("projected" as const) : undefined),
      },
      inside: branchesOf(bindings.length, inside, make),
    },
  ];
}

function bindingBranch(binding: BindingRecord, filter: Filter | undefined): Branch[] {
  if (filter && !filter.fits(binding)) return [];
  const row: Drawn = {
    id: entryId("binding", binding.key),
    kind: "binding",
    name: bindingName(binding),
    about: "binding",
    depth: 2,
  };
  return [{ row, inside: undefined }];
}

function modelBranches(view: RegistryView, filter: Filter | undefined): Branch[] {
  const own: TModelRecord[] = [];
  const wellKnown: TModelRecord[] = [];
  for (const model of view.tModels())
    if (!filter || filter.fits(model)) (isWellKnown(model) ? wellKnown : own).push(model);
  const group = (id: string, name: string, models: readonly TModelRecord[]): Branch[] =>
    models.length === 0
      ? []
      : [
          {
            row: { id, kind: "group", name, about: String(models.length), depth: 0 },
            inside: () => models.map(modelBranch),
          },
        ];
  return [...group(MODELS, "tModels", own), ...group(WELL_KNOWN, "Well-known tModels", wellKnown)];
}

function modelBranch({ key, hidden, value }: TModelRecord): Branch {
  return {
    row: {
      id: entryId("tModel", key),
      kind: "tModel",
      name: value.name.text,
      about: hidden ? "tModel, hidden" : "tModel",
      depth: 1,
      ...optionally("mark", hidden ? ("hidden" as const) : undefined),
    },
    inside: undefined,
  };
}

/** What is inside: with a filter only what fits it. */
function branchesOf(
  count: number,
  filtered: readonly Branch[] | undefined,
  make: () => readonly Branch[],
): Branch["inside"] {
  if (filtered) return filtered.length === 0 ? undefined : () => filtered;
  return count === 0 ? undefined : make;
}
