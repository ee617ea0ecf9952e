import { spec } from "../../core/spec-ref.ts";
import { attribute, many, one, optional, optionalAttribute, some, type Infer } from "../../schema/element.ts";
import { boolean, int, string } from "../../schema/scalar.ts";
import {
  businessEntity,
  businessService,
  categoryBag,
  description,
  el,
  identifierBag,
  name,
  tModel,
} from "./structures.ts";

const ref = spec("uddi2", "Programmer's API, Inquiry");
const findQualifier = el.scalar("findQualifier", string, { label: "find qualifier" });
const findQualifiers = el.struct(
  "findQualifiers",
  { findQualifier: many(findQualifier) },
  { label: "find qualifiers" },
);
export const tModelKey = el.scalar("tModelKey", string, { label: "tModel key" });
const tModelBag = el.struct(
  "tModelBag",
  { tModelKey: some(tModelKey) },
  { label: "tModels that must be implemented" },
);
export const serviceKey = el.scalar("serviceKey", string, { label: "service key" });
const businessKey = el.scalar("businessKey", string, { label: "business key" });

/** Attribute of every message: the version of the API. */
export const generic = attribute("generic", string);
/** Attribute of every response: who runs the registry. */
export const operator = attribute("operator", string);
const truncated = optionalAttribute("truncated", boolean);
const maxRows = optionalAttribute("maxRows", int);

/** Looks for services by name, category and implemented tModels. */
export const find_service = el.struct(
  "find_service",
  {
    generic,
    maxRows,
    businessKey: optionalAttribute("businessKey", string),
    findQualifiers: optional(findQualifiers),
    name: many(name),
    categoryBag: optional(categoryBag),
    tModelBag: optional(tModelBag),
  },
  { label: "find services", spec: ref },
);
export const find_business = el.struct(
  "find_business",
  {
    generic,
    maxRows,
    findQualifiers: optional(findQualifiers),
    name: many(name),
    identifierBag: optional(identifierBag),
    categoryBag: optional(categoryBag),
    tModelBag: optional(tModelBag),
  },
  { label: "find businesses", spec: ref },
);
export const find_tModel = el.struct(
  "find_tModel",
  {
    generic,
    maxRows,
    findQualifiers: optional(findQualifiers),
    name: optional(name),
    identifierBag: optional(identifierBag),
    categoryBag: optional(categoryBag),
  },
  { label: "find technical models", spec: ref },
);
export const get_businessDetail = el.struct(
  "get_businessDetail",
  { generic, businessKey: some(businessKey) },
  { label: "read businesses", spec: ref },
);
export const get_serviceDetail = el.struct(
  "get_serviceDetail",
  { generic, serviceKey: some(serviceKey) },
  { label: "read services", spec: ref },
);
export const get_tModelDetail = el.struct(
  "get_tModelDetail",
  { generic, tModelKey: some(tModelKey) },
  { label: "read technical models", spec: ref },
);

const serviceInfo = el.struct(
  "serviceInfo",
  {
    serviceKey: attribute("serviceKey", string),
    businessKey: attribute("businessKey", string),
    name: many(name),
  },
  { label: "service" },
);
const serviceInfos = el.struct("serviceInfos", { serviceInfo: many(serviceInfo) }, { label: "services" });
const businessInfo = el.struct(
  "businessInfo",
  {
    businessKey: attribute("businessKey", string),
    name: some(name),
    description: many(description),
    serviceInfos: one(serviceInfos),
  },
  { label: "business" },
);
const businessInfos = el.struct(
  "businessInfos",
  { businessInfo: many(businessInfo) },
  { label: "businesses" },
);
const tModelInfo = el.struct(
  "tModelInfo",
  { tModelKey: attribute("tModelKey", string), name: one(name) },
  { label: "technical model" },
);
const tModelInfos = el.struct("tModelInfos", { tModelInfo: many(tModelInfo) }, { label: "technical models" });

export const serviceList = el.struct(
  "serviceList",
  { generic, operator, truncated, serviceInfos: one(serviceInfos) },
  { label: "services found", spec: ref },
);
export const businessList = el.struct(
  "businessList",
  { generic, operator, truncated, businessInfos: one(businessInfos) },
  { label: "businesses found", spec: ref },
);
export const tModelList = el.struct(
  "tModelList",
  { generic, operator, truncated, tModelInfos: one(tModelInfos) },
  { label: "technical models found", spec: ref },
);
export const businessDetail = el.struct(
  "businessDetail",
  { generic, operator, truncated, businessEntity: many(businessEntity) },
  { label: "businesses", spec: ref },
);
export const serviceDetail = el.struct(
  "serviceDetail",
  { generic, operator, truncated, businessService: many(businessService) },
  { label: "services", spec: ref },
);
export const tModelDetail = el.struct(
  "tModelDetail",
  { generic, operator, truncated, tModel: many(tModel) },
  { label: "technical models", spec: ref },
);

export type FindService = Infer<typeof find_service>;
export type FindBusiness = Infer<typeof find_business>;
export type FindTModel = Infer<typeof find_tModel>;
export type FindQualifiers = Infer<typeof findQualifiers>;
