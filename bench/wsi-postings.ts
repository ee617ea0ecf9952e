import { seededRandom } from "../simulator/core/random.ts";
import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import type { OperationName } from "../simulator/protocols/wsi/index.ts";
import type { RequestInput } from "../simulator/stacks/wsi-http.ts";
import { writeWsiRequest } from "../simulator/stacks/wsi-client.ts";
import type { Posting } from "./poster.ts";

/** Password of all External Systems of the benchmarks. */
export const WSI_PASSWORD = "secret";

const crypto = createNodeCrypto();

/** A request of an External System to the WSI, for which an acknowledgement `accepted` is expected. */
export function wsiPosting<N extends OperationName>(
  system: string,
  operation: N,
  value: RequestInput<N>,
): Posting {
  const { headers, body } = writeWsiRequest<"DeviceManagement", N>(
    "http://127.0.0.1/wsi",
    "DeviceManagement",
    "1.1",
    operation,
    value,
    {
      credentials: { scheme: "basic", username: system, password: WSI_PASSWORD },
      crypto,
      random: seededRandom(0),
      date: 0,
    },
  );
  return { path: "/wsi", headers, body, expect: Buffer.from("accepted") };
}

/** The registration of an External System that hears callbacks at `endpoint`. */
export function registration(system: string, endpoint: string): Posting {
  return wsiPosting(system, "RegisterExternalSystem", {
    name: system,
    kind: "other",
    managementDomain: "operator",
    callbackEndpoint: endpoint,
    requestedOperation: [],
    requestedAlertType: [],
  });
}
