import {
  canonicalKeys,
  type TModel,
  type UddiMessageInput,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";

/*
 * Messages are the same for both versions of UDDI; only the keys of the well-known tModels differ, and the kind of an
 * access point. A known key is sent again, an empty or absent one asks the registry to assign one: none is ever proposed.
 */

/** What the DM server tells the registry about its WSI. */
export interface PublishedWsi {
  readonly businessName: string;
  /** Local name of the service in the WSDL; also its name in the registry. */
  readonly serviceName: string;
  /** Target namespace of the WSDL. */
  readonly namespace: string;
  readonly wsdlUrl: string;
  readonly accessPoint: string;
  readonly portType: string;
  readonly soap11: string;
  readonly soap12: string;
}

/** Keys of what is in the registry. */
export interface PublishedKeys {
  readonly portType?: string | undefined;
  readonly soap11?: string | undefined;
  readonly soap12?: string | undefined;
  readonly business?: string | undefined;
  readonly service?: string | undefined;
  /** Of the bindings of the service, for SOAP 1.1 and 1.2. */
  readonly binding11?: string | undefined;
  readonly binding12?: string | undefined;
}

/** The tModels of the WSI, by the names of their keys. */
export type ModelName = "portType" | "soap11" | "soap12";

const reference = (tModelKey: string, keyName: string, keyValue: string) => ({
  tModelKey,
  keyName,
  keyValue,
});

/** Qualifier of a search for a name as it is; in version 3 that is what happens without one. */
const exactly: Readonly<Record<UddiVersion, string>> = { 2: "exactNameMatch", 3: "exactMatch" };

/** Looks for the tModels of portType and bindings: their names begin alike. */
export function findTModels(version: UddiVersion, wsi: PublishedWsi): UddiMessageInput<"find_tModel"> {
  const { xmlNamespace } = canonicalKeys[version];
  const categoryBag = { keyedReference: [reference(xmlNamespace, "namespace", wsi.namespace)] };
  const findQualifiers = version === 3 ? { findQualifier: ["approximateMatch"] } : undefined;
  return {
    name: "find_tModel",
    value: { findQualifiers, name: { text: `${wsi.portType}%` }, categoryBag },
  };
}

/** Reads what was found. */
export function getTModels(tModelKey: readonly string[]): UddiMessageInput<"get_tModelDetail"> {
  return { name: "get_tModelDetail", value: { tModelKey: [...tModelKey] } };
}

/** The tModel of the portType (OASIS note, mapping of WSDL to UDDI). */
export function savePortType(
  version: UddiVersion,
  wsi: PublishedWsi,
  authInfo: string,
  key: string | undefined,
): UddiMessageInput<"save_tModel"> {
  const tModelKeys = canonicalKeys[version];
  const tModel = {
    tModelKey: key ?? newKey(version),
    name: { text: wsi.portType },
    description: [{ lang: "en", text: "portType of the DM WSI" }],
    overviewDoc: [{ overviewURL: wsdlAt(version, wsi) }],
    categoryBag: {
      keyedReference: [
        reference(tModelKeys.xmlNamespace, "portType namespace", wsi.namespace),
        reference(tModelKeys.wsdlTypes, "WSDL type", "portType"),
      ],
    },
  };
  return { name: "save_tModel", value: { authInfo, tModel: [tModel] } };
}

/** The tModels of bindings, which refer to the portType. */
export function saveBindings(
  version: UddiVersion,
  wsi: PublishedWsi,
  authInfo: string,
  portType: string,
  models: readonly { readonly name: "soap11" | "soap12"; readonly key: string | undefined }[],
): UddiMessageInput<"save_tModel"> {
  const tModelKeys = canonicalKeys[version];
  const tModel = models.map(({ name, key }) => ({
    tModelKey: key ?? newKey(version),
    name: { text: wsi[name] },
    overviewDoc: [{ overviewURL: wsdlAt(version, wsi) }],
    categoryBag: {
      keyedReference: [
        reference(tModelKeys.xmlNamespace, "binding namespace", wsi.namespace),
        reference(tModelKeys.wsdlTypes, "WSDL type", "binding"),
        reference(tModelKeys.portTypeReference, "portType reference", portType),
        // no key for SOAP 1.2 is sure to be known to a registry; the binding for it leaves the protocol out
        ...(name === "soap11" ? [reference(tModelKeys.protocol, "SOAP protocol", tModelKeys.soap)] : []),
        reference(tModelKeys.transport, "HTTP transport", tModelKeys.http),
        reference(tModelKeys.types, "uddi-org:types", "wsdlSpec"),
      ],
    },
  }));
  return { name: "save_tModel", value: { authInfo, tModel } };
}

/** The portType to which the tModel of a binding refers. */
export function portTypeOf(version: UddiVersion, { categoryBag }: TModel): string | undefined {
  const wanted = canonicalKeys[version].portTypeReference.toLowerCase();
  return categoryBag?.keyedReference?.find(({ tModelKey = "" }) => tModelKey.toLowerCase() === wanted)
    ?.keyValue;
}

/** Looks for the business by its exact name. */
export function findBusiness(version: UddiVersion, wsi: PublishedWsi): UddiMessageInput<"find_business"> {
  const findQualifiers = { findQualifier: [exactly[version]] };
  return {
    name: "find_business",
    value: { findQualifiers, name: [{ text: wsi.businessName }] },
  };
}

/** The business that runs the DM server. */
export function saveBusiness(
  version: UddiVersion,
  wsi: PublishedWsi,
  authInfo: string,
): UddiMessageInput<"save_business"> {
  const businessEntity = {
    businessKey: newKey(version),
    name: [{ lang: "en", text: wsi.businessName }] as const,
    description: [{ lang: "en", text: "Operator of a device management system" }],
  };
  return { name: "save_business", value: { authInfo, businessEntity: [businessEntity] } };
}

/** Looks for the service of the business by its exact name. */
export function findService(
  version: UddiVersion,
  wsi: PublishedWsi,
  businessKey: string,
): UddiMessageInput<"find_service"> {
  const findQualifiers = { findQualifier: [exactly[version]] };
  return {
    name: "find_service",
    value: { businessKey, findQualifiers, name: [{ text: wsi.serviceName }] },
  };
}

/** Reads the service with its bindings. */
export function getService(serviceKey: string): UddiMessageInput<"get_serviceDetail"> {
  return { name: "get_serviceDetail", value: { serviceKey: [serviceKey] } };
}

/** The service with one binding for each version of SOAP. */
export function saveService(
  version: UddiVersion,
  wsi: PublishedWsi,
  authInfo: string,
  keys: PublishedKeys,
): UddiMessageInput<"save_service"> {
  const tModelKeys = canonicalKeys[version];
  const URLType = wsi.accessPoint.startsWith("https:") ? "https" : "http";
  const kind = version === 2 ? ({ URLType } as const) : { useType: "endPoint" };
  const bindingTemplate = [
    [wsi.soap11, keys.soap11, keys.binding11],
    [wsi.soap12, keys.soap12, keys.binding12],
  ].map(([port, bindingModel, key]) => ({
    bindingKey: key ?? newKey(version),
    description: [{ lang: "en", text: port ?? "" }],
    accessPoint: { ...kind, text: wsi.accessPoint },
    tModelInstanceDetails: {
      tModelInstanceInfo: [
        { tModelKey: bindingModel ?? "", instanceDetails: { instanceParms: port } },
        { tModelKey: keys.portType ?? "" },
      ],
    },
  }));
  const service = {
    serviceKey: keys.service ?? newKey(version),
    businessKey: keys.business ?? "",
    name: [{ lang: "en", text: wsi.serviceName }],
    bindingTemplates: { bindingTemplate },
    categoryBag: {
      keyedReference: [
        reference(tModelKeys.wsdlTypes, "WSDL type", "service"),
        reference(tModelKeys.xmlNamespace, "service namespace", wsi.namespace),
        reference(tModelKeys.xmlLocalName, "service local name", wsi.serviceName),
      ] as const,
    },
  };
  return { name: "save_service", value: { authInfo, businessService: [service] } };
}

/** What stands in place of a key that the registry is to assign. */
function newKey(version: UddiVersion): string | undefined {
  return version === 2 ? "" : undefined;
}

function wsdlAt(version: UddiVersion, { wsdlUrl: text }: PublishedWsi) {
  return version === 3 ? { text, useType: "wsdlInterface" } : { text };
}
