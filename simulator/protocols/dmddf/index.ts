export { DMDDF, DMDDF_PUBLIC_ID, dmddfAliases } from "./namespaces.ts";
export { MgmtTree, Node, type MgmtNode, type MgmtNodeInput, type MgmtTreeInput } from "./mgmt-tree.ts";
export {
  DFProperties,
  Occurrence,
  RTProperties,
  type DFPropertiesInput,
  type RTPropertiesInput,
} from "./properties.ts";
export { readMgmtTree, type MgmtTreeDocument, type MgmtTreeEncoding } from "./read.ts";
export { writeMgmtTree } from "./write.ts";
export { ddfMediaTypes, tndsEncodingOf, tndsMediaTypes } from "./media-types.ts";
