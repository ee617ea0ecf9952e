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
import { boolean, enumeration, string } from "../../schema/scalar.ts";
import type { Bags } from "./bags.ts";
import { keyScalars } from "./keys.ts";
import { DSIG, XML } from "./namespaces.ts";
import { only, requiredIn, singleIn, type VersionedBuilder } from "./version.ts";

/** Kinds of access points of version 2. */
export const urlType = enumeration("URLType", ["mailto", "http", "https", "ftp", "fax", "phone", "other"]);

/** Declares businesses, services, bindings, tModels and assertions. */
export function declareStructures(el: VersionedBuilder, bags: Bags) {
  const ref = el.spec("Data structures");
  const { localised, useType, name, description, overviewDoc, categoryBag, identifierBag } = bags;
  const lang = optionalAttribute("lang", string, { namespace: XML });
  const Signature = only(3, many(namespace(DSIG).data("Signature", { label: "signature" })));
  const useTypeOfBoth = optionalAttribute("useType", string);

  const discoveryURL = el.struct(
    "discoveryURL",
    { useType: requiredIn(2, useTypeOfBoth), text: text(string) },
    { label: "discovery address" },
  );
  const discoveryURLs = el.struct(
    "discoveryURLs",
    { discoveryURL: some(discoveryURL) },
    { label: "discovery addresses" },
  );
  const addressLine = el.struct(
    "addressLine",
    {
      keyName: optionalAttribute("keyName", string),
      keyValue: optionalAttribute("keyValue", string),
      text: text(string),
    },
    { label: "line of an address" },
  );
  const address = el.struct(
    "address",
    {
      lang: only(3, lang),
      useType: useTypeOfBoth,
      sortCode: optionalAttribute("sortCode", string),
      tModelKey: optionalAttribute("tModelKey", keyScalars.tModelKey),
      addressLine: requiredIn(3, many(addressLine)),
    },
    { label: "address" },
  );
  const personName = el.struct(
    "personName",
    { lang: only(3, lang), text: text(string) },
    { label: "person" },
  );
  const phone = el.struct("phone", { useType: useTypeOfBoth, text: text(string) }, { label: "telephone" });
  const email = el.struct("email", { useType: useTypeOfBoth, text: text(string) }, { label: "e-mail" });
  const contact = el.struct(
    "contact",
    {
      useType: useTypeOfBoth,
      description: many(description),
      personName: singleIn(2, some(personName)),
      phone: many(phone),
      email: many(email),
      address: many(address),
    },
    { label: "contact", spec: ref },
  );
  const contacts = el.struct("contacts", { contact: some(contact) }, { label: "contacts" });

  const instanceParms = el.scalar("instanceParms", string, { label: "instance parameters" });
  const instanceDetails = el.struct(
    "instanceDetails",
    {
      description: many(description),
      overviewDoc: singleIn(2, many(overviewDoc)),
      instanceParms: optional(instanceParms),
    },
    { label: "details" },
  );
  const tModelInstanceInfo = el.struct(
    "tModelInstanceInfo",
    {
      tModelKey: attribute("tModelKey", keyScalars.tModelKey),
      description: many(description),
      instanceDetails: optional(instanceDetails),
    },
    { label: "implements", spec: ref },
  );
  const tModelInstanceDetails = el.struct(
    "tModelInstanceDetails",
    { tModelInstanceInfo: requiredIn(3, many(tModelInstanceInfo)) },
    { label: "what the binding implements" },
  );
  const accessPoint = el.struct(
    "accessPoint",
    { URLType: only(2, requiredIn(2, optionalAttribute("URLType", urlType))), useType, text: text(string) },
    { label: "access point", spec: ref },
  );
  const hostingRedirector = el.struct(
    "hostingRedirector",
    { bindingKey: attribute("bindingKey", keyScalars.bindingKey) },
    { label: "binding that hosts it" },
  );
  const bindingTemplate = el.struct(
    "bindingTemplate",
    {
      bindingKey: requiredIn(2, optionalAttribute("bindingKey", keyScalars.bindingKey)),
      serviceKey: optionalAttribute("serviceKey", keyScalars.serviceKey),
      description: many(description),
      accessPoint: optional(accessPoint),
      hostingRedirector: optional(hostingRedirector),
      tModelInstanceDetails: requiredIn(2, optional(tModelInstanceDetails)),
      categoryBag: only(3, optional(categoryBag)),
      Signature,
    },
    { label: "binding", doc: "Where and how a service is reached.", spec: ref },
  );
  const bindingTemplates = el.struct(
    "bindingTemplates",
    { bindingTemplate: requiredIn(3, many(bindingTemplate)) },
    { label: "bindings" },
  );
  const businessService = el.struct(
    "businessService",
    {
      serviceKey: requiredIn(2, optionalAttribute("serviceKey", keyScalars.serviceKey)),
      businessKey: optionalAttribute("businessKey", keyScalars.businessKey),
      name: many(name),
      description: many(description),
      bindingTemplates: optional(bindingTemplates),
      categoryBag: optional(categoryBag),
      Signature,
    },
    { label: "service", doc: "A service of a business.", spec: ref },
  );
  const businessServices = el.struct(
    "businessServices",
    { businessService: requiredIn(3, many(businessService)) },
    { label: "services" },
  );
  const ownedBy = {
    operator: only(2, optionalAttribute("operator", string)),
    authorizedName: only(2, optionalAttribute("authorizedName", string)),
  };
  const businessEntity = el.struct(
    "businessEntity",
    {
      businessKey: requiredIn(2, optionalAttribute("businessKey", keyScalars.businessKey)),
      ...ownedBy,
      discoveryURLs: optional(discoveryURLs),
      name: some(name),
      description: many(description),
      contacts: optional(contacts),
      businessServices: optional(businessServices),
      identifierBag: optional(identifierBag),
      categoryBag: optional(categoryBag),
      Signature,
    },
    { label: "business", doc: "A business that offers services.", spec: ref },
  );
  const tModel = el.struct(
    "tModel",
    {
      tModelKey: requiredIn(2, optionalAttribute("tModelKey", keyScalars.tModelKey)),
      ...ownedBy,
      deleted: only(3, optionalAttribute("deleted", boolean)),
      name: one(name),
      description: many(description),
      overviewDoc: singleIn(2, many(overviewDoc)),
      identifierBag: optional(identifierBag),
      categoryBag: optional(categoryBag),
      Signature,
    },
    { label: "technical model", doc: "A technical model: a portType, a binding, a taxonomy.", spec: ref },
  );
  const fromKey = el.scalar("fromKey", keyScalars.businessKey, { label: "from this business" });
  const toKey = el.scalar("toKey", keyScalars.businessKey, { label: "to this business" });
  const publisherAssertion = el.struct(
    "publisherAssertion",
    {
      fromKey: one(fromKey),
      toKey: one(toKey),
      keyedReference: one(bags.keyedReference),
      Signature,
    },
    { label: "assertion", doc: "What the owner of one business says of its relation to another.", spec: ref },
  );
  return {
    localised,
    discoveryURLs,
    bindingTemplate,
    businessService,
    businessEntity,
    tModel,
    fromKey,
    toKey,
    publisherAssertion,
  };
}

export type Structures = ReturnType<typeof declareStructures>;
export type BindingTemplate = Infer<Structures["bindingTemplate"]>;
export type BusinessService = Infer<Structures["businessService"]>;
export type BusinessEntity = Infer<Structures["businessEntity"]>;
export type TModel = Infer<Structures["tModel"]>;
export type TModelInput = Input<Structures["tModel"]>;
export type BusinessServiceInput = Input<Structures["businessService"]>;
export type BusinessEntityInput = Input<Structures["businessEntity"]>;
export type PublisherAssertion = Infer<Structures["publisherAssertion"]>;
export type DiscoveryUrls = Infer<Structures["discoveryURLs"]>;
