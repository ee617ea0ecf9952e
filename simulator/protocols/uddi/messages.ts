import type { AnyElement, Infer, Input } from "../../schema/element.ts";
import * as inquiry from "./inquiry.ts";
import * as publication from "./publication.ts";
import { UDDI2 } from "./namespaces.ts";

/** Requests of the inquiry API. */
export const inquiryRequests = {
  find_service: inquiry.find_service,
  find_business: inquiry.find_business,
  find_tModel: inquiry.find_tModel,
  get_businessDetail: inquiry.get_businessDetail,
  get_serviceDetail: inquiry.get_serviceDetail,
  get_tModelDetail: inquiry.get_tModelDetail,
} as const;

/** Requests of the publication API, log-in included. */
export const publicationRequests = {
  get_authToken: publication.get_authToken,
  discard_authToken: publication.discard_authToken,
  save_tModel: publication.save_tModel,
  save_business: publication.save_business,
  save_service: publication.save_service,
  delete_service: publication.delete_service,
  delete_tModel: publication.delete_tModel,
} as const;

/** Responses of both APIs. */
export const responses = {
  serviceList: inquiry.serviceList,
  businessList: inquiry.businessList,
  tModelList: inquiry.tModelList,
  businessDetail: inquiry.businessDetail,
  serviceDetail: inquiry.serviceDetail,
  tModelDetail: inquiry.tModelDetail,
  authToken: publication.authToken,
  dispositionReport: publication.dispositionReport,
} as const;

const all = { ...inquiryRequests, ...publicationRequests, ...responses } as const;
export type UddiMessages = typeof all;
export type UddiName = keyof UddiMessages;
export type UddiRequestName = keyof typeof inquiryRequests | keyof typeof publicationRequests;
export type UddiResponseName = keyof typeof responses;

/** A message with its name; narrowing `name` narrows `value`. */
export type UddiMessage<N extends UddiName = UddiName> = {
  [K in N]: { readonly name: K; readonly value: Infer<UddiMessages[K]> };
}[N];
/** A message to be written. */
export type UddiMessageInput<N extends UddiName = UddiName> = {
  [K in N]: { readonly name: K; readonly value: Input<UddiMessages[K]> };
}[N];

/** Declaration of a message. */
export function uddiDeclaration(name: UddiName): AnyElement {
  return all[name];
}

/** Declaration by qualified name, or undefined. */
export function resolveUddi(namespace: string, name: string): AnyElement | undefined {
  return namespace === UDDI2 && Object.hasOwn(all, name) ? all[name as UddiName] : undefined;
}

/** True for the name of a request of either API. */
export function isUddiRequest(name: string): name is UddiRequestName {
  return Object.hasOwn(inquiryRequests, name) || Object.hasOwn(publicationRequests, name);
}
