import { contractProfile, type WsiProfile } from "../../../stacks/wsi-profile.ts";
import type { PublishedWsi } from "./entries.ts";

/**
 * What the DM server at `baseUrl` publishes; the names are those of the contract's WSDL (contract, 1 and 11), or of the
 * profile under which it is served.
 */
export function publishedWsi(
  baseUrl: string,
  businessName: string,
  { wsdlNamespace, path }: WsiProfile = contractProfile,
): PublishedWsi {
  return {
    businessName,
    serviceName: "DeviceManagementService",
    namespace: wsdlNamespace,
    wsdlUrl: `${baseUrl}${path}?wsdl`,
    accessPoint: `${baseUrl}${path}`,
    portType: "DeviceManagement",
    soap11: "DeviceManagementSoap11",
    soap12: "DeviceManagementSoap12",
  };
}
