import type { MgmtTreeEncoding } from "../protocols/dmddf/index.ts";
import type { LeafValue } from "./format.ts";
import type { InteriorNode } from "./node.ts";
import type { UriLimits } from "./path.ts";

/** Who asks, when, and what the device can take. */
export interface TreeContext {
  /** Server identifier of the authenticated server. */
  readonly serverId: string;
  /** Date of the change, milliseconds since 1970. */
  readonly date: number;
  readonly limits: UriLimits;
  /** Largest value of a leaf in octets; 0 = unlimited. */
  readonly maxValueSize: number;
  /** Most nodes of the tree; 0 = unlimited. */
  readonly maxNodes: number;
  /** An Add creates the missing interior nodes on its way. */
  readonly implicitParents: boolean;
  /** How documents of `?list=TNDS` are written; `xml` by default. */
  readonly documents?: MgmtTreeEncoding | undefined;
  /** What the device lacks of what is optional: answered 406, a document 415. */
  readonly lacks?: readonly TreeFeature[] | undefined;
  /** Where a management object goes that a server adds to `./Inbox`. Without it the Inbox takes nothing. */
  readonly placement?: Placement | undefined;
}

/** What a device may support or not: properties, lists, Copy, documents. */
export const treeFeatures = [
  "Size",
  "Title",
  "TStamp",
  "VerNo",
  "Struct",
  "StructData",
  "TNDS",
  "Copy",
] as const;
export type TreeFeature = (typeof treeFeatures)[number];

/** A management object that came by the Inbox. */
export interface ArrivedObject {
  /** Management object identifier. */
  readonly type: string;
  /** Name that the server wishes; undefined = the device chooses. */
  readonly name: string | undefined;
}

/** Chooses the URI of the node that the object becomes, as `./DMAcc/<name>`; undefined = the device does not take it. */
export type Placement = (object: ArrivedObject, root: InteriorNode) => string | undefined;

/** Why a command fails: a status code of DM 1.2, section 10, and words for the record. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

/** What a command brings for a node. Absent format and type mean the defaults for Add and "as it is" for Replace. */
export interface NodeData {
  readonly format?: string | undefined;
  readonly type?: string | undefined;
  /** Text, or octets when the message carried octets. */
  readonly data?: LeafValue | undefined;
}

/** One part of the answer to a Get. */
export interface ReadItem {
  /** URI as the Results name it. */
  readonly uri: string;
  /** Left out where the default (`chr`, `text/plain`) is meant. */
  readonly format?: string | undefined;
  readonly type?: string | undefined;
  readonly data?: LeafValue | undefined;
}

/** Outcome of an operation: a status code of DM 1.2, section 10, and the tree after it. */
export interface TreeOutcome {
  readonly code: number;
  /** The tree after the operation; the one before it when the operation failed. */
  readonly root: InteriorNode;
  /** Why, for the record. */
  readonly text?: string | undefined;
  readonly items?: readonly ReadItem[] | undefined;
  /** URI of the node that an object became which came by the Inbox. */
  readonly placed?: string | undefined;
}
