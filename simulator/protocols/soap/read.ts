import type { Finding } from "../../core/finding.ts";
import type { AnyElement, AnyElementOut, Infer } from "../../schema/element.ts";
import {
  createXmlDispatchReader,
  type ElementResolver,
  type Positions,
  type XmlLimits,
} from "../../schema/xml/index.ts";
import { addressingHeaders } from "./addressing-headers.ts";
import { Envelope11, Envelope12 } from "./envelope.ts";
import { Fault11, Fault12, NotUnderstood, Upgrade } from "./fault-elements.ts";
import { SOAP11, SOAP12, WSA, WSSE } from "./namespaces.ts";
import type { QName } from "./qname.ts";
import { Security } from "./security-headers.ts";
import { soapVersionOf, type SoapVersion } from "./version.ts";

/** An envelope as read. Blocks and children carry their declaration where it is known. */
export interface SoapEnvelope {
  readonly version: SoapVersion;
  readonly headers: readonly AnyElementOut[];
  /** Elements of the body; a proper message has at most one. */
  readonly children: readonly AnyElementOut[];
}

export interface ReadEnvelope {
  /** Undefined when the root is no envelope of a known version. */
  readonly envelope: SoapEnvelope | undefined;
  /** Name of the root element, where there is one. */
  readonly root: QName | undefined;
  readonly findings: readonly Finding[];
  readonly positions: Positions;
}

/** Knows the declarations of body children, of entries of fault details and of header blocks beyond the standard ones. */
export interface SoapVocabulary {
  readonly body: (namespace: string, name: string) => AnyElement | undefined;
  readonly detail: (namespace: string, name: string) => AnyElement | undefined;
  readonly header?: ((namespace: string, name: string) => AnyElement | undefined) | undefined;
}

type Envelope = Infer<typeof Envelope11>;

/** Declaration of a root: an envelope of either version. */
export function resolveEnvelope(namespace: string, name: string): AnyElement | undefined {
  if (name !== "Envelope") return undefined;
  if (namespace === SOAP11) return Envelope11;
  return namespace === SOAP12 ? Envelope12 : undefined;
}

/** Declarations of what stands in headers, bodies and fault details. */
export function soapResolver(vocabulary: SoapVocabulary): ElementResolver {
  return (namespace, name, parent) => {
    if (parent?.name === "Body") return resolveFault(namespace, name) ?? vocabulary.body(namespace, name);
    if (parent?.name === "Header")
      return resolveHeader(namespace, name) ?? vocabulary.header?.(namespace, name);
    if (parent?.name === "detail" || parent?.name === "Detail") return vocabulary.detail(namespace, name);
    return undefined;
  };
}

/** Creates a reader of envelopes of both versions in one pass. Never throws; what is wrong is in the findings. */
export function createEnvelopeReader(
  vocabulary: SoapVocabulary,
): (bytes: Uint8Array, limits?: Partial<XmlLimits>) => ReadEnvelope {
  const read = createXmlDispatchReader(resolveEnvelope, { resolve: soapResolver(vocabulary) });
  return (bytes, limits) => {
    const { roots, findings, positions } = read(bytes, limits);
    const root = roots[0];
    if (!root) return { envelope: undefined, root: undefined, findings, positions };
    const version = root.element && soapVersionOf(root.namespace);
    if (!version) return { envelope: undefined, root, findings, positions };
    const { Header, Body } = root.value as Envelope;
    return {
      envelope: { version, headers: Header?.blocks ?? [], children: Body.children },
      root,
      findings,
      positions,
    };
  };
}

function resolveFault(namespace: string, name: string): AnyElement | undefined {
  if (name !== "Fault") return undefined;
  if (namespace === SOAP11) return Fault11;
  return namespace === SOAP12 ? Fault12 : undefined;
}

const headersByName: ReadonlyMap<string, AnyElement> = new Map(Object.entries(addressingHeaders));

function resolveHeader(namespace: string, name: string): AnyElement | undefined {
  if (namespace === WSA) return headersByName.get(name);
  if (namespace === WSSE && name === "Security") return Security;
  if (namespace === SOAP12 && name === "Upgrade") return Upgrade;
  return namespace === SOAP12 && name === "NotUnderstood" ? NotUnderstood : undefined;
}
