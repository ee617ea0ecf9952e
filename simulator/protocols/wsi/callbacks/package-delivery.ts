import { one, type Infer, type Input } from "../../../schema/element.ts";
import { base64, int } from "../../../schema/scalar.ts";
import { callback } from "../message-pair.ts";
import { el } from "../namespaces.ts";
import { sessionId } from "../types/identifiers.ts";
import { contentType } from "../types/shared.ts";
import { outcomeFields } from "./outcome.ts";

const number = el.scalar("number", int, {
  label: "package",
  doc: "1 or 3: which package of the DM protocol.",
});
const packageContent = el.scalar("package", base64, {
  label: "package",
  doc: "The package as one SyncML message, without credentials and nonces.",
});

export const PackageDelivery = el.struct("PackageDelivery", {
  ...outcomeFields,
  sessionId: one(sessionId),
  number: one(number),
  contentType: one(contentType),
  package: one(packageContent),
});
export type PackageDelivery = Infer<typeof PackageDelivery>;
export type PackageDeliveryInput = Input<typeof PackageDelivery>;
export const PackageDeliveryResponse = el.struct("PackageDeliveryResponse", {});

/** F2.11 and F2.15: a package of the device, tunnelled. */
export const packageDelivery = callback(
  "PackageDelivery",
  PackageDelivery,
  PackageDeliveryResponse,
  "Delivers a package of the device to the External System.",
);
