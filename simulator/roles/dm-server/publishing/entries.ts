import { GENERIC, tModelKeys, type UddiMessageInput } from "../../../protocols/uddi/index.ts";

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
}

const reference = (tModelKey: string, keyName: string, keyValue: string) => ({
  tModelKey,
  keyName,
  keyValue,
});

/** Looks for the tModels of portType and bindings: their names begin alike. */
export function findTModels(wsi: PublishedWsi): UddiMessageInput<"find_tModel"> {
  const categoryBag = { keyedReference: [reference(tModelKeys.xmlNamespace, "namespace", wsi.namespace)] };
  return {
    name: "find_tModel",
    value: { generic: GENERIC, name: { text: `${wsi.portType}%` }, categoryBag },
  };
}

/** The tModel of the portType (OASIS note, mapping of WSDL to UDDI). */
export function savePortType(wsi: PublishedWsi, authInfo: string): UddiMessageInput<"save_tModel"> {
  const tModel = {
    tModelKey: "",
    name: { text: wsi.portType },
    description: [{ lang: "en", text: "portType of the DM WSI" }],
    overviewDoc: { overviewURL: wsi.wsdlUrl },
    categoryBag: {
      keyedReference: [
        reference(tModelKeys.xmlNamespace, "portType namespace", wsi.namespace),
        reference(tModelKeys.wsdlTypes, "WSDL type", "portType"),
      ],
    },
  };
  return { name: "save_tModel", value: { generic: GENERIC, authInfo, tModel: [tModel] } };
}

/** The tModels of bindings, which refer to the portType. */
export function saveBindings(
  wsi: PublishedWsi,
  authInfo: string,
  portType: string,
  names: readonly string[],
): UddiMessageInput<"save_tModel"> {
  const tModel = names.map((text) => ({
    tModelKey: "",
    name: { text },
    overviewDoc: { overviewURL: wsi.wsdlUrl },
    categoryBag: {
      keyedReference: [
        reference(tModelKeys.xmlNamespace, "binding namespace", wsi.namespace),
        reference(tModelKeys.wsdlTypes, "WSDL type", "binding"),
        reference(tModelKeys.portTypeReference, "portType reference", portType),
        // version 2 of the canonical tModels names SOAP 1.1 alone; the binding for 1.2 leaves the protocol out
        ...(text === wsi.soap11 ? [reference(tModelKeys.protocol, "SOAP protocol", tModelKeys.soap)] : []),
        reference(tModelKeys.transport, "HTTP transport", tModelKeys.http),
        reference(tModelKeys.types, "uddi-org:types", "wsdlSpec"),
      ],
    },
  }));
  return { name: "save_tModel", value: { generic: GENERIC, authInfo, tModel } };
}

/** Looks for the business by its exact name. */
export function findBusiness(wsi: PublishedWsi): UddiMessageInput<"find_business"> {
  const findQualifiers = { findQualifier: ["exactNameMatch"] };
  return {
    name: "find_business",
    value: { generic: GENERIC, findQualifiers, name: [{ text: wsi.businessName }] },
  };
}

/** The business that runs the DM server. */
export function saveBusiness(wsi: PublishedWsi, authInfo: string): UddiMessageInput<"save_business"> {
  const businessEntity = {
    businessKey: "",
    name: [{ lang: "en", text: wsi.businessName }] as const,
    description: [{ lang: "en", text: "Operator of a device management system" }],
  };
  return { name: "save_business", value: { generic: GENERIC, authInfo, businessEntity: [businessEntity] } };
}

/** Looks for the service of the business by its exact name. */
export function findService(wsi: PublishedWsi, businessKey: string): UddiMessageInput<"find_service"> {
  const findQualifiers = { findQualifier: ["exactNameMatch"] };
  return {
    name: "find_service",
    value: { generic: GENERIC, businessKey, findQualifiers, name: [{ text: wsi.serviceName }] },
  };
}

/** The service with one binding for each version of SOAP. */
export function saveService(
  wsi: PublishedWsi,
  authInfo: string,
  keys: Required<Pick<PublishedKeys, "portType" | "soap11" | "soap12" | "business">> & PublishedKeys,
): UddiMessageInput<"save_service"> {
  const URLType = wsi.accessPoint.startsWith("https:") ? "https" : "http";
  const bindingTemplate = [
    [wsi.soap11, keys.soap11],
    [wsi.soap12, keys.soap12],
  ].map(([port, bindingModel]) => ({
    bindingKey: "",
    description: [{ lang: "en", text: port ?? "" }],
    accessPoint: { URLType, text: wsi.accessPoint },
    tModelInstanceDetails: {
      tModelInstanceInfo: [
        { tModelKey: bindingModel ?? "", instanceDetails: { instanceParms: port } },
        { tModelKey: keys.portType ?? "" },
      ],
    },
  }));
  const service = {
    serviceKey: keys.service ?? "",
    businessKey: keys.business,
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
  return { name: "save_service", value: { generic: GENERIC, authInfo, businessService: [service] } };
}
