import type { DiscoverDevices, DiscoverDevicesResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, pageOf, replyOf, type Answer, type Call } from "../call.ts";
import { describeRecord } from "../device-description.ts";
import { ackOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";
import { matchingDevices } from "../selection.ts";

/** D1: the devices of the caller's policy that match a filter, in the response or by callback. */
export function discover(request: DiscoverDevices, call: Call): Answer<DiscoverDevicesResponseInput> {
  const { room, turn, owner, registration } = call;
  const byCallback = request.delivery === "callback";
  if (byCallback && registration?.endpoint === undefined)
    throw serviceRefusal("SVC0002", ["delivery"], "there is no callback endpoint to deliver to");
  checkOutstanding(call);
  const matches = matchingDevices(request.filter, call);
  const { page, nextIndex } = pageOf(matches, request.startIndex, request.maxResults);
  const device = page.map((record) => describeRecord(record, room, request.includeCapabilities === true));
  const operation = room.log.accept(
    {
      operation: "DiscoverDevices",
      owner,
      targeted: page.length,
      ...(byCallback ? { reply: replyOf(call.addressing, registration?.endpoint) } : {}),
    },
    turn,
  );
  const found = { totalMatches: matches.length, device, nextIndex };
  if (byCallback)
    room.outcomes.tell(operation.operationId, registration?.registrationId, "DiscoveryResult", found, turn);
  const totals = { targeted: page.length, succeeded: page.length, failed: 0, cancelled: 0, expired: 0 };
  room.log.step(operation.operationId, "outcome.succeeded", turn, { totals });
  const ack = ackOf(operation);
  return { response: byCallback ? { ack } : { ack, ...found }, conversation: operation.conversation };
}
