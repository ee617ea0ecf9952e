import type {
  SubmitConfiguration,
  SubmitConfigurationResponseInput,
} from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, type Answer, type Call } from "../call.ts";
import { accessesOfConfiguration, configurationType, readConfiguration } from "../library/content.ts";
import { acceptItemWork } from "../library/item-work.ts";
import { checkManagedHere, checkRoom } from "../library/ownership.ts";
import { ackOf } from "../operation-log.ts";
import { selectDevices } from "../selection.ts";

/**
 * G1: stores a configuration and applies it to the devices that it is assigned to, when they come (`next-session`, the
 * default) or at once (`now`: they are notified). A provisioning document is pushed at once either way.
 */
export function submitConfiguration(
  request: SubmitConfiguration,
  call: Call,
): Answer<SubmitConfigurationResponseInput> {
  const { room, turn, owner } = call;
  const { name, version, content, assignTo, applyAt, expires } = request;
  const contentType = configurationType(request.contentType);
  checkRoom("configurations", content.length, call);
  const understood = readConfiguration(contentType, content, room.limits);
  const refusal = room.policy.accesses(call.caller, accessesOfConfiguration(understood));
  if (refusal) throw refusal;
  const devices = assignTo ? selectDevices(assignTo, "assignTo", call) : [];
  checkManagedHere(devices, "SubmitConfiguration");
  checkOutstanding(call);
  const { configurationId } = room.library.addConfiguration(
    { owner, name, version, contentType, size: content.length },
    content,
    understood,
    turn.moment.date,
  );
  const operation = acceptItemWork(
    {
      operation: "SubmitConfiguration",
      name,
      work: { kind: "configuration", configurationId },
      devices,
      notify: applyAt === "now",
      expires,
    },
    call,
  );
  return { response: { ack: ackOf(operation), configurationId }, conversation: operation.conversation };
}
