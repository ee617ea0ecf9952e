import { dmMediaTypes, type DmEncoding } from "../../../protocols/syncml/index.ts";
import type { DeviceManners } from "./manners.ts";

/** Media types of SyncML without the part `dm`, as older clients send them. */
const withoutDm: Readonly<Record<DmEncoding, string>> = {
  xml: "application/vnd.syncml+xml",
  wbxml: "application/vnd.syncml+wbxml",
};

/** Content type of the device's requests. */
export function contentTypeOf(encoding: DmEncoding, manners: DeviceManners): string {
  return manners.mediaType === "without-dm" ? withoutDm[encoding] : dmMediaTypes[encoding];
}

/** The media types that the device's Accept lists: its own encoding first. */
export function acceptOf(encoding: DmEncoding, manners: DeviceManners): string {
  const other: DmEncoding = encoding === "xml" ? "wbxml" : "xml";
  return `${contentTypeOf(encoding, manners)}, ${contentTypeOf(other, manners)}`;
}
