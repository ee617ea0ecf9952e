import type { Finding, Range } from "../core/finding.ts";
import { fromBase64 } from "../core/bytes.ts";
import { resolveEnvelope, soapResolver } from "../protocols/soap/index.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { inspectXml, type XmlLimits } from "../schema/xml/index.ts";
import { wsiVocabulary } from "./wsi-envelope.ts";
import { wsiSummary } from "./wsi-summaries.ts";

/** Octets that an element of a message carries as base64. */
export interface CarriedPayload {
  /** Local name of the element: `package`, `package0`, `content`. */
  readonly element: string;
  /** Media type that an element beside it names. */
  readonly contentType: string | undefined;
  readonly octets: Uint8Array;
}

/** Decodes a payload for reading by people, or leaves it as it is. */
export type PayloadOpener = (payload: CarriedPayload) => readonly DecodedNode[] | undefined;

/** A SOAP message for reading by people. */
export interface InspectedSoap {
  readonly roots: readonly DecodedNode[];
  readonly findings: readonly Finding[];
}

const carriers: ReadonlySet<string> = new Set(["package", "package0", "content"]);

/**
 * Decodes a SOAP message with the labels of the contract: headers, body, faults. What `open` decodes of a carried
 * package stands below the element that carries it; its nodes all point at the base64 text.
 */
export function inspectSoap(
  bytes: Uint8Array,
  open?: PayloadOpener,
  limits?: Partial<XmlLimits>,
): InspectedSoap {
  const options = { resolve: soapResolver(wsiVocabulary), summarize: wsiSummary };
  const { roots, findings } = inspectXml(resolveEnvelope, bytes, options, limits);
  return { roots: open ? roots.map((root) => openCarried(root, undefined, open)) : roots, findings };
}

function openCarried(node: DecodedNode, parent: DecodedNode | undefined, open: PayloadOpener): DecodedNode {
  if (node.children.some(({ name }) => !name.startsWith("@")))
    return { ...node, children: node.children.map((child) => openCarried(child, node, open)) };
  const element = localName(node);
  if (!carriers.has(element) || node.value === undefined || node.secret === true) return node;
  const octets = fromBase64(node.value);
  if (!octets) return node;
  const contentType = parent?.children.find((child) =>
    /^(package)?contentType$/i.test(localName(child)),
  )?.value;
  const opened = open({ element, contentType, octets });
  if (!opened) return node;
  const place = node.valueRange ?? node.range;
  return { ...node, children: [...node.children, ...opened.map((inner) => placedAt(inner, place))] };
}

/** A node of a payload: inside the message it has no place of its own but its carrier's. */
function placedAt(node: DecodedNode, range: Range): DecodedNode {
  const children = node.children.map((child) => placedAt(child, range));
  return { ...node, range, valueRange: node.valueRange && range, children };
}

function localName({ name }: DecodedNode): string {
  return name.slice(name.indexOf(":") + 1);
}
