import {
  GENERIC,
  tModelKeys,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
} from "../../protocols/uddi/index.ts";

/** What a lookup gave: where the service is reached and where its WSDL lies. */
export interface FoundService {
  readonly serviceKey: string;
  readonly accessPoint: string;
  readonly wsdlUrl: string;
}

/** One lookup in a registry: find_service, get_serviceDetail, get_tModelDetail. Each answer gives the next question. */
export interface Discovery {
  readonly first: UddiMessageInput<UddiRequestName>;
  next(
    answer: UddiMessage<UddiResponseName>,
  ): UddiMessageInput<UddiRequestName> | FoundService | { readonly missing: string };
}

/** Looks for a service by its exact name and its category as a WSDL service (UDDI technical note, query 4). */
export function discoverService(serviceName: string): Discovery {
  let serviceKey = "";
  let accessPoint = "";
  return {
    first: {
      name: "find_service",
      value: {
        generic: GENERIC,
        findQualifiers: { findQualifier: ["exactNameMatch"] },
        name: [{ text: serviceName }],
        categoryBag: {
          keyedReference: [{ tModelKey: tModelKeys.wsdlTypes, keyName: "WSDL type", keyValue: "service" }],
        },
      },
    },
    next: (answer) => {
      switch (answer.name) {
        case "serviceList": {
          const found = answer.value.serviceInfos.serviceInfo[0];
          if (!found) return { missing: `the registry knows no service ${serviceName}` };
          serviceKey = found.serviceKey;
          return { name: "get_serviceDetail", value: { generic: GENERIC, serviceKey: [serviceKey] } };
        }
        case "serviceDetail": {
          const bindings = answer.value.businessService[0]?.bindingTemplates?.bindingTemplate ?? [];
          // the first binding is the one for SOAP 1.1, which every toolkit speaks
          const binding = bindings.find((candidate) => candidate.accessPoint !== undefined);
          const model = binding?.tModelInstanceDetails.tModelInstanceInfo[0]?.tModelKey;
          if (!binding?.accessPoint || model === undefined)
            return { missing: `the service ${serviceName} has no access point` };
          accessPoint = binding.accessPoint.text;
          return { name: "get_tModelDetail", value: { generic: GENERIC, tModelKey: [model] } };
        }
        case "tModelDetail": {
          const wsdlUrl = answer.value.tModel[0]?.overviewDoc?.overviewURL?.split("#", 1)[0];
          return wsdlUrl
            ? { serviceKey, accessPoint, wsdlUrl }
            : { missing: "the binding's tModel names no WSDL" };
        }
        default:
          return { missing: `the registry answered with ${answer.name}` };
      }
    },
  };
}
