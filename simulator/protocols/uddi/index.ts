export { GENERIC, UDDI2 } from "./namespaces.ts";
export {
  type BindingTemplate,
  type BusinessEntity,
  type BusinessService,
  type KeyedReference,
  type TModel,
  type TModelInput,
} from "./structures.ts";
export { type FindBusiness, type FindQualifiers, type FindService, type FindTModel } from "./inquiry.ts";
export {
  inquiryRequests,
  isUddiRequest,
  publicationRequests,
  resolveUddi,
  uddiDeclaration,
  type UddiMessage,
  type UddiMessageInput,
  type UddiName,
  type UddiRequestName,
  type UddiResponseName,
} from "./messages.ts";
export { uddiErrors, type UddiError, type UddiErrorCode } from "./errors.ts";
export { canonicalTModels, tModelKeys } from "./canonical-tmodels.ts";
