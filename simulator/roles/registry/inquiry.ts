import {
  GENERIC,
  type BusinessService,
  type FindBusiness,
  type FindService,
  type FindTModel,
  type UddiError,
  type UddiMessageInput,
  type UddiResponseName,
} from "../../protocols/uddi/index.ts";
import { foldKey, type Owned, type RegistryEntries } from "./entries.ts";
import { namesFit, referencesFit, searchOf, type Search } from "./matching.ts";

/** A response, or the error that ends the request. */
export type UddiAnswer = UddiMessageInput<UddiResponseName> | { readonly error: UddiError };

/** Rows that one list holds at most. */
const MOST_ROWS = 1000;

/** find_service: by name, category and the tModels that a single binding implements. No criterion gives an empty list. */
export function findService(entries: RegistryEntries, request: FindService, operator: string): UddiAnswer {
  const search = searchOf(request.findQualifiers);
  if ("refused" in search) return unsupported(search.refused);
  const models = request.tModelBag?.tModelKey.map(foldKey) ?? [];
  const wanted = request.categoryBag?.keyedReference ?? [];
  const all = request.name.length + models.length + wanted.length + (request.businessKey ? 1 : 0) > 0;
  const found = [...entries.services.values()].filter(
    ({ value }) =>
      all &&
      (!request.businessKey || foldKey(request.businessKey) === foldKey(value.businessKey ?? "")) &&
      namesFit(
        request.name.map((name) => name.text),
        value.name.map((name) => name.text),
        search,
      ) &&
      referencesFit(wanted, value.categoryBag?.keyedReference ?? [], search) &&
      implementsAll(value, models),
  );
  const { rows, truncated } = cut(
    sorted(found, ({ value }) => value.name[0]?.text ?? "", search),
    request.maxRows,
  );
  const serviceInfo = rows.map(({ value }) => ({
    serviceKey: value.serviceKey,
    businessKey: value.businessKey ?? "",
    name: value.name.slice(0, 1),
  }));
  return {
    name: "serviceList",
    value: { generic: GENERIC, operator, truncated, serviceInfos: { serviceInfo } },
  };
}

/** find_business: by name, identifier, category and tModels of its services. */
export function findBusiness(entries: RegistryEntries, request: FindBusiness, operator: string): UddiAnswer {
  const search = searchOf(request.findQualifiers);
  if ("refused" in search) return unsupported(search.refused);
  const models = request.tModelBag?.tModelKey.map(foldKey) ?? [];
  const categories = request.categoryBag?.keyedReference ?? [];
  const identifiers = request.identifierBag?.keyedReference ?? [];
  const all = request.name.length + models.length + categories.length + identifiers.length > 0;
  const found = [...entries.businesses.values()].filter(
    ({ value }) =>
      all &&
      namesFit(
        request.name.map((name) => name.text),
        value.name.map((name) => name.text),
        search,
      ) &&
      referencesFit(categories, value.categoryBag?.keyedReference ?? [], search) &&
      referencesFit(identifiers, value.identifierBag?.keyedReference ?? [], { ...search, anyKey: true }) &&
      (models.length === 0 ||
        servicesOf(entries, value.businessKey).some((service) => implementsAll(service, models))),
  );
  const { rows, truncated } = cut(
    sorted(found, ({ value }) => value.name[0]?.text ?? "", search),
    request.maxRows,
  );
  const businessInfo = rows.map(({ value }) => ({
    businessKey: value.businessKey,
    name: value.name,
    description: value.description,
    serviceInfos: {
      serviceInfo: servicesOf(entries, value.businessKey).map((service) => ({
        serviceKey: service.serviceKey,
        businessKey: value.businessKey,
        name: service.name.slice(0, 1),
      })),
    },
  }));
  return {
    name: "businessList",
    value: { generic: GENERIC, operator, truncated, businessInfos: { businessInfo } },
  };
}

/** find_tModel: by name, identifier and category; hidden ones are not found. */
export function findTModel(entries: RegistryEntries, request: FindTModel, operator: string): UddiAnswer {
  const search = searchOf(request.findQualifiers);
  if ("refused" in search) return unsupported(search.refused);
  const categories = request.categoryBag?.keyedReference ?? [];
  const identifiers = request.identifierBag?.keyedReference ?? [];
  const names = request.name ? [request.name.text] : [];
  const all = names.length + categories.length + identifiers.length > 0;
  const found = [...entries.tModels.values()].filter(
    ({ value, hidden }) =>
      all &&
      !hidden &&
      namesFit(names, [value.name.text], search) &&
      referencesFit(categories, value.categoryBag?.keyedReference ?? [], search) &&
      referencesFit(identifiers, value.identifierBag?.keyedReference ?? [], { ...search, anyKey: true }),
  );
  const { rows, truncated } = cut(
    sorted(found, ({ value }) => value.name.text, search),
    request.maxRows,
  );
  const tModelInfo = rows.map(({ value }) => ({ tModelKey: value.tModelKey, name: value.name }));
  return {
    name: "tModelList",
    value: { generic: GENERIC, operator, truncated, tModelInfos: { tModelInfo } },
  };
}

/** Services of a business, in the order of publication. */
export function servicesOf(entries: RegistryEntries, businessKey: string): readonly BusinessService[] {
  const key = foldKey(businessKey);
  return [...entries.services.values()]
    .map(({ value }) => value)
    .filter((service) => foldKey(service.businessKey ?? "") === key);
}

function implementsAll(service: BusinessService, models: readonly string[]): boolean {
  if (models.length === 0) return true;
  return (service.bindingTemplates?.bindingTemplate ?? []).some((binding) => {
    const held = binding.tModelInstanceDetails.tModelInstanceInfo.map((info) => foldKey(info.tModelKey));
    return models.every((model) => held.includes(model));
  });
}

function sorted<T>(
  entries: readonly Owned<T>[],
  nameOf: (entry: Owned<T>) => string,
  search: Search,
): readonly Owned<T>[] {
  const sign = search.descending ? -1 : 1;
  return entries.toSorted((a, b) => {
    const left = nameOf(a);
    const right = nameOf(b);
    return left < right ? -sign : left > right ? sign : a.order - b.order;
  });
}

function cut<T>(
  rows: readonly T[],
  maxRows: number | undefined,
): { readonly rows: readonly T[]; readonly truncated: true | undefined } {
  const most = maxRows !== undefined && maxRows > 0 ? Math.min(maxRows, MOST_ROWS) : MOST_ROWS;
  return rows.length > most ? { rows: rows.slice(0, most), truncated: true } : { rows, truncated: undefined };
}

function unsupported(text: string): UddiAnswer {
  return { error: { code: "E_unsupported", text } };
}
