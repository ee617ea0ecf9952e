import type { AnyElement, Infer, Input } from "../../schema/element.ts";
import { declareBags } from "./bags.ts";
import { declareFrame, declareInquiry } from "./inquiry.ts";
import { declarePublication, declareReports, declareSecurity } from "./publication.ts";
import { declareResults } from "./results.ts";
import { declareStructures } from "./structures.ts";
import { versioned, versionOfNamespace, type UddiVersion } from "./version.ts";

function declare(version: UddiVersion) {
  const el = versioned(version);
  const bags = declareBags(el);
  const structures = declareStructures(el, bags);
  const frame = declareFrame(el);
  const security = declareSecurity(el, frame);
  return {
    inquiry: declareInquiry(el, bags, structures, frame),
    publication: declarePublication(el, structures, frame),
    security: security.requests,
    responses: {
      authToken: security.authToken,
      ...declareResults(el, bags, structures, frame),
      ...declareReports(el, bags, structures, frame),
    },
  };
}

const declared = { 2: declare(2), 3: declare(3) } as const;
type Declared = ReturnType<typeof declare>;

/** The APIs of a registry that are offered here. */
export type UddiApi = "inquiry" | "publication" | "security";
export type InquiryName = keyof Declared["inquiry"];
export type PublicationName = keyof Declared["publication"];
export type SecurityName = keyof Declared["security"];
export type UddiRequestName = InquiryName | PublicationName | SecurityName;
export type UddiResponseName = keyof Declared["responses"];
export type UddiMessages = Declared["inquiry"] &
  Declared["publication"] &
  Declared["security"] &
  Declared["responses"];
export type UddiName = keyof UddiMessages;

/** A message with its name; narrowing `name` narrows `value`. Of both versions: what one lacks is optional. */
export type UddiMessage<N extends UddiName = UddiName> = {
  [K in N]: { readonly name: K; readonly value: Infer<UddiMessages[K]> };
}[N];
/** A message to be written. */
export type UddiMessageInput<N extends UddiName = UddiName> = {
  [K in N]: { readonly name: K; readonly value: Input<UddiMessages[K]> };
}[N];

/** Messages that only one version has. */
const onlyIn: Partial<Record<string, UddiVersion>> = {
  get_businessDetailExt: 2,
  businessDetailExt: 2,
  get_operationalInfo: 3,
  operationalInfos: 3,
  publisherAssertionsResponse: 3,
} satisfies Partial<Record<UddiName, UddiVersion>>;

const byVersion: Readonly<Record<UddiVersion, ReadonlyMap<string, AnyElement>>> = {
  2: messagesOf(2),
  3: messagesOf(3),
};

function messagesOf(version: UddiVersion): ReadonlyMap<string, AnyElement> {
  const { inquiry, publication, security, responses } = declared[version];
  const all = Object.entries<AnyElement>({ ...inquiry, ...publication, ...security, ...responses });
  return new Map(all.filter(([name]) => (onlyIn[name] ?? version) === version));
}

/** Declaration of a message in a version; throws for a name that the version lacks. */
export function uddiDeclaration(version: UddiVersion, name: UddiName): AnyElement {
  const found = byVersion[version].get(name);
  if (!found) throw new Error(`UDDI version ${version} has no ${name}`);
  return found;
}

/** Declaration by qualified name, or undefined. */
export function resolveUddi(namespace: string, name: string): AnyElement | undefined {
  const version = versionOfNamespace(namespace);
  return version && byVersion[version].get(name);
}

/** Names of all messages of a version. */
export function uddiNames(version: UddiVersion): readonly UddiName[] {
  return [...byVersion[version].keys()] as UddiName[];
}

/** Names of the requests of an API in a version. Version 2 logs in at its publication API. */
export function requestNames(version: UddiVersion, api: UddiApi): readonly UddiRequestName[] {
  const { inquiry, publication, security } = declared[version];
  const names =
    api === "inquiry"
      ? Object.keys(inquiry)
      : api === "security"
        ? Object.keys(security)
        : [...Object.keys(publication), ...(version === 2 ? Object.keys(security) : [])];
  return names.filter((name) => byVersion[version].has(name)) as UddiRequestName[];
}

/** The API that a request belongs to, or undefined when the name is none of a request. */
export function apiOfRequest(name: string): UddiApi | undefined {
  if (Object.hasOwn(declared[3].inquiry, name)) return "inquiry";
  if (Object.hasOwn(declared[3].publication, name)) return "publication";
  return Object.hasOwn(declared[3].security, name) ? "security" : undefined;
}

/** True for the name of a request of any API. */
export function isUddiRequest(name: string): name is UddiRequestName {
  return apiOfRequest(name) !== undefined;
}

const assertionsOf: Readonly<Record<UddiVersion, UddiResponseName>> = {
  2: "publisherAssertions",
  3: "publisherAssertionsResponse",
};

/** The response to a request, or undefined where version 3 answers with an empty body. */
export function responseNameOf(version: UddiVersion, request: UddiRequestName): UddiResponseName | undefined {
  switch (request) {
    case "find_binding":
    case "get_bindingDetail":
    case "save_binding":
      return "bindingDetail";
    case "find_business":
      return "businessList";
    case "find_service":
      return "serviceList";
    case "find_tModel":
      return "tModelList";
    case "find_relatedBusinesses":
      return "relatedBusinessesList";
    case "get_businessDetail":
    case "save_business":
      return "businessDetail";
    case "get_businessDetailExt":
      return "businessDetailExt";
    case "get_serviceDetail":
    case "save_service":
      return "serviceDetail";
    case "get_tModelDetail":
    case "save_tModel":
      return "tModelDetail";
    case "get_operationalInfo":
      return "operationalInfos";
    case "get_registeredInfo":
      return "registeredInfo";
    case "get_authToken":
      return "authToken";
    case "get_assertionStatusReport":
      return "assertionStatusReport";
    case "get_publisherAssertions":
      return assertionsOf[version];
    case "set_publisherAssertions":
      return "publisherAssertions";
    case "discard_authToken":
    case "add_publisherAssertions":
    case "delete_publisherAssertions":
    case "delete_business":
    case "delete_service":
    case "delete_binding":
    case "delete_tModel":
      return version === 2 ? "dispositionReport" : undefined;
  }
}
