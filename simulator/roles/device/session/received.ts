import type { SyncML } from "../../../protocols/syncml/index.ts";
import type { Execution } from "../execution/execution.ts";
import type { DmClientEventName } from "./session-machine.ts";
import type { Turn } from "./session.ts";

/** Something that the record should say besides. */
export interface Remark {
  readonly code: string;
  readonly text: string;
}

/** What a message of the server means for the session. */
export interface Received {
  readonly event: DmClientEventName;
  readonly message: SyncML;
  readonly turn: Turn;
  /** Status of the received header in the device's next message. */
  readonly headerCode: number;
  /** The next message's header Status carries a Chal. */
  readonly challenge: boolean;
  /** Why a session ends, in words for the record. */
  readonly reason?: string | undefined;
  readonly by?: "server" | "device" | undefined;
  /** What was executed; undefined when nothing was. */
  readonly execution?: Execution | undefined;
}
