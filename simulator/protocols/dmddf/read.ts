import { utf8 } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import type { AnyElementOut } from "../../schema/element.ts";
import { createXmlReader } from "../../schema/xml/index.ts";
import { createWbxmlReader } from "../../schema/wbxml/index.ts";
import { MgmtTree, type MgmtNode } from "./mgmt-tree.ts";
import { DMDDF, dmddfAliases } from "./namespaces.ts";
import { dmddfVocabulary } from "./wbxml-tables.ts";

/** How a document is written: XML text or WBXML tokens. */
export type MgmtTreeEncoding = "xml" | "wbxml";

/** A document as read. Without a value nothing of it could be read; an error among the findings says that parts are missing. */
export interface MgmtTreeDocument {
  readonly value: MgmtTree | undefined;
  readonly findings: readonly Finding[];
}

/** Vendors describe whole devices in one document; trees are deeper than messages. */
const limits = { depth: 160, elements: 1_000_000 };

const readXml = createXmlReader(MgmtTree, {
  aliases: Object.fromEntries(dmddfAliases.map((alias) => [alias, DMDDF])),
  anyNamespace: true,
  doctype: "skip",
  limits,
});

const readWbxml = createWbxmlReader(MgmtTree, { ...dmddfVocabulary, limits });

/**
 * Reads a DDF or TNDS document. Never throws. Tolerant of the field: a document type declaration (which is passed over),
 * another or no namespace, another order, elements of other vocabularies. Values that WBXML carries opaque are octets.
 */
export function readMgmtTree(document: Uint8Array | string, encoding: MgmtTreeEncoding): MgmtTreeDocument {
  const bytes = typeof document === "string" ? utf8(document) : document;
  const { value, findings } = encoding === "xml" ? readXml(bytes) : readWbxml(bytes);
  return { value, findings: value === undefined ? findings : [...findings, ...foreignElements(value)] };
}

/** One finding for all elements of other vocabularies, and one for each unknown name of our own. */
function foreignElements(tree: MgmtTree): readonly Finding[] {
  const found: AnyElementOut[] = [...tree.extensions];
  const visit = (node: MgmtNode): void => {
    found.push(
      ...node.extensions,
      ...(node.RTProperties?.extensions ?? []),
      ...(node.DFProperties?.extensions ?? []),
    );
    node.Node.forEach(visit);
  };
  tree.Node.forEach(visit);
  const clause = spec("dm-tnd", "9 Device description framework");
  const unknown = new Set(
    found.filter(({ namespace }) => namespace === DMDDF || namespace === "").map(({ name }) => name),
  );
  const findings = [...unknown].slice(0, 20).map((name): Finding => {
    const text = `${name.slice(0, 80)} is not known in a MgmtTree; it is skipped.`;
    return { severity: "warning", code: "dmddf/unknown-element", text, spec: clause };
  });
  const foreign = found.filter(({ namespace }) => namespace !== DMDDF && namespace !== "");
  if (foreign.length > 0) {
    const namespaces = [...new Set(foreign.map(({ namespace }) => namespace.slice(0, 80)))].slice(0, 5);
    const text = `${foreign.length} elements of other vocabularies are ignored: ${namespaces.join(", ")}.`;
    findings.push({ severity: "info", code: "dmddf/extensions", text, spec: clause });
  }
  return findings;
}
