import type { InteriorNode, TreeContext } from "../../tree/index.ts";
import type { Outgoing } from "./outgoing.ts";
import type { ExecBehaviour } from "./profiles/profile.ts";
import type { UserInteraction } from "./user-interaction.ts";
import type { ItemInput } from "../../protocols/syncml/index.ts";

/** What commands are executed with; `root` and `out` change as they are. */
export interface Execution {
  readonly msgRef: string;
  readonly tree: TreeContext;
  readonly user: UserInteraction;
  readonly execs: Readonly<Record<string, ExecBehaviour>>;
  /** Atomics of this message are incomplete as read and are not executed. */
  readonly brokenAtomic: boolean;
  /** Octets that the Results of one item may have; a Get of more is answered 413. */
  readonly largestResult: number;
  root: InteriorNode;
  readonly out: Outgoing[];
  /** Exec commands that were accepted, for the device's driver. */
  readonly started: StartedExec[];
}

/** An Exec that the device has accepted. */
export interface StartedExec {
  readonly uri: string;
  readonly status: number;
  readonly data: string | undefined;
  readonly correlator: string | undefined;
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
