import { enumeration } from "../../schema/scalar.ts";

/** What an External System is. */
export const externalSystemKind = enumeration("ExternalSystemKind", [
  "customer-care",
  "management-authority",
  "dm-server",
  "other",
]);

/** Who manages: the management domains of the architecture. */
export const managementDomainName = enumeration("ManagementDomain", [
  "operator",
  "enterprise",
  "organisation",
  "device-vendor",
  "software-vendor",
  "individual",
]);

/** SOAP version of callbacks. */
export const soapVersionName = enumeration("SoapVersion", ["1.1", "1.2"]);

/** How the DM server authenticates to a callback endpoint. */
export const credentialScheme = enumeration("CredentialScheme", [
  "none",
  "basic",
  "username-token",
  "username-token-digest",
  "mutual-tls",
]);

/** Whether an operation was taken. */
export const ackState = enumeration("AckState", ["accepted", "rejected"]);

/** Where the answer to a question goes. */
export const deliveryName = enumeration("Delivery", ["response", "callback"]);

/** When a configuration is applied. */
export const applyAtName = enumeration("ApplyAt", ["next-session", "now"]);

/** What an update replaces. */
export const updateKind = enumeration("UpdateKind", ["firmware", "software"]);

/** How far an update goes. */
export const installMode = enumeration("InstallMode", ["download", "download-and-install"]);

/** User interaction mode of a notification. */
export const uiModeName = enumeration("UiMode", [
  "not-specified",
  "background",
  "informative",
  "user-interaction",
]);

/** State of an operation. All but `pending` and `running` are terminal. */
export const operationState = enumeration("OperationState", [
  "pending",
  "running",
  "succeeded",
  "partly-succeeded",
  "failed",
  "cancelled",
  "expired",
]);

/** State of one device within an operation. */
export const deviceState = enumeration("DeviceState", [
  "pending",
  "sent",
  "succeeded",
  "failed",
  "cancelled",
  "expired",
  "unknown",
]);

/** State of a registration, as its confirmation says it. */
export const registrationState = enumeration("RegistrationState", [
  "accepted",
  "rejected",
  "deregistered",
  "expired",
]);

/** State of a tunnelled session. */
export const sessionState = enumeration("SessionState", [
  "notified",
  "established",
  "refused",
  "closed",
  "aborted",
  "timed-out",
]);

/** Who refused a session. */
export const refusingParty = enumeration("RefusingParty", ["dms", "device", "user"]);

/** State of a subscription. */
export const subscriptionState = enumeration("SubscriptionState", [
  "accepted",
  "partly-accepted",
  "rejected",
  "expired",
  "ended",
]);
