import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { seededRandom } from "../simulator/core/random.ts";
import { writeWsiRequest } from "../simulator/stacks/wsi-client.ts";
import type { Posting } from "./poster.ts";

/** Devices among which the operations are spread, so that no queue fills up. */
export const SOAP_DEVICES = 200;
export const SOAP_USER = { username: "bench", password: "secret" } as const;

/** A ManageParameters with two commands for one of the devices, as an External System sends it. */
export function manageParameters(index: number): Posting {
  const { headers, body } = writeWsiRequest(
    "http://127.0.0.1/wsi",
    "DeviceManagement",
    "1.1",
    "ManageParameters",
    {
      deviceId: `IMEI:bench-${index % SOAP_DEVICES}`,
      command: [
        { kind: "get", locUri: "./DevDetail/SwV" },
        { kind: "replace", locUri: "./Settings/Ring", format: "chr", type: "text/plain", data: "Chime" },
      ],
      notifyDevice: false,
    },
    {
      credentials: { scheme: "basic", ...SOAP_USER },
      crypto: createNodeCrypto(),
      random: seededRandom(index),
      date: 0,
    },
  );
  return { path: "/wsi", headers, body, expect: Buffer.from("accepted") };
}
