import { spec } from "../../core/spec-ref.ts";
import {
  attribute,
  many,
  namespace,
  one,
  optional,
  optionalAttribute,
  some,
  text,
  type Infer,
  type Input,
} from "../../schema/element.ts";
import { string } from "../../schema/scalar.ts";
import { UDDI2, XML } from "./namespaces.ts";

/*
 * Data structures of UDDI version 2: businesses, services, bindings and tModels. Keys of businesses, services and
 * bindings are bare UUIDs, tModel keys `uuid:` and a UUID; an empty key asks the registry to assign one.
 */

/** Builder of elements in the UDDI version 2 namespace. */
export const el = namespace(UDDI2);
const ref = spec("uddi2", "Data Structure Reference");

const localised = { lang: optionalAttribute("lang", string, { namespace: XML }), text: text(string) };
export const name = el.struct("name", localised, { label: "name", spec: ref });
export const description = el.struct("description", localised, { label: "description", spec: ref });
const overviewURL = el.scalar("overviewURL", string, { label: "address of the document" });
const instanceParms = el.scalar("instanceParms", string, { label: "instance parameters" });

/** A category or an identifier: a value within the taxonomy of a tModel. */
export const keyedReference = el.struct(
  "keyedReference",
  {
    tModelKey: optionalAttribute("tModelKey", string),
    keyName: optionalAttribute("keyName", string),
    keyValue: attribute("keyValue", string),
  },
  { label: "category", spec: ref },
);
export type KeyedReference = Infer<typeof keyedReference>;
export const categoryBag = el.struct(
  "categoryBag",
  { keyedReference: some(keyedReference) },
  { label: "categories" },
);
export const identifierBag = el.struct(
  "identifierBag",
  { keyedReference: some(keyedReference) },
  { label: "identifiers" },
);
const overviewDoc = el.struct(
  "overviewDoc",
  { description: many(description), overviewURL: optional(overviewURL) },
  { label: "overview document" },
);
const instanceDetails = el.struct(
  "instanceDetails",
  {
    description: many(description),
    overviewDoc: optional(overviewDoc),
    instanceParms: optional(instanceParms),
  },
  { label: "details" },
);
const tModelInstanceInfo = el.struct(
  "tModelInstanceInfo",
  {
    tModelKey: attribute("tModelKey", string),
    description: many(description),
    instanceDetails: optional(instanceDetails),
  },
  { label: "implements", spec: ref },
);
const tModelInstanceDetails = el.struct(
  "tModelInstanceDetails",
  { tModelInstanceInfo: many(tModelInstanceInfo) },
  { label: "what the binding implements" },
);
const accessPoint = el.struct(
  "accessPoint",
  { URLType: attribute("URLType", string), text: text(string) },
  { label: "access point", spec: ref },
);
const hostingRedirector = el.struct("hostingRedirector", { bindingKey: attribute("bindingKey", string) });

/** Where and how a service is reached. */
export const bindingTemplate = el.struct(
  "bindingTemplate",
  {
    bindingKey: attribute("bindingKey", string),
    serviceKey: optionalAttribute("serviceKey", string),
    description: many(description),
    accessPoint: optional(accessPoint),
    hostingRedirector: optional(hostingRedirector),
    tModelInstanceDetails: one(tModelInstanceDetails),
  },
  { label: "binding", spec: ref },
);
export type BindingTemplate = Infer<typeof bindingTemplate>;
const bindingTemplates = el.struct(
  "bindingTemplates",
  { bindingTemplate: many(bindingTemplate) },
  { label: "bindings" },
);

/** A service of a business. */
export const businessService = el.struct(
  "businessService",
  {
    serviceKey: attribute("serviceKey", string),
    businessKey: optionalAttribute("businessKey", string),
    name: many(name),
    description: many(description),
    bindingTemplates: optional(bindingTemplates),
    categoryBag: optional(categoryBag),
  },
  { label: "service", spec: ref },
);
export type BusinessService = Infer<typeof businessService>;
const businessServices = el.struct(
  "businessServices",
  { businessService: many(businessService) },
  { label: "services" },
);

/** A business that offers services. */
export const businessEntity = el.struct(
  "businessEntity",
  {
    businessKey: attribute("businessKey", string),
    operator: optionalAttribute("operator", string),
    authorizedName: optionalAttribute("authorizedName", string),
    name: some(name),
    description: many(description),
    businessServices: optional(businessServices),
    identifierBag: optional(identifierBag),
    categoryBag: optional(categoryBag),
  },
  { label: "business", spec: ref },
);
export type BusinessEntity = Infer<typeof businessEntity>;

/** A technical model: a portType, a binding, a taxonomy. */
export const tModel = el.struct(
  "tModel",
  {
    tModelKey: attribute("tModelKey", string),
    operator: optionalAttribute("operator", string),
    authorizedName: optionalAttribute("authorizedName", string),
    name: one(name),
    description: many(description),
    overviewDoc: optional(overviewDoc),
    identifierBag: optional(identifierBag),
    categoryBag: optional(categoryBag),
  },
  { label: "technical model", spec: ref },
);
export type TModel = Infer<typeof tModel>;
export type TModelInput = Input<typeof tModel>;
