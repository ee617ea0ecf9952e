import {
  canonicalKeys,
  type BindingTemplate,
  type BusinessService,
  type TModel,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../../protocols/uddi/index.ts";

/** What a lookup gave: where the service is reached and where its WSDL lies. */
export interface FoundService {
  readonly serviceKey: string;
  readonly accessPoint: string;
  readonly wsdlUrl: string;
  /** Access points among which this one was picked. */
  readonly compared: number;
}

/** One lookup in a registry: find_service, get_serviceDetail, get_tModelDetail. Each answer gives the next question. */
export interface Discovery {
  readonly version: UddiVersion;
  readonly first: UddiMessageInput<UddiRequestName>;
  next(
    answer: UddiMessage<UddiResponseName>,
  ): UddiMessageInput<UddiRequestName> | FoundService | { readonly missing: string };
}

/** A binding through which a service can be called. */
interface Candidate {
  readonly serviceKey: string;
  readonly accessPoint: string;
  readonly models: readonly string[];
}

/** Services that are compared. */
const MOST_COMPARED = 20;

/**
 * Looks for services by their exact name and their category as a WSDL service (UDDI technical note, query 4), compares
 * their access points and picks one: https before http, else in the registry's order. One whose tModels name no WSDL is
 * passed over.
 */
export function discoverService(serviceName: string, version: UddiVersion = 2): Discovery {
  const keys = canonicalKeys[version];
  let candidates: readonly Candidate[] = [];
  let tried = -1;

  const tryNext = (): UddiMessageInput<UddiRequestName> | { readonly missing: string } => {
    const models = candidates[++tried]?.models;
    return models
      ? { name: "get_tModelDetail", value: { tModelKey: models } }
      : { missing: "the binding's tModel names no WSDL" };
  };

  return {
    version,
    first: {
      name: "find_service",
      value: {
        maxRows: MOST_COMPARED,
        findQualifiers: { findQualifier: [version === 2 ? "exactNameMatch" : "exactMatch"] },
        name: [{ text: serviceName }],
        categoryBag: {
          keyedReference: [{ tModelKey: keys.wsdlTypes, keyName: "WSDL type", keyValue: "service" }],
        },
      },
    },
    next: (answer) => {
      switch (answer.name) {
        case "serviceList": {
          const found = answer.value.serviceInfos?.serviceInfo.slice(0, MOST_COMPARED) ?? [];
          if (found.length === 0) return { missing: `the registry knows no service ${serviceName}` };
          return { name: "get_serviceDetail", value: { serviceKey: found.map((info) => info.serviceKey) } };
        }
        case "serviceDetail":
          candidates = byPreference(answer.value.businessService.flatMap(candidatesOf));
          if (candidates.length === 0) return { missing: `the service ${serviceName} has no access point` };
          return tryNext();
        case "tModelDetail": {
          const picked = candidates[tried];
          const wsdlUrl = wsdlOf(answer.value.tModel, keys.wsdlTypes);
          if (!picked || wsdlUrl === undefined) return tryNext();
          const { serviceKey, accessPoint } = picked;
          return { serviceKey, accessPoint, wsdlUrl, compared: candidates.length };
        }
        default:
          return { missing: `the registry answered with ${answer.name}` };
      }
    },
  };
}

function candidatesOf({ serviceKey = "", bindingTemplates }: BusinessService): readonly Candidate[] {
  return (bindingTemplates?.bindingTemplate ?? []).flatMap(
    (binding) => candidateOf(serviceKey, binding) ?? [],
  );
}

function candidateOf(
  serviceKey: string,
  { accessPoint, tModelInstanceDetails }: BindingTemplate,
): Candidate | undefined {
  const models = (tModelInstanceDetails?.tModelInstanceInfo ?? []).map((info) => info.tModelKey);
  if (!accessPoint || models.length === 0) return undefined;
  return { serviceKey, accessPoint: accessPoint.text, models };
}

/** The first binding of a service is the one for SOAP 1.1, which every toolkit speaks: the order is kept among equals. */
function byPreference(candidates: readonly Candidate[]): readonly Candidate[] {
  const rank = ({ accessPoint }: Candidate): number =>
    accessPoint.startsWith("https:") ? 0 : accessPoint.startsWith("http:") ? 1 : 2;
  return candidates.toSorted((a, b) => rank(a) - rank(b));
}

/** Address of the WSDL: that of the binding's tModel, else of any. */
function wsdlOf(models: readonly TModel[], wsdlTypes: string): string | undefined {
  const isBinding = ({ categoryBag }: TModel): boolean =>
    (categoryBag?.keyedReference ?? []).some(
      ({ tModelKey, keyValue }) =>
        tModelKey?.toLowerCase() === wsdlTypes.toLowerCase() && keyValue === "binding",
    );
  const sorted = models.toSorted((a, b) => Number(isBinding(b)) - Number(isBinding(a)));
  for (const { overviewDoc } of sorted)
    for (const { overviewURL } of overviewDoc) {
      const address = overviewURL?.text.split("#", 1)[0];
      if (address) return address;
    }
  return undefined;
}
