import { one, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { updateId } from "../types/identifiers.ts";

export const RemoveUpdate = el.struct("RemoveUpdate", { updateId: one(updateId) });
export type RemoveUpdate = Infer<typeof RemoveUpdate>;
export type RemoveUpdateInput = Input<typeof RemoveUpdate>;

export const RemoveUpdateResponse = el.struct("RemoveUpdateResponse", { ack: one(ack) });
export type RemoveUpdateResponse = Infer<typeof RemoveUpdateResponse>;
export type RemoveUpdateResponseInput = Input<typeof RemoveUpdateResponse>;

/** Forgets a stored update. */
export const removeUpdate = operation("RemoveUpdate", {
  request: RemoveUpdate,
  response: RemoveUpdateResponse,
  doc: "Removes a stored update; devices keep what they have.",
});
