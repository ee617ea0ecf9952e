import { many, optional, optionalAttribute, some, type Infer } from "../../schema/element.ts";
import { int, string } from "../../schema/scalar.ts";
import type { Bags } from "./bags.ts";
import { keyScalars, uddiKey } from "./keys.ts";
import type { Structures } from "./structures.ts";
import { only, requiredIn, type VersionedBuilder } from "./version.ts";

/** Fields that messages of all APIs share: the version, the token, keys as elements. */
export function declareFrame(el: VersionedBuilder) {
  const authInfo = el.scalar("authInfo", string, { label: "authentication token", secret: true });
  return {
    /** Attribute of every version 2 message: the version of the API. */
    generic: only(2, requiredIn(2, optionalAttribute("generic", string))),
    /** Attribute of every version 2 response: who runs the registry. */
    operator: only(2, requiredIn(2, optionalAttribute("operator", string))),
    authInfo,
    businessKey: el.scalar("businessKey", keyScalars.businessKey, { label: "business key" }),
    serviceKey: el.scalar("serviceKey", keyScalars.serviceKey, { label: "service key" }),
    bindingKey: el.scalar("bindingKey", keyScalars.bindingKey, { label: "binding key" }),
    tModelKey: el.scalar("tModelKey", keyScalars.tModelKey, { label: "tModel key" }),
  };
}
export type Frame = ReturnType<typeof declareFrame>;

/** Declares the requests of the inquiry API. */
export function declareInquiry(el: VersionedBuilder, bags: Bags, structures: Structures, frame: Frame) {
  const ref = el.spec("Inquiry API");
  const { generic, businessKey, serviceKey, bindingKey, tModelKey } = frame;
  const { name, identifierBag, categoryBag, keyedReference } = bags;
  const authInfo = only(3, optional(frame.authInfo));
  const maxRows = optionalAttribute("maxRows", int);
  const listHead = only(3, optionalAttribute("listHead", int));
  const findQualifier = el.scalar("findQualifier", string, { label: "find qualifier" });
  const findQualifiers = el.struct(
    "findQualifiers",
    { findQualifier: requiredIn(3, many(findQualifier)) },
    { label: "find qualifiers" },
  );
  const tModelBag = el.struct(
    "tModelBag",
    { tModelKey: some(tModelKey) },
    { label: "tModels that must be implemented" },
  );
  const asked = { generic, maxRows, listHead };

  const find_tModel = el.struct(
    "find_tModel",
    {
      ...asked,
      authInfo,
      findQualifiers: optional(findQualifiers),
      name: optional(name),
      identifierBag: optional(identifierBag),
      categoryBag: optional(categoryBag),
    },
    { label: "find technical models", spec: ref },
  );
  const find_relatedBusinesses = el.struct(
    "find_relatedBusinesses",
    {
      ...asked,
      authInfo,
      findQualifiers: optional(findQualifiers),
      businessKey: requiredIn(2, optional(businessKey)),
      fromKey: only(3, optional(structures.fromKey)),
      toKey: only(3, optional(structures.toKey)),
      keyedReference: optional(keyedReference),
    },
    { label: "find related businesses", spec: ref },
  );
  const embedded = only(3, optional(find_tModel));
  const find_service = el.struct(
    "find_service",
    {
      ...asked,
      businessKey: optionalAttribute("businessKey", keyScalars.businessKey),
      authInfo,
      findQualifiers: optional(findQualifiers),
      name: many(name),
      categoryBag: optional(categoryBag),
      tModelBag: optional(tModelBag),
      find_tModel: embedded,
    },
    { label: "find services", spec: ref },
  );
  const find_business = el.struct(
    "find_business",
    {
      ...asked,
      authInfo,
      findQualifiers: optional(findQualifiers),
      name: many(name),
      identifierBag: optional(identifierBag),
      categoryBag: optional(categoryBag),
      tModelBag: optional(tModelBag),
      find_tModel: embedded,
      discoveryURLs: optional(structures.discoveryURLs),
      find_relatedBusinesses: only(3, optional(find_relatedBusinesses)),
    },
    { label: "find businesses", spec: ref },
  );
  const find_binding = el.struct(
    "find_binding",
    {
      ...asked,
      serviceKey: requiredIn(2, optionalAttribute("serviceKey", keyScalars.serviceKey)),
      authInfo,
      findQualifiers: optional(findQualifiers),
      tModelBag: requiredIn(2, optional(tModelBag)),
      find_tModel: embedded,
      categoryBag: only(3, optional(categoryBag)),
    },
    { label: "find bindings", spec: ref },
  );
  const entityKey = el.scalar("entityKey", uddiKey, { label: "key" });
  return {
    find_service,
    find_business,
    find_binding,
    find_tModel,
    find_relatedBusinesses,
    get_businessDetail: el.struct(
      "get_businessDetail",
      { generic, authInfo, businessKey: some(businessKey) },
      { label: "read businesses", spec: ref },
    ),
    get_serviceDetail: el.struct(
      "get_serviceDetail",
      { generic, authInfo, serviceKey: some(serviceKey) },
      { label: "read services", spec: ref },
    ),
    get_bindingDetail: el.struct(
      "get_bindingDetail",
      { generic, authInfo, bindingKey: some(bindingKey) },
      { label: "read bindings", spec: ref },
    ),
    get_tModelDetail: el.struct(
      "get_tModelDetail",
      { generic, authInfo, tModelKey: some(tModelKey) },
      { label: "read technical models", spec: ref },
    ),
    get_businessDetailExt: el.struct(
      "get_businessDetailExt",
      { generic, businessKey: some(businessKey) },
      { label: "read businesses with extensions", spec: ref },
    ),
    get_operationalInfo: el.struct(
      "get_operationalInfo",
      { authInfo: optional(frame.authInfo), entityKey: some(entityKey) },
      { label: "read when and by whom entries were saved", spec: ref },
    ),
  };
}

export type Inquiry = ReturnType<typeof declareInquiry>;
export type FindService = Infer<Inquiry["find_service"]>;
export type FindBusiness = Infer<Inquiry["find_business"]>;
export type FindBinding = Infer<Inquiry["find_binding"]>;
export type FindTModel = Infer<Inquiry["find_tModel"]>;
export type FindRelatedBusinesses = Infer<Inquiry["find_relatedBusinesses"]>;
