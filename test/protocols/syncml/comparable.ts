import { toHex, utf8Text } from "../../../simulator/core/bytes.ts";
import { readDevInf, readDevInfWbxml } from "../../../simulator/protocols/syncml/devinf.ts";
import { readMgmtTree } from "../../../simulator/protocols/dmddf/index.ts";
import { isReadable } from "../../../simulator/schema/wbxml/index.ts";

/**
 * A message such that two that mean the same are equal, whatever encoding they came in: embedded documents as what they
 * say, octets as what they hold, media types without the encoding, no absent parts.
 */
export function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return octetsOf(value);
  if (typeof value === "string") return textOf(value.trim());
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  if ("xml" in value && typeof value.xml === "string") return markupOf(value.xml);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0))
      .map(([key, part]) => [key, comparable(part)]),
  );
}

function textOf(text: string): unknown {
  if (/^<[^>]*>[^]*<[^]*>$/.test(text)) return markupOf(text);
  return text.replace(/\+wbxml$/, "+xml").replaceAll(/\r\n?/g, "\n");
}

function octetsOf(octets: Uint8Array): unknown {
  const device = readDevInfWbxml(octets);
  if (device.value !== undefined) return { DevInf: comparable(device.value) };
  const tree = readMgmtTree(octets, "wbxml");
  if (tree.value !== undefined) return { MgmtTree: comparable(tree.value) };
  const text = utf8Text(octets);
  return isReadable(text) ? comparable(text) : toHex(octets);
}

function markupOf(xml: string): unknown {
  const octets = new TextEncoder().encode(xml);
  const device = /<(\w+:)?DevInf/.test(xml) ? readDevInf(octets).value : undefined;
  if (device !== undefined) return { DevInf: comparable(device) };
  const tree = /<(\w+:)?MgmtTree/.test(xml) ? readMgmtTree(octets, "xml").value : undefined;
  if (tree !== undefined) return { MgmtTree: comparable(tree) };
  return xml.trim().replaceAll("'", '"').replaceAll(/\s+</g, "<").replaceAll(/\r\n?/g, "\n");
}
