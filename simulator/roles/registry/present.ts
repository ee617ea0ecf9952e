import {
  canonicalKeys,
  urlType,
  type BindingTemplate,
  type BusinessEntity,
  type BusinessInfo,
  type BusinessService,
  type CategoryBag,
  type OverviewDoc,
  type ServiceInfo,
  type TModel,
  type UddiVersion,
} from "../../protocols/uddi/index.ts";
import type { Room } from "./room.ts";
import type { BindingRecord, BusinessRecord, ServiceRecord, Stamp, TModelRecord } from "./store/records.ts";
import { parentTerm } from "./store/terms.ts";

/*
 * Entries as a version shows them: whole, with their children, and without what the version has no place for. An entry
 * that was saved in one version can be read in the other.
 */

/** A business with its services. */
export function businessEntity(room: Room, version: UddiVersion, record: BusinessRecord): BusinessEntity {
  const { value } = record;
  const services = servicesListed(room, record, false).map((service) =>
    businessService(room, version, service),
  );
  return {
    ...value,
    operator: room.operator,
    authorizedName: record.owner,
    contacts: value.contacts && {
      contact: value.contacts.contact.map((contact) => ({
        ...contact,
        personName: version === 2 ? contact.personName.slice(0, 1) : contact.personName,
        address:
          version === 2
            ? contact.address
            : contact.address.filter(({ addressLine }) => addressLine.length > 0),
      })),
    },
    businessServices: services.length > 0 ? { businessService: services } : undefined,
    categoryBag: categories(version, value.categoryBag),
    identifierBag: value.identifierBag && identifiers(version, value.identifierBag),
  };
}

/** A service with its bindings. */
export function businessService(room: Room, version: UddiVersion, record: ServiceRecord): BusinessService {
  const bindings = bindingsOf(room, record.key).map((binding) => bindingTemplate(version, binding));
  return {
    ...record.value,
    bindingTemplates: bindings.length > 0 || version === 2 ? { bindingTemplate: bindings } : undefined,
    categoryBag: categories(version, record.value.categoryBag),
  };
}

/** A binding. */
export function bindingTemplate(version: UddiVersion, { value }: BindingRecord): BindingTemplate {
  const infos = (value.tModelInstanceDetails?.tModelInstanceInfo ?? []).map((info) => {
    const details = info.instanceDetails;
    if (!details) return info;
    const overviewDoc = documents(version, details.overviewDoc);
    const isEmpty = overviewDoc.length === 0 && details.instanceParms === undefined;
    return { ...info, instanceDetails: isEmpty && version === 3 ? undefined : { ...details, overviewDoc } };
  });
  return {
    ...value,
    accessPoint: value.accessPoint && accessPoint(version, value.accessPoint),
    tModelInstanceDetails: infos.length > 0 || version === 2 ? { tModelInstanceInfo: infos } : undefined,
    categoryBag: categories(version, value.categoryBag),
  };
}

/** A technical model. */
export function tModel(room: Room, version: UddiVersion, { hidden, owner, value }: TModelRecord): TModel {
  return {
    ...value,
    operator: room.operator,
    authorizedName: owner,
    deleted: hidden ? true : undefined,
    overviewDoc: documents(version, value.overviewDoc),
    categoryBag: categories(version, value.categoryBag),
    identifierBag: value.identifierBag && identifiers(version, value.identifierBag),
  };
}

/** A service in a list. */
export function serviceInfo({ key, businessKey, value }: ServiceRecord): ServiceInfo {
  return { serviceKey: key, businessKey, name: value.name };
}

/** A business in a list. */
export function businessInfo(room: Room, version: UddiVersion, record: BusinessRecord): BusinessInfo {
  const infos = servicesListed(room, record, false).map(serviceInfo);
  return {
    businessKey: record.key,
    name: record.value.name,
    description: record.value.description,
    serviceInfos: infos.length > 0 || version === 2 ? { serviceInfo: infos } : undefined,
  };
}

/** Services of a business in the order of saving, then those of others that it lists and that still exist. */
export function servicesListed(
  { entries }: Room,
  { key, projections }: BusinessRecord,
  withoutProjections: boolean,
): readonly ServiceRecord[] {
  const own = inOrder(entries.services.having(parentTerm(key)), (service) => entries.services.get(service));
  if (withoutProjections) return own;
  const others = projections.flatMap((service) => entries.services.get(service) ?? []);
  return [...own, ...others];
}

/** Bindings of a service in the order of saving. */
export function bindingsOf({ entries }: Room, serviceKey: string): readonly BindingRecord[] {
  return inOrder(entries.bindings.having(parentTerm(serviceKey)), (key) => entries.bindings.get(key));
}

/** All that an entry holds: services and bindings of a business, bindings of a service. */
export function childrenOf(room: Room, key: string): readonly Stamp[] {
  const services = [...room.entries.services.having(parentTerm(key))];
  const bindings = [key, ...services].flatMap((service) => bindingsOf(room, service));
  return [...services.flatMap((service) => room.entries.services.get(service) ?? []), ...bindings];
}

function inOrder<R extends Stamp>(
  keys: ReadonlySet<string>,
  get: (key: string) => R | undefined,
): readonly R[] {
  const records: R[] = [];
  for (const key of keys) {
    const record = get(key);
    if (record) records.push(record);
  }
  return records.sort((a, b) => a.order - b.order);
}

/** The kind of an access point is a kind of address in version 2 and a use in version 3. */
function accessPoint(
  version: UddiVersion,
  point: NonNullable<BindingTemplate["accessPoint"]>,
): BindingTemplate["accessPoint"] {
  const { text, URLType, useType } = point;
  if (version === 3) return { text, useType: useType ?? "endPoint" };
  const scheme = text.slice(0, Math.max(0, text.indexOf(":"))).toLowerCase();
  return { text, URLType: URLType ?? urlType.parse(scheme) ?? "other" };
}

/** Version 2 has one document, version 3 none without content. */
function documents(version: UddiVersion, all: readonly OverviewDoc[]): readonly OverviewDoc[] {
  return version === 2
    ? all.slice(0, 1)
    : all.filter(({ description, overviewURL }) => description.length > 0 || overviewURL !== undefined);
}

/** Version 2 has no groups; a reference without taxonomy is a keyword. */
function categories(version: UddiVersion, bag: CategoryBag | undefined): CategoryBag | undefined {
  if (!bag || version === 2) return bag && bag.keyedReference.length > 0 ? bag : undefined;
  return { ...bag, keyedReference: bag.keyedReference.map(withTaxonomy) };
}

function identifiers(
  version: UddiVersion,
  bag: NonNullable<BusinessEntity["identifierBag"]>,
): BusinessEntity["identifierBag"] {
  return version === 2 ? bag : { keyedReference: bag.keyedReference.map(withTaxonomy) };
}

function withTaxonomy<R extends { readonly tModelKey?: string | undefined }>(reference: R): R {
  return reference.tModelKey ? reference : { ...reference, tModelKey: canonicalKeys[3].generalKeywords };
}
