import type { DmEncoding } from "../../protocols/syncml/index.ts";
import type { DeviceManners } from "./manners/manners.ts";
import type { DeviceProfile } from "./profiles/profile.ts";
import type { UserAnswer, UserInteraction } from "./user-interaction.ts";

/** Account of the DM server on the device, as DMAcc holds it. */
export interface DmAccount {
  /** Server identifier: name in ACLs, in notifications and of the server's credentials. */
  readonly serverId: string;
  /** Whether the device is made with the profile's rights for this server in the ACL of its root; true by default. */
  readonly manages?: boolean | undefined;
  /** Address of the server, AppAddr/Addr. */
  readonly serverUrl: string;
  readonly username: string;
  readonly password: string;
  /** How the device authenticates itself; `none` = it has no credentials. */
  readonly auth: "basic" | "md5" | "mac" | "none";
  /** Credentials go into the first Package 1, or wait for the server's challenge. */
  readonly authPref: "unasked" | "challenge";
  /** Nonce for the device's next md5 credentials; absent = none was received yet. */
  readonly clientNonce?: Uint8Array | undefined;
  /** How the server has to authenticate itself; `none` = it need not. */
  readonly serverAuth: "basic" | "md5" | "mac" | "none";
  readonly serverPassword: string;
  /** Nonce that the server uses next, in its md5 credentials and in notifications. */
  readonly serverNonce?: Uint8Array | undefined;
}

/** What a scenario makes the device do otherwise than its account and profile say. */
export interface DeviceBehaviour {
  /** What becomes of notifications: `refuse-digest` takes each digest for wrong, `ignore` is a user who says no. */
  readonly notification: "accept" | "refuse-digest" | "ignore";
  /** Password that the device uses instead of its account's. */
  readonly clientPassword?: string | undefined;
  /** Password of the server that the device believes in, instead of its account's. */
  readonly serverPassword?: string | undefined;
  /** A user at the device, or `none`: user interaction alerts are answered 406. */
  readonly user: UserInteraction;
  /** Whether what an Atomic did can be undone when one of its commands fails; if not, what was done stays: 516. */
  readonly rollback: "works" | "fails";
  /** Status with which every command on a node fails, by URI: a busy node 403, a full store 420, a broken one 510. */
  readonly failures?: Readonly<Record<string, number>> | undefined;
}

export interface DeviceOptions {
  /** Identifier in URN form: `IMEI:350000000000017`. */
  readonly deviceId: string;
  readonly profile: DeviceProfile;
  /** The account that sessions use unless another server is named; undefined = factory state, waiting for a bootstrap. */
  readonly account: DmAccount | undefined;
  /** Accounts of further servers. */
  readonly furtherAccounts?: readonly DmAccount[] | undefined;
  /** What a bootstrap message is checked with; without them none is taken. */
  readonly bootstrap?: BootstrapSecrets | undefined;
  /** Encoding of its messages; the profile's by default. */
  readonly encoding?: DmEncoding | undefined;
  /** Ways in which it departs from the protocol, over those of its profile. */
  readonly manners?: Partial<DeviceManners> | undefined;
  readonly behaviour?: Partial<DeviceBehaviour> | undefined;
  /** Octets; the profile's by default. */
  readonly maxMsgSize?: number | undefined;
  readonly maxObjSize?: number | undefined;
  /** Milliseconds of run time until a request without a response has failed; 60,000 by default. */
  readonly responseTimeout?: number | undefined;
  /**
   * Milliseconds of run time after which another session begins for event reports that no server has answered, one pause
   * for each session in a row; after that they wait for the next session. 1, 5 and 15 minutes by default.
   */
  readonly alertRetries?: readonly number[] | undefined;
}

/** What a device knows to check a bootstrap message with (Bootstrap 1.2, 5). */
export interface BootstrapSecrets {
  /** Digits of the IMSI (or another network identity). */
  readonly networkId?: string | undefined;
  /** Digits that the user would enter. */
  readonly userPin?: string | undefined;
}

/** An event report of the device: Generic Alert 1226, or 1224 when `code` says so. */
export interface GenericAlert {
  readonly code?: 1226 | 1224 | undefined;
  /** Alert type: a URN or a reversed domain name. */
  readonly type: string;
  readonly format?: string | undefined;
  readonly data: string;
  /** URI of the management object. */
  readonly source?: string | undefined;
  /** URI of what came of it: a component that was installed. */
  readonly target?: string | undefined;
  readonly mark?: string | undefined;
  readonly correlator?: string | undefined;
  /** Server that it is for; the server of the next session by default. */
  readonly serverId?: string | undefined;
}

/** What a person, a scenario or the fleet asks of a device. */
export type DeviceCommand =
  /** Goes on with what ran when the device was stopped: objects at work, alerts that no server has answered. */
  | { readonly name: "start" }
  /** Starts a session with Alert 1201. While one runs, the wish is answered with the report `command.refused`. */
  | {
      readonly name: "startSession";
      /** One to four upper-case hexadecimal digits; chosen at random when absent. */
      readonly sessionId?: string | undefined;
      /** Server of the account that is used; the first account's by default. */
      readonly serverId?: string | undefined;
      readonly alerts?: readonly GenericAlert[] | undefined;
    }
  /** Stops the running session with Alert 1223 at the device's next turn. */
  | { readonly name: "abortSession" }
  | { readonly name: "setBehaviour"; readonly behaviour: Partial<DeviceBehaviour> }
  | { readonly name: "setManners"; readonly manners: Partial<DeviceManners> }
  /** Changes a leaf of the device from within, as an application would. */
  | { readonly name: "setValue"; readonly uri: string; readonly value: string }
  /** Edits a node by hand: what is absent stays. */
  | {
      readonly name: "editNode";
      readonly uri: string;
      readonly value?: string | undefined;
      readonly acl?: string | undefined;
      readonly title?: string | undefined;
    }
  | {
      readonly name: "addNode";
      readonly uri: string;
      readonly format: string;
      readonly type?: string | undefined;
      readonly value?: string | undefined;
      /** `dynamic` by default. */
      readonly scope?: "permanent" | "dynamic" | undefined;
      /** Access types, separated by blanks; by default all that its ACL lets servers do. */
      readonly access?: string | undefined;
    }
  | { readonly name: "deleteNode"; readonly uri: string }
  /** Queues an event report; a session begins for it unless `hold`. The alert is kept until a server has answered it. */
  | { readonly name: "raiseAlert"; readonly alert: GenericAlert; readonly hold?: boolean | undefined }
  /** Answers the question that the person at the device is asked. */
  | { readonly name: "answerUser"; readonly question: string; readonly answer: UserAnswer }
  /** Has a management object do something: `trap`, `request-update`, … */
  | {
      readonly name: "runAction";
      readonly object: string;
      readonly action: string;
      readonly parameters?: Readonly<Record<string, string>> | undefined;
    };
