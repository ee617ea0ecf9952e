import { one, type Infer, type Input } from "../../../schema/element.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { configurationId } from "../types/identifiers.ts";

export const RemoveConfiguration = el.struct("RemoveConfiguration", {
  configurationId: one(configurationId),
});
export type RemoveConfiguration = Infer<typeof RemoveConfiguration>;
export type RemoveConfigurationInput = Input<typeof RemoveConfiguration>;

export const RemoveConfigurationResponse = el.struct("RemoveConfigurationResponse", { ack: one(ack) });
export type RemoveConfigurationResponse = Infer<typeof RemoveConfigurationResponse>;
export type RemoveConfigurationResponseInput = Input<typeof RemoveConfigurationResponse>;

/** Forgets a stored configuration. */
export const removeConfiguration = operation("RemoveConfiguration", {
  request: RemoveConfiguration,
  response: RemoveConfigurationResponse,
  doc: "Removes a stored configuration; devices keep what they have.",
});
