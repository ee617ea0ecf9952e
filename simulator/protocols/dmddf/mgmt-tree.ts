import { spec } from "../../core/spec-ref.ts";
import { string } from "../../schema/scalar.ts";
import {
  many,
  one,
  optional,
  some,
  wildcard,
  type AnyElementIn,
  type AnyElementOut,
  type DataValue,
  type Element,
  type Infer,
  type Input,
} from "../../schema/element.ts";
import {
  DFProperties,
  el,
  RTProperties,
  type DFPropertiesInput,
  type RTPropertiesInput,
} from "./properties.ts";

const tnds = spec("dm-tnds", "6 Elements");

const NodeName = el.scalar("NodeName", string, { token: [2, 0x26], spec: tnds, label: "name" });
const Path = el.scalar("Path", string, { token: [2, 0x2c], spec: tnds, label: "path" });
const Value = el.data("Value", { token: [2, 0x36], spec: tnds, label: "value" });

/** A node of a document as read. */
export interface MgmtNode {
  /** Undefined: the device chooses. Empty: the last segment of the command's Target, in a DDF any name. */
  readonly NodeName?: string | undefined;
  /** URI up to the node without it; on nodes at the top only. */
  readonly Path?: string | undefined;
  readonly RTProperties?: RTProperties | undefined;
  readonly DFProperties?: DFProperties | undefined;
  readonly Node: readonly MgmtNode[];
  readonly Value?: DataValue | undefined;
  /** Elements of other vocabularies, which are ignored. */
  readonly extensions: readonly AnyElementOut[];
}

/** A node of a document as written. */
export interface MgmtNodeInput {
  readonly NodeName?: string | undefined;
  readonly Path?: string | undefined;
  readonly RTProperties?: RTPropertiesInput | undefined;
  readonly DFProperties?: DFPropertiesInput | undefined;
  readonly Node?: readonly MgmtNodeInput[] | undefined;
  readonly Value?: DataValue | undefined;
  readonly extensions?: readonly AnyElementIn[] | undefined;
}

type NodeElement = Element<MgmtNode, MgmtNodeInput> & { readonly name: "Node" };

const nodeFields = {
  NodeName: optional(NodeName),
  Path: optional(Path),
  RTProperties: optional(RTProperties),
  DFProperties: optional(DFProperties),
  get Node() {
    return many(Node);
  },
  Value: optional(Value),
  extensions: wildcard("many"),
};

/** A node with the nodes below it, or its value. */
export const Node: NodeElement = el.struct("Node", nodeFields, {
  token: [2, 0x24],
  spec: tnds,
  label: "node",
});

/** The document: a description of nodes (DDF) or a snapshot of a subtree (TNDS). */
export const MgmtTree = el.struct(
  "MgmtTree",
  {
    VerDTD: one(el.scalar("VerDTD", string, { token: [2, 0x37], spec: tnds, label: "version" }), "1.2"),
    Man: optional(el.scalar("Man", string, { token: [2, 0x1f], spec: tnds, label: "manufacturer" })),
    Mod: optional(el.scalar("Mod", string, { token: [2, 0x22], spec: tnds, label: "model" })),
    Node: some(Node),
    extensions: wildcard("many"),
  },
  { token: [2, 0x20], spec: tnds, label: "management tree" },
);
export type MgmtTree = Infer<typeof MgmtTree>;
export type MgmtTreeInput = Input<typeof MgmtTree>;
