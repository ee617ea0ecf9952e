import type { AnyElementIn, AttributeValue, Input } from "../../schema/element.ts";
import { createXmlWriter, type XmlWriter } from "../../schema/xml/index.ts";
import { type Envelope11, envelopeOf } from "./envelope.ts";
import { SOAP11, SOAP12, WSA, WSSE, WSU } from "./namespaces.ts";
import { envelopeNamespace, type SoapVersion } from "./version.ts";

/** Prefixes that a message declares on its envelope, beside `soap`. */
export type PrefixSet = "plain" | "addressing" | "security" | "all";

const prefixes: Readonly<Record<PrefixSet, Readonly<Record<string, string>>>> = {
  plain: {},
  addressing: { [WSA]: "wsa" },
  security: { [WSSE]: "wsse", [WSU]: "wsu" },
  all: { [WSA]: "wsa", [WSSE]: "wsse", [WSU]: "wsu" },
};

/** What an envelope is written from. */
export interface EnvelopeInput {
  readonly headers?: readonly AnyElementIn[] | undefined;
  /** Absent = an empty body. */
  readonly body?: AnyElementIn | undefined;
}

const writers = new Map<string, XmlWriter<Input<typeof Envelope11>>>();

/** Octets of an envelope: compact UTF-8 with an XML declaration, `soap:` and the prefixes of `set` on the root. */
export function writeEnvelope(version: SoapVersion, { headers = [], body }: EnvelopeInput): Uint8Array {
  const set = prefixSetOf(headers, body);
  const key = `${version} ${set}`;
  let write = writers.get(key);
  if (!write) {
    const all = { [envelopeNamespace[version]]: "soap", ...prefixes[set] };
    write = createXmlWriter(envelopeOf(version), { declaration: true, prefixes: all });
    writers.set(key, write);
  }
  return write({
    Header: headers.length > 0 ? { blocks: headers } : undefined,
    Body: { children: body ? [body] : [] },
  });
}

/** `mustUnderstand` of a header block. */
export function mustUnderstand(version: SoapVersion): AttributeValue {
  return version === "1.1"
    ? { namespace: SOAP11, name: "mustUnderstand", value: "1" }
    : { namespace: SOAP12, name: "mustUnderstand", value: "true" };
}

/** Namespaces in use: those of typed headers, and of codes inside a fault (a fault writes QNames as text). */
function prefixSetOf(headers: readonly AnyElementIn[], body: AnyElementIn | undefined): PrefixSet {
  if (body && "element" in body && body.element.name === "Fault") return "all";
  let addressing = false;
  let security = false;
  for (const header of headers) {
    if (!("element" in header)) addressing = true;
    else if (header.element.namespace === WSA) addressing = true;
    else if (header.element.namespace === WSSE) security = true;
  }
  if (addressing) return security ? "all" : "addressing";
  return security ? "security" : "plain";
}
