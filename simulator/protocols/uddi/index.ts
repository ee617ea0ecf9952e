export { GENERIC, UDDI2, UDDI3 } from "./namespaces.ts";
export { uddiNamespace, versionOfNamespace, type UddiVersion } from "./version.ts";
export type { CategoryBag, IdentifierBag, KeyedReference, LocalisedText, OverviewDoc } from "./bags.ts";
export {
  urlType,
  type BindingTemplate,
  type BusinessEntity,
  type BusinessEntityInput,
  type BusinessService,
  type BusinessServiceInput,
  type DiscoveryUrls,
  type PublisherAssertion,
  type TModel,
  type TModelInput,
} from "./structures.ts";
export type { FindBinding, FindBusiness, FindRelatedBusinesses, FindService, FindTModel } from "./inquiry.ts";
export type { BusinessInfo, OperationalInfo, ServiceInfo, TModelInfo } from "./results.ts";
export { completionStates } from "./publication.ts";
export {
  apiOfRequest,
  isUddiRequest,
  requestNames,
  resolveUddi,
  responseNameOf,
  uddiDeclaration,
  uddiNames,
  type InquiryName,
  type PublicationName,
  type SecurityName,
  type UddiApi,
  type UddiMessage,
  type UddiMessageInput,
  type UddiName,
  type UddiRequestName,
  type UddiResponseName,
} from "./messages.ts";
export { uddiErrors, type UddiError, type UddiErrorCode } from "./errors.ts";
export { uddiErrorTexts } from "./error-texts.ts";
export {
  canonicalKeys,
  canonicalTModels,
  tModelKeys,
  tModelTypes,
  type CanonicalKeys,
  type CanonicalTModel,
} from "./canonical-tmodels.ts";
export {
  exclusive,
  findQualifier,
  qualifierKey,
  qualifierTexts,
  qualifiers2,
  qualifiers3,
  type FindQualifier,
} from "./find-qualifiers.ts";
export {
  foldKey,
  isVersion3Key,
  KEY_GENERATOR,
  keyTypeOf,
  uuidOf,
  version2Key,
  version3Key,
  type KeyType,
} from "./keys.ts";
export { printUddiWsdl, type UddiWsdlOptions } from "./wsdl.ts";
export { printUddiXsd, printXmlXsd } from "./xsd.ts";
