import { WSI_WSDL } from "../../../protocols/wsi/index.ts";
import type { PublishedWsi } from "./entries.ts";

/** What the DM server at `baseUrl` publishes; the names are those of the contract's WSDL (contract, 1 and 11). */
export function publishedWsi(baseUrl: string, businessName: string): PublishedWsi {
  return {
    businessName,
    serviceName: "DeviceManagementService",
    namespace: WSI_WSDL,
    wsdlUrl: `${baseUrl}/wsi?wsdl`,
    accessPoint: `${baseUrl}/wsi`,
    portType: "DeviceManagement",
    soap11: "DeviceManagementSoap11",
    soap12: "DeviceManagementSoap12",
  };
}
