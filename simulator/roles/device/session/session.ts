import type { BodyCommand, DmEncoding } from "../../../protocols/syncml/index.ts";
import type { InteriorNode, UriLimits } from "../../../tree/index.ts";
import type { Stepper } from "../../../wire/role.ts";
import type { ClientCredentials } from "../credentials/client.ts";
import type { ServerCredentials } from "../credentials/server.ts";
import type { LargeObject } from "../execution/large-object.ts";
import type { DeviceManners } from "../manners/manners.ts";
import type { DmAccount } from "../options.ts";
import type { UserAnswer, UserQuestion } from "../user-interaction.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Received } from "./received.ts";

/** Work that stops to ask the user, and goes on with the answer. */
export type Asking<T> = Generator<UserQuestion, T, UserAnswer>;

/** A session that has been asked for. */
export interface SessionWish {
  /** SessionID: one to four upper-case hexadecimal digits. */
  readonly id: string;
  readonly serverId: string;
  readonly initiatedBy: "server" | "client";
  /** Nonce of a resynchronisation: the notification's digest fitted with the default nonce. */
  readonly nonce?: Uint8Array | undefined;
}

/** Everything that a running session holds. Nothing of it exists for an idle device. */
export interface Session {
  readonly id: string;
  readonly conversation: string;
  readonly initiatedBy: "server" | "client";
  /** The account as it holds for this session: what servers change in DMAcc counts from the next session on. */
  readonly account: DmAccount;
  readonly encoding: DmEncoding;
  readonly manners: DeviceManners;
  readonly stepper: Stepper;
  root: InteriorNode;
  /** The tree before each Atomic that is being executed: what it is rolled back to. */
  readonly saved: InteriorNode[];
  readonly limits: UriLimits;
  /** Whether the device sends and takes large objects, `./DevDetail/LrgObj`. */
  readonly largeObjects: boolean;
  /** Where the next message goes. */
  url: string;
  /** The address came with RespURI. */
  onPeersWord: boolean;
  /** MsgID of the last message sent. */
  msgId: number;
  /** Name of the request that is under way; "" when there is none. */
  request: string;
  /** MsgID of the last message received, and how often it came in a row. */
  serverMsgId: string;
  repetitions: number;
  /** Octets that the server takes in one message and in one object; undefined = not said. */
  peerMaxMsgSize: number | undefined;
  peerMaxObjSize: number | undefined;
  readonly client: ClientCredentials;
  readonly server: ServerCredentials;
  /** Messages in a row in which both sides only asked for the next one. */
  emptyTurns: number;
  /** The server's package is complete; it stays so while the device sends its answer in parts. */
  packageComplete: boolean;
  /** Commands that still have to be sent, in order. */
  outbox: Outgoing[];
  /** The rest of Results or of an alert that goes out in chunks: first of the outbox. */
  unfinished: Outgoing | undefined;
  /** Nonces that are stored for the next session. */
  kept: { readonly client: Uint8Array | undefined; readonly server: Uint8Array | undefined };
  /** Event reports of the device in this session. */
  readonly reported: ReportedAlerts;
  /** Body of the last message, for a repetition after a challenge. */
  lastBody: readonly Outgoing[];
  lastFinal: boolean;
  /** Octets of the last message, for a repetition of the server's. */
  lastOctets: Uint8Array;
  /** Header with the digest of the last message, when it had one. */
  lastMac: string | undefined;
  largeObject: LargeObject | undefined;
  /** Execution that waits for the user, and the name of the question. */
  paused:
    { readonly work: Asking<Received>; readonly question: string; readonly before: InteriorNode } | undefined;
  /** The device wants to stop at its next turn. */
  abandoned: boolean;
}

/** Event reports that a session has sent. */
export interface ReportedAlerts {
  /** Identifiers of those that are in a message or in the outbox. */
  readonly ids: Set<number>;
  /** By `MsgID/CmdID` of sent messages. */
  readonly sent: Map<string, readonly number[]>;
}

/** A command with a name that DM does not have, at its place among the others. */
export interface UnknownInBody {
  readonly kind: "unknown";
  readonly name: string;
  readonly CmdID: string;
}

/** What the device has to answer: what is neither Status nor Results. */
export type TurnCommand = Exclude<BodyCommand, { readonly kind: "Status" | "Results" }> | UnknownInBody;

/** A message of the server, taken apart for one turn of the device. */
export interface Turn {
  readonly msgId: string;
  /** Target and Source of the received header, as the Status of the header names them. */
  readonly target: string;
  readonly source: string;
  /** The server's package is complete. */
  readonly final: boolean;
  readonly commands: readonly TurnCommand[];
  /** An Atomic of the message holds a command that cannot be read, so that no Atomic of it may be executed. */
  readonly brokenAtomic: boolean;
}
