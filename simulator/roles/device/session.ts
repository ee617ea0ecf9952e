import type { BodyCommand } from "../../protocols/syncml/index.ts";
import type { InteriorNode, UriLimits } from "../../tree/index.ts";
import type { Stepper } from "../../wire/role.ts";
import type { UnknownCommand } from "./encoding.ts";
import type { GenericAlert } from "./options.ts";
import type { Outgoing } from "./outgoing.ts";

/** State of the device's own credentials in a session. */
export interface ClientCredentials {
  /** Scheme in use; the server's challenge may change it. */
  scheme: "basic" | "md5" | "none";
  /** `B64(H(username:password))`. */
  readonly secret: string;
  readonly password: string;
  nonce: Uint8Array | undefined;
  /** Credentials go into the next message. */
  sending: boolean;
  /** The last message had credentials made from a challenge of this session. */
  answeredChallenge: boolean;
  /** Status 212 was received: no more credentials are needed. */
  authenticated: boolean;
  /** Nonce of a server that is not authenticated yet; it is kept once the server is. */
  unconfirmedNonce: Uint8Array | undefined;
}

/** State of the server's credentials in a session. */
export interface ServerCredentials {
  readonly secret: string;
  /** Nonce that the server has to use now. */
  nonce: Uint8Array | undefined;
  authenticated: boolean;
  /** The device has challenged the server once. */
  challenged: boolean;
}

/** An object that arrives in chunks. */
export interface LargeObject {
  readonly kind: "Add" | "Replace" | "Exec";
  readonly uri: string;
  readonly format: string | undefined;
  readonly type: string | undefined;
  /** Announced octets. */
  readonly size: number;
  data: string | Uint8Array;
}

/** Everything that a running session holds. Nothing of it exists for an idle device. */
export interface Session {
  /** SessionID: one to four hexadecimal digits. */
  readonly id: string;
  readonly conversation: string;
  readonly initiatedBy: "server" | "client";
  readonly alerts: readonly GenericAlert[];
  readonly stepper: Stepper;
  /** Tree at the beginning, without what was changed on the device. */
  readonly base: InteriorNode;
  root: InteriorNode;
  readonly limits: UriLimits;
  /** Where the next message goes. */
  url: string;
  /** The address came with RespURI. */
  onPeersWord: boolean;
  /** MsgID of the last message sent. */
  msgId: number;
  /** Name of the request that is under way. */
  request: string;
  /** MsgID of the last message received, and how often it came in a row. */
  serverMsgId: string;
  repetitions: number;
  /** Octets that the server takes in one message; undefined = not said. */
  peerMaxMsgSize: number | undefined;
  readonly client: ClientCredentials;
  readonly server: ServerCredentials;
  /** The server's package is complete; it stays so while the device sends its answer in parts. */
  packageComplete: boolean;
  /** Commands that still have to be sent, in order. */
  outbox: Outgoing[];
  /** Body of the last message, for a repetition after a challenge. */
  lastBody: readonly Outgoing[];
  lastFinal: boolean;
  /** Octets of the last message, for a repetition of the server's. */
  lastOctets: Uint8Array;
  largeObject: LargeObject | undefined;
  /** The device wants to stop at its next turn. */
  abandoned: boolean;
}

/** A message of the server, taken apart for one turn of the device. */
export interface Turn {
  readonly msgId: string;
  /** Target and Source of the received header, as the Status of the header names them. */
  readonly target: string;
  readonly source: string;
  /** The server's package is complete. */
  readonly final: boolean;
  /** What is neither Status nor Results. */
  readonly commands: readonly BodyCommand[];
  /** Commands with names that DM does not have. */
  readonly unknown: readonly UnknownCommand[];
  /** An Atomic of the message holds a command that cannot be read, so that no Atomic of it may be executed. */
  readonly brokenAtomic: boolean;
}
