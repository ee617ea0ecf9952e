import type { Finding, Range } from "../core/finding.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { maskSecrets, secretRanges } from "../schema/secrets.ts";
import {
  inspectXml,
  peekRoot,
  type ElementResolver,
  type XmlInspection,
  type XmlInspectOptions,
} from "../schema/xml/index.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { coverSecrets } from "./secret-nodes.ts";

/** A view of XML that is declared: SyncML, SOAP, UDDI. */
export interface XmlViewOptions extends XmlInspectOptions {
  readonly ids: readonly string[];
  readonly contentTypes: readonly string[];
  /** Chooses the declaration of the root; also decides whether a text without a known media type is for this view. */
  readonly root: ElementResolver;
  readonly kind: string;
  /** One line for what was read. */
  readonly describe: (inspection: XmlInspection) => string;
}

/** Creates a view on declared XML messages. */
export function createXmlView(options: XmlViewOptions): MessageView {
  return {
    ids: options.ids,
    matches: (contentType, bytes) => {
      if (options.contentTypes.includes(contentType)) return true;
      if (!isGeneric(contentType) || !looksLikeXml(bytes)) return false;
      const { namespace, name } = rootOf(bytes);
      return name !== undefined && options.root(namespace ?? "", name) !== undefined;
    },
    decode: (bytes) => {
      const inspection = inspectXml(options.root, bytes, options);
      return viewed(options.kind, options.describe(inspection), inspection);
    },
  };
}

/** Any other XML: the tree as it is. */
export const xmlView: MessageView = {
  ids: ["xml"],
  matches: (contentType, bytes) =>
    /[+/]xml$/.test(contentType) || (isGeneric(contentType) && looksLikeXml(bytes)),
  decode: (bytes) => {
    const inspection = inspectXml(() => undefined, bytes, { doctype: "skip" });
    const root = inspection.roots[0]?.name;
    return viewed("xml", `XML document ${root ?? "without an element"}`, inspection);
  },
};

function viewed(kind: string, summary: string, inspection: XmlInspection): ViewedMessage {
  const { result, findings } = inspection;
  const { text } = result.positions;
  const roots = inspection.roots.map(coverSecrets);
  const secrets = [...secretRanges(roots), ...unreadValues(text, findings)];
  const first = result.roots[0];
  const single = result.roots.length === 1;
  return {
    kind,
    summary,
    tree: roots.length <= 1 ? roots[0] : around(roots, summary),
    findings,
    text: maskSecrets(text, secrets),
    secrets,
    value: single ? first?.value : undefined,
    element: single ? first?.element : undefined,
  };
}

/**
 * Values in what a reader that stopped early did not look at. Nobody knows which of them are secrets, so all count as
 * such; the markup around them stays readable.
 */
function unreadValues(text: string, findings: readonly Finding[]): Range[] {
  const stop = findings.find(({ code }) => code === "xml/doctype" || code.startsWith("xml/too-many-"));
  if (stop?.range?.unit !== "char") return [];
  const ranges: Range[] = [];
  let open = text.indexOf(">", stop.range.end - 1);
  while (open >= 0) {
    const next = text.indexOf("<", open);
    const close = next < 0 ? text.length : next;
    if (text.slice(open + 1, close).trim() !== "") ranges.push({ unit: "char", start: open + 1, end: close });
    open = text.indexOf(">", close);
  }
  return ranges;
}

/** A node for a text with several roots. */
function around(roots: readonly DecodedNode[], summary: string): DecodedNode {
  const range: Range = { unit: "char", start: roots[0]?.range.start ?? 0, end: roots.at(-1)?.range.end ?? 0 };
  return {
    name: "(fragment)",
    label: "several elements without a root",
    summary,
    range,
    findings: [],
    children: roots,
  };
}

/** Media types that say nothing of what is inside. */
export function isGeneric(contentType: string): boolean {
  return ["", "text/plain", "text/xml", "application/xml", "application/octet-stream"].includes(contentType);
}

/** Octets in which the root element is looked for. */
const BEGINNING = 65_536;

/** Name of the root element of a text; both undefined when none begins in the first 64 KB. */
export function rootOf(bytes: Uint8Array): Pick<ReturnType<typeof peekRoot>, "namespace" | "name"> {
  return peekRoot(bytes.subarray(0, BEGINNING));
}

/** True when octets begin as XML does, after a byte order mark and white space. */
export function looksLikeXml(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0x3c && bytes[3] === 0;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return bytes[2] === 0 && bytes[3] === 0x3c;
  let index = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte === 0x3c;
  }
  return false;
}
