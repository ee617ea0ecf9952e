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
}
