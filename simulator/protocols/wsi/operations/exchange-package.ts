import { one, type Infer, type Input } from "../../../schema/element.ts";
import { base64 } from "../../../schema/scalar.ts";
import { operation } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { ack } from "../types/ack.ts";
import { sessionId } from "../types/identifiers.ts";
import { contentType } from "../types/shared.ts";

const packageContent = el.scalar("package", base64, {
  label: "package 2",
  doc: "A SyncML message with management commands; one without commands closes the session.",
});

export const ExchangePackage = el.struct("ExchangePackage", {
  sessionId: one(sessionId),
  package: one(packageContent),
  contentType: one(contentType),
});
export type ExchangePackage = Infer<typeof ExchangePackage>;
export type ExchangePackageInput = Input<typeof ExchangePackage>;

export const ExchangePackageResponse = el.struct("ExchangePackageResponse", { ack: one(ack) });
export type ExchangePackageResponse = Infer<typeof ExchangePackageResponse>;
export type ExchangePackageResponseInput = Input<typeof ExchangePackageResponse>;

/** F2.12: a package 2 for the device. */
export const exchangePackage = operation("ExchangePackage", {
  request: ExchangePackage,
  response: ExchangePackageResponse,
  outcomes: ["PackageDelivery"],
  doc: "Sends the commands of a package 2 to the device of a tunnelled session; package 3 comes back as PackageDelivery.",
});
