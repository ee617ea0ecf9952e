import { createWbxmlWriter } from "../../schema/wbxml/index.ts";
import { createXmlWriter } from "../../schema/xml/index.ts";
import { MgmtTree, type MgmtNode, type MgmtNodeInput, type MgmtTreeInput } from "./mgmt-tree.ts";
import type { MgmtTreeEncoding } from "./read.ts";
import { dmddfVocabulary } from "./wbxml-tables.ts";

const writers = {
  xml: createXmlWriter(MgmtTree),
  wbxml: createWbxmlWriter(MgmtTree, dmddfVocabulary),
};

/**
 * Writes a DDF or TNDS document: XML compact, in UTF-8, without declaration, octets as base64; WBXML with its public
 * identifier in the string table. Elements of other vocabularies, which WBXML cannot carry, are left out.
 */
export function writeMgmtTree(tree: MgmtTree | MgmtTreeInput, encoding: MgmtTreeEncoding): Uint8Array {
  return writers[encoding]({ ...tree, extensions: undefined, Node: tree.Node.map(withoutExtensions) });
}

function withoutExtensions(node: MgmtNode | MgmtNodeInput): MgmtNodeInput {
  const { RTProperties, DFProperties, Node = [] } = node;
  return {
    ...node,
    extensions: undefined,
    RTProperties: RTProperties && { ...RTProperties, extensions: undefined },
    DFProperties: DFProperties && { ...DFProperties, extensions: undefined },
    Node: Node.map(withoutExtensions),
  };
}
