import { utf8, utf8Text } from "../core/bytes.ts";
import { actionOf, WSI, WSI_WSDL } from "../protocols/wsi/index.ts";
import type { Headers, HttpRequest, HttpResponse } from "../wire/http.ts";
import { contractProfile, operationOfAction, profiledAction, type WsiProfile } from "./wsi-profile.ts";
import { renameXml, type XmlRenaming } from "./xml-names.ts";

/**
 * Translates messages between the contract's names and those of a profile. What comes in gets the contract's names before
 * a codec sees it, what goes out gets the profile's; a message that comes in under the contract's own names is none of the
 * profile's, and is seen so.
 */
export interface ProfileNames {
  requestIn(http: HttpRequest): HttpRequest;
  requestOut(http: HttpRequest): HttpRequest;
  responseIn(http: HttpResponse): HttpResponse;
  /** Also of a WSDL or a schema. */
  responseOut(http: HttpResponse): HttpResponse;
  /** An envelope of the contract's names as it goes out. */
  textOut(envelope: string): string;
}

/** What the contract's names become when they come in under a profile with others: nobody knows them. */
const STRANGE = `${WSI}#not-of-the-profile`;

/** Creates the translation for a profile. */
export function createProfileNames(profile: WsiProfile): ProfileNames {
  const { namespace, wsdlNamespace } = profile;
  const namespaceOut = (uri: string): string => {
    if (uri === WSI) return namespace;
    return uri === WSI_WSDL ? wsdlNamespace : uri;
  };
  const namespaceIn = (uri: string): string => {
    if (uri === namespace) return WSI;
    return uri === WSI ? STRANGE : uri;
  };
  const actionOut = (action: string): string => {
    const operation = operationOfAction(contractProfile, action);
    if (operation !== undefined) return profiledAction(profile, operation);
    // the default action of a response begins with the namespace of the WSDL
    return action.startsWith(`${WSI_WSDL}:`) ? `${wsdlNamespace}${action.slice(WSI_WSDL.length)}` : action;
  };
  const actionIn = (action: string): string => {
    const operation = operationOfAction(profile, action);
    if (operation !== undefined) return actionOf(operation);
    return action.startsWith(`${wsdlNamespace}:`)
      ? `${WSI_WSDL}${action.slice(wsdlNamespace.length)}`
      : action;
  };

  const outgoing: XmlRenaming = {
    namespace: namespaceOut,
    text: (name, text) => {
      if (name === "Action") return trimmed(text, actionOut);
      // names in words, as faults have them
      return name === "faultstring" || name === "Text" ? wordsOut(text) : text;
    },
  };
  const incoming: XmlRenaming = {
    namespace: namespaceIn,
    text: (name, text) => (name === "Action" ? trimmed(text, actionIn) : text),
  };
  const describing: XmlRenaming = {
    namespace: namespaceOut,
    attribute: (name, value) => {
      switch (name) {
        case "targetNamespace":
        case "namespace":
          return namespaceOut(value);
        case "soapAction":
          return actionOut(value);
        case "location":
        case "schemaLocation":
          return addressOut(value, profile);
        default:
          return value;
      }
    },
  };
  const wordsOut = (text: string): string =>
    text.replaceAll(`{${WSI}}`, () => `{${namespace}}`).replaceAll(`{${STRANGE}}`, () => `{${WSI}}`);

  return {
    requestIn: (http) => ({
      ...http,
      url: pathIn(http.url, profile),
      headers: headersWith(http.headers, actionIn),
      body: renamed(http.body, incoming),
    }),
    requestOut: (http) => ({
      ...http,
      headers: headersWith(http.headers, actionOut),
      body: renamed(http.body, outgoing),
    }),
    responseIn: (http) => ({
      ...http,
      headers: headersWith(http.headers, actionIn),
      body: renamed(http.body, incoming),
    }),
    responseOut: (http) => ({
      ...http,
      headers: headersWith(http.headers, actionOut),
      body: renamed(http.body, isDescription(http.body) ? describing : outgoing),
    }),
    textOut: (envelope) => renameXml(envelope, outgoing),
  };
}

/** Other octets than UTF-8 stay as they are: under a profile messages are UTF-8. */
function renamed(body: Uint8Array, renaming: XmlRenaming): Uint8Array {
  const text = body.length === 0 ? undefined : utf8Text(body);
  return text?.includes("<") === true ? utf8(renameXml(text, renaming)) : body;
}

function trimmed(text: string, rename: (text: string) => string): string {
  const inner = text.trim();
  const name = rename(inner);
  return name === inner ? text : name;
}

const actionParameter = /(\baction\s*=\s*")([^"]*)(")/i;

/** The action stands in `SOAPAction`, and in SOAP 1.2 in the media type. */
function headersWith(headers: Headers, rename: (action: string) => string): Headers {
  const soapAction = headers["soapaction"];
  const contentType = headers["content-type"];
  const changed: Record<string, string> = {};
  if (soapAction !== undefined) changed["soapaction"] = soapAction.replace(/[^"]+/, rename);
  if (contentType !== undefined)
    changed["content-type"] = contentType.replace(
      actionParameter,
      (_whole, before: string, action: string, after: string) => `${before}${rename(action)}${after}`,
    );
  return { ...headers, ...changed };
}

/** The address of a request as the DM server knows its own endpoint. */
function pathIn(address: string, { path }: WsiProfile): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const { pathname } = url;
  const rest = pathname.endsWith("/") ? "/" : "";
  const whole = rest === "" ? pathname : pathname.slice(0, -1);
  if (!whole.endsWith(path)) return address;
  url.pathname = `${whole.slice(0, whole.length - path.length)}${contractProfile.path}${rest}`;
  return url.href;
}

/** The addresses in a description that we serve. */
function addressOut(address: string, { path, callbackPath }: WsiProfile): string {
  const [place = "", query] = address.split("?", 2);
  const end = query === undefined ? "" : `?${query}`;
  const { path: own, callbackPath: ownCallback } = contractProfile;
  if (place.endsWith(ownCallback)) return `${place.slice(0, -ownCallback.length)}${callbackPath}${end}`;
  return place.endsWith(own) ? `${place.slice(0, -own.length)}${path}${end}` : address;
}

/** True for a WSDL or a schema as we write them. */
function isDescription(body: Uint8Array): boolean {
  const head = utf8Text(body.subarray(0, 100).filter((octet) => octet < 0x80)) ?? "";
  return /<(wsdl:definitions|xs:schema)\s/.test(head);
}
