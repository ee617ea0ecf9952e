import { string } from "../../../schema/scalar.ts";
import { el } from "../namespaces.ts";

/** Identifier of a device: usually `IMEI:…` or a URN, as in DevInfo/DevId. */
export const deviceId = el.scalar("deviceId", string, { label: "device", doc: "Identifier of a device." });
/** Identifier of an operation, given in its `ack`. */
export const operationId = el.scalar("operationId", string, {
  label: "operation",
  doc: "Identifier of the operation, as its acknowledgement gave it.",
});
export const registrationId = el.scalar("registrationId", string, {
  label: "registration",
  doc: "Identifier of the registration.",
});
export const sessionId = el.scalar("sessionId", string, {
  label: "session",
  doc: "Identifier of the tunnelled session; not the SessionID of the DM protocol.",
});
export const subscriptionId = el.scalar("subscriptionId", string, {
  label: "subscription",
  doc: "Identifier of the subscription.",
});
export const configurationId = el.scalar("configurationId", string, {
  label: "configuration",
  doc: "Identifier of a stored configuration.",
});
export const updateId = el.scalar("updateId", string, {
  label: "update",
  doc: "Identifier of a stored update.",
});
/** The caller's own reference, first in every submitting operation. */
export const clientReference = el.scalar("clientReference", string, {
  label: "caller's reference",
  doc: "Reference of the caller's choice. The same reference with the same content gives the same response again; with other content it is a duplicate (SVC0005).",
});
