import { attribute, many, one, optional, optionalAttribute, some, type Infer } from "../../schema/element.ts";
import { boolean, dateTime, enumeration, int, string } from "../../schema/scalar.ts";
import type { Bags } from "./bags.ts";
import type { Frame } from "./inquiry.ts";
import { keyScalars, uddiKey } from "./keys.ts";
import type { Structures } from "./structures.ts";
import { only, requiredIn, type VersionedBuilder } from "./version.ts";

/** Declares what the inquiry API answers, and what other APIs answer alike. */
export function declareResults(el: VersionedBuilder, bags: Bags, structures: Structures, frame: Frame) {
  const ref = el.spec("Responses");
  const { generic, operator } = frame;
  const { name, description } = bags;
  const truncated = optionalAttribute("truncated", boolean);
  const counted = { generic, operator, truncated };
  const listDescription = only(
    3,
    optional(
      el.struct(
        "listDescription",
        {
          includeCount: one(el.scalar("includeCount", int)),
          actualCount: one(el.scalar("actualCount", int)),
          listHead: one(el.scalar("listHead", int)),
        },
        { label: "part of the whole list" },
      ),
    ),
  );
  const serviceInfo = el.struct(
    "serviceInfo",
    {
      serviceKey: attribute("serviceKey", keyScalars.serviceKey),
      businessKey: attribute("businessKey", keyScalars.businessKey),
      name: many(name),
    },
    { label: "service" },
  );
  const serviceInfos = el.struct(
    "serviceInfos",
    { serviceInfo: requiredIn(3, many(serviceInfo)) },
    { label: "services" },
  );
  const businessInfo = el.struct(
    "businessInfo",
    {
      businessKey: attribute("businessKey", keyScalars.businessKey),
      name: some(name),
      description: many(description),
      serviceInfos: requiredIn(2, optional(serviceInfos)),
    },
    { label: "business" },
  );
  const businessInfos = el.struct(
    "businessInfos",
    { businessInfo: requiredIn(3, many(businessInfo)) },
    { label: "businesses" },
  );
  const tModelInfo = el.struct(
    "tModelInfo",
    {
      tModelKey: attribute("tModelKey", keyScalars.tModelKey),
      name: one(name),
      description: only(3, many(description)),
    },
    { label: "technical model" },
  );
  const tModelInfos = el.struct(
    "tModelInfos",
    { tModelInfo: requiredIn(3, many(tModelInfo)) },
    { label: "technical models" },
  );
  const sharedRelationships = el.struct(
    "sharedRelationships",
    {
      direction: attribute("direction", enumeration("direction", ["fromKey", "toKey"])),
      keyedReference: some(bags.keyedReference),
      publisherAssertion: only(3, many(structures.publisherAssertion)),
    },
    { label: "relationships" },
  );
  const relatedBusinessInfo = el.struct(
    "relatedBusinessInfo",
    {
      businessKey: one(frame.businessKey),
      name: some(name),
      description: many(description),
      sharedRelationships: some(sharedRelationships),
    },
    { label: "related business" },
  );
  const relatedBusinessInfos = el.struct(
    "relatedBusinessInfos",
    { relatedBusinessInfo: requiredIn(3, many(relatedBusinessInfo)) },
    { label: "related businesses" },
  );
  const businessEntityExt = el.struct("businessEntityExt", {
    businessEntity: one(structures.businessEntity),
  });
  const time = (element: string) => optional(el.scalar(element, dateTime));
  const operationalInfo = el.struct(
    "operationalInfo",
    {
      entityKey: attribute("entityKey", uddiKey),
      created: time("created"),
      modified: time("modified"),
      modifiedIncludingChildren: time("modifiedIncludingChildren"),
      nodeID: optional(el.scalar("nodeID", string)),
      authorizedName: optional(el.scalar("authorizedName", string)),
    },
    { label: "when and by whom" },
  );
  return {
    serviceList: el.struct(
      "serviceList",
      { ...counted, listDescription, serviceInfos: requiredIn(2, optional(serviceInfos)) },
      { label: "services found", spec: ref },
    ),
    businessList: el.struct(
      "businessList",
      { ...counted, listDescription, businessInfos: requiredIn(2, optional(businessInfos)) },
      { label: "businesses found", spec: ref },
    ),
    tModelList: el.struct(
      "tModelList",
      { ...counted, listDescription, tModelInfos: requiredIn(2, optional(tModelInfos)) },
      { label: "technical models found", spec: ref },
    ),
    relatedBusinessesList: el.struct(
      "relatedBusinessesList",
      {
        ...counted,
        listDescription,
        businessKey: one(frame.businessKey),
        relatedBusinessInfos: requiredIn(2, optional(relatedBusinessInfos)),
      },
      { label: "related businesses found", spec: ref },
    ),
    businessDetail: el.struct(
      "businessDetail",
      { ...counted, businessEntity: many(structures.businessEntity) },
      { label: "businesses", spec: ref },
    ),
    businessDetailExt: el.struct(
      "businessDetailExt",
      { ...counted, businessEntityExt: some(businessEntityExt) },
      { label: "businesses with extensions", spec: ref },
    ),
    serviceDetail: el.struct(
      "serviceDetail",
      { ...counted, businessService: many(structures.businessService) },
      { label: "services", spec: ref },
    ),
    bindingDetail: el.struct(
      "bindingDetail",
      { ...counted, listDescription, bindingTemplate: many(structures.bindingTemplate) },
      { label: "bindings", spec: ref },
    ),
    tModelDetail: el.struct(
      "tModelDetail",
      { ...counted, tModel: requiredIn(2, many(structures.tModel)) },
      { label: "technical models", spec: ref },
    ),
    operationalInfos: el.struct(
      "operationalInfos",
      { truncated, operationalInfo: many(operationalInfo) },
      { label: "when and by whom entries were saved", spec: ref },
    ),
    registeredInfo: el.struct(
      "registeredInfo",
      {
        ...counted,
        businessInfos: requiredIn(2, optional(businessInfos)),
        tModelInfos: requiredIn(2, optional(tModelInfos)),
      },
      { label: "what the publisher has registered", spec: ref },
    ),
  };
}

export type Results = ReturnType<typeof declareResults>;
export type ServiceInfo = NonNullable<Infer<Results["serviceList"]>["serviceInfos"]>["serviceInfo"][number];
export type BusinessInfo = NonNullable<
  Infer<Results["businessList"]>["businessInfos"]
>["businessInfo"][number];
export type TModelInfo = NonNullable<Infer<Results["tModelList"]>["tModelInfos"]>["tModelInfo"][number];
export type OperationalInfo = Infer<Results["operationalInfos"]>["operationalInfo"][number];
