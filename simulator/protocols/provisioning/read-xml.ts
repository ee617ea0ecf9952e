import { inspectXml } from "../../schema/xml/index.ts";
import type { RawTree } from "./read-wbxml.ts";

const BLANK = 0x20;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const BRACKET = 0x5b;
const DOCTYPE = "<!DOCTYPE";
/** Octets from the beginning in which a document type declaration is looked for. */
const HEAD = 2000;

/** Reads a document in XML. Never throws. */
export function readXmlTree(bytes: Uint8Array): RawTree {
  const { roots, findings } = inspectXml(() => undefined, withoutDoctype(bytes));
  return { root: roots[0], nodes: roots, findings };
}

/**
 * Provisioning documents begin with a document type declaration, which the XML reader refuses. One without an internal
 * subset declares nothing: it is blanked, so that every place stays.
 */
function withoutDoctype(bytes: Uint8Array): Uint8Array {
  const start = doctypeIn(bytes);
  if (start === undefined) return bytes;
  const end = bytes.indexOf(GREATER_THAN, start);
  const subset = bytes.indexOf(BRACKET, start);
  if (end < 0 || (subset >= 0 && subset < end)) return bytes;
  const declaration = bytes.subarray(start, end + 1);
  // an octet beyond ASCII is part of a longer character: blanks would move what follows
  if (declaration.some((octet) => octet > 0x7e)) return bytes;
  return bytes.map((octet, index) => (index >= start && index <= end ? BLANK : octet));
}

function doctypeIn(bytes: Uint8Array): number | undefined {
  const last = Math.min(bytes.length, HEAD);
  for (let at = bytes.indexOf(LESS_THAN); at >= 0 && at < last; at = bytes.indexOf(LESS_THAN, at + 1)) {
    let fits = true;
    for (let index = 0; fits && index < DOCTYPE.length; index++)
      fits = bytes[at + index] === DOCTYPE.charCodeAt(index);
    if (fits) return at;
  }
  return undefined;
}
