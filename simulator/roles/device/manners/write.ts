import {
  writeDmMessage,
  writeSyncMLWbxml,
  type DmEncoding,
  type SyncMLInput,
  type SyncMLWbxmlOptions,
} from "../../../protocols/syncml/index.ts";
import { goodManners, type DeviceManners } from "./manners.ts";
import { spoilOctets } from "./spoil-octets.ts";

/** How a device with these manners writes WBXML. */
function wbxmlOptionsOf({ publicId, pageSwitches, data }: DeviceManners): SyncMLWbxmlOptions {
  return { publicId, pageSwitches, data };
}

/**
 * Octets of a message as a device with these manners writes them; its digests are made of these. The message itself is
 * written as it is: `spoilMessage` comes before. Throws where the writer of the encoding does.
 */
export function writeWithManners(
  encoding: DmEncoding,
  message: SyncMLInput,
  manners: DeviceManners,
): Uint8Array {
  if (manners === goodManners) return writeDmMessage(encoding, message);
  const octets =
    encoding === "wbxml"
      ? writeSyncMLWbxml(message, wbxmlOptionsOf(manners))
      : writeDmMessage(encoding, message);
  return spoilOctets(encoding, octets, manners);
}
