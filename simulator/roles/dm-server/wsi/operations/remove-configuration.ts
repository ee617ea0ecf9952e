import type {
  RemoveConfiguration,
  RemoveConfigurationResponseInput,
} from "../../../../protocols/wsi/index.ts";
import type { Answer, Call } from "../call.ts";
import { acceptItemWork } from "../library/item-work.ts";
import { isNeeded } from "../library/need.ts";
import { ownConfiguration } from "../library/ownership.ts";
import { ackOf } from "../operation-log.ts";

/** Removes a configuration; operations that apply it keep its content to their end. */
export function removeConfiguration(
  { configurationId }: RemoveConfiguration,
  call: Call,
): Answer<RemoveConfigurationResponseInput> {
  const { library } = call.room;
  const record = ownConfiguration(configurationId, call);
  library.removeConfiguration(record, isNeeded(configurationId, call.room));
  const operation = acceptItemWork(
    { operation: "RemoveConfiguration", name: record.name, devices: [], notify: false, expires: undefined },
    call,
  );
  return { response: { ack: ackOf(operation) }, conversation: operation.conversation };
}
