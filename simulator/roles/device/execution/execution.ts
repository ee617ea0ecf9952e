import type { DmEncoding, ItemInput } from "../../../protocols/syncml/index.ts";
import type { InteriorNode, TreeContext } from "../../../tree/index.ts";
import type { DeviceManners } from "../manners/manners.ts";
import type { ExecCall, OwnedAnswer, StartedWork, ValueChange } from "../objects/management-object.ts";
import type { DeviceBehaviour } from "../options.ts";
import type { ExecBehaviour } from "../profiles/profile.ts";
import type { Outgoing } from "../session/outgoing.ts";

/** What commands are executed with; `state` and the lists change as they are. */
export interface Execution {
  readonly msgRef: string;
  readonly tree: TreeContext;
  readonly encoding: DmEncoding;
  readonly behaviour: DeviceBehaviour;
  readonly manners: DeviceManners;
  readonly execs: Readonly<Record<string, ExecBehaviour>>;
  readonly objects: ExecutionObjects;
  /** Atomics of this message are incomplete as read and are not executed. */
  readonly brokenAtomic: boolean;
  /** Octets that the Data of one result may have; a Get of more is answered 413. */
  readonly largestResult: number;
  /** Whether answers fit into one message, after those that are due. */
  readonly fits: (answers: readonly Outgoing[]) => boolean;
  /** The running session: its root is the tree, `saved` what Atomics are rolled back to. */
  readonly state: { root: InteriorNode; readonly saved: InteriorNode[] };
  readonly out: Outgoing[];
  /** Exec commands that were accepted, for the device's driver. */
  readonly started: StartedExec[];
  /** Works of management objects that begin when the message is executed. */
  readonly works: StartedWork[];
  readonly changes: NodeChange[];
}

/** The device's management objects, as commands meet them. */
export interface ExecutionObjects {
  /** Undefined: no object owns the node. */
  exec(call: ExecCall): OwnedAnswer | undefined;
  /** A command that stands has changed these nodes. */
  changed(uris: readonly string[]): void;
  /** Values that are measured when they are read. */
  live(segments: readonly string[]): readonly ValueChange[];
}

/** An Exec that the device has accepted. */
export interface StartedExec {
  readonly uri: string;
  readonly status: number;
  readonly data: string | undefined;
  readonly correlator: string | undefined;
}

/** How a node changed: by a server's command, or `inside` by the device itself. */
export type ChangeKind = "add" | "replace" | "delete" | "acl" | "rename" | "inside";

/** A node that changed. */
export interface NodeChange {
  readonly uri: string;
  readonly how: ChangeKind;
}

/** Outcome of one Item of a command. */
export interface Part {
  readonly code: number;
  readonly targetRef?: string | undefined;
  readonly sourceRef?: string | undefined;
}

/** Outcome of a command before it is put into Status and Results. */
export interface Performed {
  readonly parts: readonly Part[];
  /** Items of the Status: what the user entered. */
  readonly items?: readonly ItemInput[] | undefined;
  readonly results?: readonly ItemInput[] | undefined;
  /** The user said No, or cancelled. */
  readonly interruption?: "no" | "cancelled" | undefined;
}
