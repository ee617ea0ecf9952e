import type { OperationRequestInput } from "../../../../../simulator/protocols/wsi/index.ts";
import {
  defaultPolicy,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/options.ts";
import { createDesk, registration, type Desk, type DeskOptions } from "../desk.ts";

export const COMPLETE = "urn:oma:at:diagmon:1.0:OperationComplete";
export const TRAP = "urn:oma:at:diagmon:1.0:TrapNotification";
export const other = { credentials: { scheme: "basic", username: "other", password: "other" } } as const;

export type Subscribe = OperationRequestInput<"SubscribeAlerts">;

export function open(setup: DeskOptions = {}): Desk {
  const desk = createDesk(setup);
  desk.registered();
  return desk;
}

/** F3.1 to F3.3: subscribed, and the status acknowledged. */
export function subscribed(desk: Desk, request: Subscribe = {}): string {
  const { subscriptionId } = desk.ok("SubscribeAlerts", request);
  desk.last("SubscriptionStatus");
  desk.answer();
  return subscriptionId;
}

/** The other External System, registered under this name, and what its policy is. */
export function withOther(
  policy: Partial<ExternalSystemPolicy>,
  endpoint: string | undefined = OTHER_URL,
): Desk {
  const desk = open({
    options: {
      externalSystems: [
        {
          id: "care",
          name: "Customer care",
          kind: "customer-care",
          credentials: [{ scheme: "basic", username: "care", password: "secret" }],
          policy: defaultPolicy,
        },
        {
          id: "other",
          name: "Somebody else",
          kind: "other",
          credentials: [{ scheme: "basic", username: "other", password: "other" }],
          policy: { ...defaultPolicy, ...policy },
        },
      ],
    },
  });
  desk.ok(
    "RegisterExternalSystem",
    { ...registration, name: "Field office", kind: "other", callbackEndpoint: endpoint },
    other,
  );
  if (endpoint !== undefined) desk.answer();
  return desk;
}
export const OTHER_URL = "http://127.0.0.1:9001/office";
