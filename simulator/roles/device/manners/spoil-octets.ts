import { utf8, utf8Text } from "../../../core/bytes.ts";
import type { DmEncoding } from "../../../protocols/syncml/index.ts";
import { goodManners, type DeviceManners } from "./manners.ts";
import { spoilWbxml } from "./spoil-wbxml.ts";
import { spoilXml } from "./spoil-xml.ts";

/**
 * The octets of a message that our writer has written, with the manners that no message of declared shape can hold: order
 * of elements, raw ampersands, namespaces of Meta, blanks around values. Digests are made of what this returns. With good
 * manners, and for octets that are none of our writer's, it gives the same octets.
 */
export function spoilOctets(encoding: DmEncoding, octets: Uint8Array, manners: DeviceManners): Uint8Array {
  if (manners === goodManners || !concernsOctets(encoding, manners)) return octets;
  if (encoding === "wbxml") return spoilWbxml(octets, manners);
  const text = utf8Text(octets);
  return text === undefined ? octets : utf8(spoilXml(text, manners));
}

function concernsOctets(encoding: DmEncoding, { order, blanks, text, metinf }: DeviceManners): boolean {
  if (order === "misordered" || blanks === "around-values") return true;
  return encoding === "xml" && (text === "raw-ampersand" || metinf !== "default");
}
