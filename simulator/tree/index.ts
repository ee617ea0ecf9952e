export { parseAcl, aclAllows } from "./acl.ts";
export { valueForFormat, valueSize } from "./format.ts";
export { countNodes, nodeAt, withNode, withValues, type InteriorNode, type TreeNode } from "./node.ts";
export { isUriProblem, parseLocUri, printLocUri, type UriLimits } from "./path.ts";
export { uriLimitsOf } from "./limits.ts";
export { mayDo, mayChangeAcl } from "./rights.ts";
export { add, copy, get, lookUpExec, remove, replace } from "./operations.ts";
export {
  treeFeatures,
  type ArrivedObject,
  type NodeData,
  type Placement,
  type ReadItem,
  type TreeContext,
  type TreeFeature,
  type TreeOutcome,
} from "./request.ts";
export { buildNode, buildTree, type NodeSpec } from "./build.ts";
export { describeShape, fillShape, type NodeShape, type ObjectValues } from "./object-shape.ts";
export { changesBetween, readChanges, withChanges, type TreeChange } from "./changes.ts";
export { packChanges, packTree, unpackChanges, unpackTree } from "./pack-changes.ts";
export { readForest, type DocumentNode } from "./documents/forest.ts";
export { documentOfTree } from "./documents/write.ts";
export { treeOfDocument } from "./documents/specs.ts";
export { describeTree, type DescribedTree } from "./ddf/describe-tree.ts";
export { ddfOfTree } from "./ddf/ddf-of-tree.ts";
export { DevInfo, devInfoLeaves } from "./standard-objects/dev-info.ts";
export { DevDetail } from "./standard-objects/dev-detail.ts";
export { DMAcc } from "./standard-objects/dm-acc.ts";
