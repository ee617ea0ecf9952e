import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { base64, string } from "../../../schema/scalar.ts";
import { uiModeName } from "../enumerations.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { clientReference, deviceId, sessionId } from "../types/identifiers.ts";
import { expires } from "../types/shared.ts";

const uiMode = el.scalar("uiMode", uiModeName, {
  label: "user interaction",
  doc: "User interaction mode of the notification; not-specified when absent.",
});
const package0 = el.scalar("package0", base64, {
  label: "package 0",
  doc: "A complete notification; its server identifier must be the DM server's, its digest is computed anew. Composed by the DM server when absent.",
});
const packageContentType = el.scalar("packageContentType", string, {
  label: "media type of packages",
  doc: "Media type of delivered packages: application/vnd.syncml.dm+xml (also when absent) or application/vnd.syncml.dm+wbxml.",
});

export const InitiateSession = el.struct("InitiateSession", {
  clientReference: optional(clientReference),
  deviceId: one(deviceId),
  uiMode: optional(uiMode),
  package0: optional(package0),
  packageContentType: optional(packageContentType),
  expires: optional(expires),
});
export type InitiateSession = Infer<typeof InitiateSession>;
export type InitiateSessionInput = Input<typeof InitiateSession>;

export const InitiateSessionResponse = el.struct("InitiateSessionResponse", {
  ack: one(ack),
  sessionId: one(sessionId),
});
export type InitiateSessionResponse = Infer<typeof InitiateSessionResponse>;
export type InitiateSessionResponseInput = Input<typeof InitiateSessionResponse>;

/** F2.8: opens a tunnelled session with one device. */
export const initiateSession = operation("InitiateSession", {
  request: InitiateSession,
  response: InitiateSessionResponse,
  submitting: true,
  outcomes: ["SessionStatus", "PackageDelivery"],
  doc: "Notifies one device and opens a session whose packages are tunnelled to the External System.",
});
