import { bareAlertType } from "../../../../protocols/syncml/index.ts";
import type {
  AlertFilter,
  AlertInput,
  RetrieveAlerts,
  RetrieveAlertsResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { sizeOf, type AlertSearch, type StoredAlert } from "../../alerts/alert-store.ts";
import type { AlertReportItem } from "../../ports.ts";
import { alertMessage } from "../alerts/alert-message.ts";
import { readableItems } from "../alerts/alert-rights.ts";
import { alertTypeTest } from "../alerts/alert-types.ts";
import { checkOutstanding, deviceOf, pageBounds, replyOf, type Answer, type Call } from "../call.ts";
import { ackOf } from "../operation-log.ts";
import { policyRefusal, serviceRefusal } from "../refusal.ts";
import { allowedTypes, checkTypes } from "../subscriptions/granting.ts";
import { ownedSubscription, tooLate } from "../subscriptions/owned.ts";
import { passingItems } from "../subscriptions/subscription-filter.ts";
import { isInForce } from "../subscriptions/subscription-record.ts";

/** Octets of alerts in one delivery; the rest follows on the next page. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** Which alerts, and which items of each; undefined = the caller gets nothing of it. */
interface Search {
  readonly search: AlertSearch;
  readonly items: (alert: StoredAlert) => readonly AlertReportItem[] | undefined;
}

/** F3.11: stored alerts by subscription or by filter; they come as DiagnosticsDelivery. */
export function retrieveAlerts(request: RetrieveAlerts, call: Call): Answer<RetrieveAlertsResponseInput> {
  const { room, turn, owner, registration } = call;
  const { subscriptionId, filter } = request;
  if (registration?.endpoint === undefined)
    throw serviceRefusal(
      "SVC0002",
      ["callbackEndpoint"],
      "alerts are delivered to the callback endpoint of a registration; there is none",
    );
  if ((subscriptionId === undefined) === (filter === undefined))
    throw serviceRefusal(
      "SVC0002",
      ["subscriptionId, filter"],
      "exactly one of subscriptionId and filter has to be given",
    );
  const subscription = subscriptionId === undefined ? undefined : ownedSubscription(subscriptionId, call);
  if (subscription && !isInForce(subscription)) return tooLate(subscription, call);
  const wanted: Search = subscription
    ? {
        search: { type: alertTypeTest(subscription.acceptedAlertTypes) },
        items: (alert) => passingItems(subscription, alert, room),
      }
    : filtered(filter, call);
  const { start, count } = pageBounds(request.startIndex, request.maxResults);
  checkOutstanding(call);
  const { alert, nextIndex } = pageOfAlerts(wanted, start, count, call);
  const operation = room.log.accept(
    {
      operation: "RetrieveAlerts",
      owner,
      targeted: 0,
      reply: replyOf(call.addressing, registration.endpoint),
      subscriptionId,
    },
    turn,
  );
  const { operationId } = operation;
  const delivery = { deviceId: filter?.deviceId, alert, item: [], nextIndex };
  room.outcomes.tell(operationId, registration.registrationId, "DiagnosticsDelivery", delivery, turn);
  room.log.step(operationId, "outcome.succeeded", turn);
  return { response: { ack: ackOf(operation) }, conversation: operation.conversation };
}

/** By filter: the devices, the types and the nodes of the caller's policy. */
function filtered(filter: AlertFilter | undefined, call: Call): Search {
  const { room, caller } = call;
  const { deviceId, alertType = [], from, to } = filter ?? {};
  if (deviceId !== undefined) deviceOf(call, deviceId, "filter.deviceId");
  checkTypes(alertType, "filter.alertType");
  if (from !== undefined && to !== undefined && to < from)
    throw serviceRefusal("SVC0002", ["filter.to"], "the time ends before it begins");
  const allowed = alertType.length === 0 ? [...allowedTypes([], call)] : [];
  for (const type of alertType.map(bareAlertType)) {
    const part = allowedTypes([type], call);
    if (part.length === 0) throw policyRefusal("POL0204", [type]);
    allowed.push(...part);
  }
  return {
    search: { deviceId, type: alertTypeTest(allowed), from, to },
    items: (alert) => {
      const device = room.inventory.device(alert.deviceId);
      if (!device || !room.policy.seesDevice(caller, device)) return undefined;
      const readable = readableItems(alert.items, caller, room);
      return readable.length > 0 ? readable : undefined;
    },
  };
}

function pageOfAlerts(
  { search, items }: Search,
  start: number,
  count: number,
  { room, turn }: Call,
): { readonly alert: readonly AlertInput[]; readonly nextIndex: number | undefined } {
  const page: AlertInput[] = [];
  let passed = 0;
  let octets = 0;
  for (const alert of room.alerts.find(search, turn.moment.date)) {
    const mine = items(alert);
    if (!mine || passed++ < start) continue;
    octets += sizeOf({ ...alert, items: mine });
    const full = page.length === count || (octets > MOST_OCTETS && page.length > 0);
    if (full) return { alert: page, nextIndex: start + page.length };
    page.push(alertMessage(alert, mine));
  }
  return { alert: page, nextIndex: undefined };
}
