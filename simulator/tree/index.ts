export { parseAcl, aclAllows, withoutServer, type Acl, type AclCommand } from "./acl.ts";
export {
  leafFormats,
  leafFormatOf,
  valueForFormat,
  valueSize,
  type LeafFormat,
  type LeafValue,
} from "./format.ts";
export {
  accessTypes,
  chainTo,
  countNodes,
  nodeAt,
  withNode,
  type AccessType,
  type InteriorNode,
  type LeafNode,
  type Scope,
  type TreeNode,
} from "./node.ts";
export {
  isUriProblem,
  parseLocUri,
  printLocUri,
  unlimited,
  type TreePath,
  type UriLimits,
  type UriProblem,
} from "./path.ts";
export { uriLimitsOf } from "./limits.ts";
export { effectiveAcl, mayDo, mayChangeAcl } from "./rights.ts";
export { propertyNames, propertyOf, type PropertyName } from "./properties.ts";
export { add, copy, get, lookUpExec, remove, replace } from "./operations.ts";
export type { NodeData, ReadItem, TreeContext, TreeOutcome } from "./request.ts";
export { buildNode, buildTree, type BuiltTree, type NodeSpec } from "./build.ts";
export { fillShape, type NodeShape, type ObjectValues, type Occurrence } from "./object-shape.ts";
export { changesBetween, readChanges, withChanges, type PackedNode, type TreeChange } from "./changes.ts";
export { DevInfo, devInfoLeaves } from "./standard-objects/dev-info.ts";
export { DevDetail } from "./standard-objects/dev-detail.ts";
export { DMAcc } from "./standard-objects/dm-acc.ts";
