import type { Posting } from "./poster.ts";
import { wsiPosting } from "./wsi-postings.ts";

/** Devices among which the operations are spread, so that no queue fills up. */
export const SOAP_DEVICES = 200;
export const SOAP_SYSTEM = "bench";

/** A ManageParameters with two commands for one of the devices, as an External System sends it. */
export function manageParameters(index: number): Posting {
  return wsiPosting(SOAP_SYSTEM, "ManageParameters", {
    deviceId: `IMEI:bench-${index % SOAP_DEVICES}`,
    command: [
      { kind: "get", locUri: "./DevDetail/SwV" },
      { kind: "replace", locUri: "./Settings/Ring", format: "chr", type: "text/plain", data: "Chime" },
    ],
    notifyDevice: false,
  });
}
