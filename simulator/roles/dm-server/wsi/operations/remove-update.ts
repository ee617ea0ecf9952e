import type { RemoveUpdate, RemoveUpdateResponseInput } from "../../../../protocols/wsi/index.ts";
import type { Answer, Call } from "../call.ts";
import { acceptItemWork } from "../library/item-work.ts";
import { isNeeded } from "../library/need.ts";
import { ownUpdate } from "../library/ownership.ts";
import { ackOf } from "../operation-log.ts";

/** Removes an update; operations that bring it to devices keep its package to their end. */
export function removeUpdate({ updateId }: RemoveUpdate, call: Call): Answer<RemoveUpdateResponseInput> {
  const { library } = call.room;
  const record = ownUpdate(updateId, call);
  library.removeUpdate(record, isNeeded(updateId, call.room));
  const operation = acceptItemWork(
    { operation: "RemoveUpdate", name: record.name, devices: [], notify: false, expires: undefined },
    call,
  );
  return { response: { ack: ackOf(operation) }, conversation: operation.conversation };
}
