import { toBase64 } from "../../core/bytes.ts";
import type { OperationStatus, Totals } from "../../protocols/wsi/index.ts";
import type { ReceivedCallback } from "./callback-service.ts";
import type { OperationEvent } from "./operation-machine.ts";
import type { OperationRecord } from "./open-operations.ts";
import type { Turn } from "./turn.ts";

/** The event that a state of the contract is for the machine of an operation; undefined while it goes on. */
export function resultEvent(state: OperationStatus["state"]): OperationEvent["type"] | undefined {
  switch (state) {
    case "succeeded":
      return "result.succeeded";
    case "partly-succeeded":
      return "result.partly";
    case "failed":
      return "result.failed";
    case "cancelled":
      return "result.cancelled";
    case "expired":
      return "result.expired";
    case "pending":
    case "running":
      return undefined;
  }
}

/** The event that a callback is for the machine of its operation. */
export function outcomeEvent(
  callback: ReceivedCallback,
  { expected }: Pick<OperationRecord, "expected">,
): OperationEvent["type"] | undefined {
  switch (callback.operation) {
    case "OperationProgress":
      return "progress.received";
    case "OperationResult":
      return resultEvent(callback.value.state);
    case "DiscoveryResult":
    case "DiagnosticsDelivery":
      // a described device that is read again has its OperationResult as well
      return callback.operation === "DiscoveryResult" && expected.includes("OperationResult")
        ? undefined
        : "result.succeeded";
    case "SubscriptionStatus":
      return subscriptionEvents[callback.value.state];
    case "AlertNotification":
    case "RegistrationConfirmation":
    case "SessionStatus":
    case "PackageDelivery":
      return undefined;
  }
}

const subscriptionEvents = {
  accepted: "subscription.granted",
  "partly-accepted": "subscription.granted",
  rejected: "result.failed",
  expired: "result.expired",
  ended: "subscription.ended",
} as const;

/** The totals that a callback tells. */
export function totalsIn(callback: ReceivedCallback): Totals | undefined {
  return callback.operation === "OperationProgress" || callback.operation === "OperationResult"
    ? callback.value.totals
    : undefined;
}

/** Reports what a callback tells, besides `callback.received`; that of a registration is reported there. */
export function tellOutcome(callback: ReceivedCallback, conversation: string, turn: Turn): void {
  const report = (name: string, data: Readonly<Record<string, unknown>>): void =>
    turn.report(name, data, conversation);
  switch (callback.operation) {
    case "RegistrationConfirmation":
      return;
    case "SessionStatus": {
      const { operationId, sessionId, state, refusedBy = "", reason = "" } = callback.value;
      return report("session.status", { operationId, sessionId, state, refusedBy, reason });
    }
    case "PackageDelivery": {
      const { operationId, sessionId, number, contentType, package: octets } = callback.value;
      const data = { operationId, sessionId, number, contentType, package: toBase64(octets) };
      return report("package.delivered", data);
    }
    case "OperationProgress": {
      const { operationId, totals } = callback.value;
      return report("operation.progress", { operationId, ...totals });
    }
    case "OperationResult": {
      const { operationId, state, reason = "", totals, deviceResult } = callback.value;
      const statuses = deviceResult
        .flatMap((device) => device.commandResult.map(({ status }) => status))
        .join(" ");
      return report("operation.result", { operationId, state, reason, statuses, ...totals });
    }
    case "DiscoveryResult": {
      const { operationId, totalMatches, device } = callback.value;
      const deviceIds = device.map(({ deviceId }) => deviceId).join(" ");
      return report("devices.delivered", { operationId, totalMatches, deviceIds });
    }
    case "SubscriptionStatus": {
      const { subscriptionId, state, acceptedAlertType, acceptedParameter } = callback.value;
      const { rejectedAlertType, rejectedParameter } = callback.value;
      return report("subscription.status", {
        subscriptionId,
        state,
        accepted: [...acceptedAlertType, ...acceptedParameter].join(" "),
        rejected: [
          ...rejectedAlertType.map(({ type }) => type),
          ...rejectedParameter.map(({ locUri }) => locUri),
        ].join(" "),
      });
    }
    case "AlertNotification": {
      const { subscriptionId, alert } = callback.value;
      const { alertId, deviceId, alertType } = alert;
      return report("alert.received", { subscriptionId, alertId, deviceId, alertType });
    }
    case "DiagnosticsDelivery": {
      const { operationId, deviceId = "", alert, item } = callback.value;
      const data = { operationId, deviceId, alerts: alert.length, items: item.length };
      return report("diagnostics.delivered", data);
    }
  }
}
