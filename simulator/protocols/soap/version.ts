import { SOAP11, SOAP12 } from "./namespaces.ts";

/** The two versions of SOAP; the namespace of the envelope decides. */
export type SoapVersion = "1.1" | "1.2";

/** Namespace of the envelope. */
export const envelopeNamespace: Readonly<Record<SoapVersion, string>> = { "1.1": SOAP11, "1.2": SOAP12 };

/** Media type of messages. */
export const soapMediaType: Readonly<Record<SoapVersion, string>> = {
  "1.1": "text/xml",
  "1.2": "application/soap+xml",
};

/** Version of an envelope's namespace, or undefined when it is neither. */
export function soapVersionOf(namespace: string): SoapVersion | undefined {
  if (namespace === SOAP11) return "1.1";
  return namespace === SOAP12 ? "1.2" : undefined;
}
