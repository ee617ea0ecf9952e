import type { AnyElementOut } from "../../schema/element.ts";
import { SOAP11, SOAP12 } from "./namespaces.ts";
import type { QName } from "./qname.ts";
import type { SoapEnvelope } from "./read.ts";
import type { SoapVersion } from "./version.ts";

const next: Readonly<Record<SoapVersion, string>> = {
  "1.1": "http://schemas.xmlsoap.org/soap/actor/next",
  "1.2": "http://www.w3.org/2003/05/soap-envelope/role/next",
};
const ultimateReceiver = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";

/** Header blocks of a message, sorted by what a receiver has to do with them. */
export interface ProcessedHeaders {
  /** Blocks for this node that it understands. */
  readonly understood: readonly AnyElementOut[];
  /** Mandatory blocks for this node that it does not understand: the message must be refused, unread. */
  readonly mustUnderstand: readonly QName[];
}

/**
 * Sorts the header blocks (SOAP 1.1, 4.2; SOAP 1.2 Part 1, 2.6). Blocks for other nodes are left out, a `mustUnderstand`
 * that is not in the envelope's namespace says nothing.
 */
export function processHeaders(
  envelope: SoapEnvelope,
  understands: (block: AnyElementOut) => boolean,
): ProcessedHeaders {
  const understood: AnyElementOut[] = [];
  const mustUnderstand: QName[] = [];
  for (const block of envelope.headers) {
    if (!isForUs(block, envelope.version)) continue;
    if (understands(block)) understood.push(block);
    else if (isMandatory(block, envelope.version))
      mustUnderstand.push({ namespace: block.namespace, name: block.name });
  }
  return { understood, mustUnderstand };
}

function isForUs(block: AnyElementOut, version: SoapVersion): boolean {
  const role = soapAttribute(block, version, version === "1.1" ? "actor" : "role");
  return (
    role === undefined ||
    role === "" ||
    role === next[version] ||
    (version === "1.2" && role === ultimateReceiver)
  );
}

function isMandatory(block: AnyElementOut, version: SoapVersion): boolean {
  const value = soapAttribute(block, version, "mustUnderstand");
  return value === "1" || (value === "true" && version === "1.2");
}

function soapAttribute(block: AnyElementOut, version: SoapVersion, name: string): string | undefined {
  const namespace = version === "1.1" ? SOAP11 : SOAP12;
  const found = block.attributes.find(
    (attribute) => attribute.name === name && attribute.namespace === namespace,
  );
  return found?.value.trim();
}
