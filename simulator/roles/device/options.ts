import type { DeviceProfile } from "./profiles/profile.ts";
import type { UserInteraction } from "./user-interaction.ts";

/** Encoding of the device's messages, chosen by content type. */
export type DmEncoding = "xml";

/** Account of the DM server on the device, as DMAcc holds it. */
export interface DmAccount {
  /** Server identifier: name in ACLs, in notifications and of the server's credentials. */
  readonly serverId: string;
  /** Address of the server, AppAddr/Addr. */
  readonly serverUrl: string;
  readonly username: string;
  readonly password: string;
  /** How the device authenticates itself; `none` = it has no credentials. */
  readonly auth: "basic" | "md5" | "none";
  /** Credentials go into the first Package 1, or wait for the server's challenge. */
  readonly authPref: "unasked" | "challenge";
  /** Nonce for the device's next md5 credentials; absent = none was received yet. */
  readonly clientNonce?: Uint8Array | undefined;
  /** How the server has to authenticate itself; `none` = it need not. */
  readonly serverAuth: "basic" | "md5" | "none";
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
}

export interface DeviceOptions {
  /** Identifier in URN form: `IMEI:350000000000017`. */
  readonly deviceId: string;
  readonly profile: DeviceProfile;
  readonly account: DmAccount;
  readonly encoding?: DmEncoding | undefined;
  readonly behaviour?: Partial<DeviceBehaviour> | undefined;
  /** Octets; the profile's by default. */
  readonly maxMsgSize?: number | undefined;
  readonly maxObjSize?: number | undefined;
  /** Milliseconds of run time until a request without a response has failed; 60,000 by default. */
  readonly responseTimeout?: number | undefined;
}

/** A Generic Alert (1226) that the device sends in Package 1. */
export interface GenericAlert {
  /** Alert type: a URN or a reversed domain name. */
  readonly type: string;
  readonly format?: string | undefined;
  readonly data: string;
  /** URI of the management object. */
  readonly source?: string | undefined;
  readonly mark?: string | undefined;
  readonly correlator?: string | undefined;
}

/** What a person, a scenario or the fleet asks of a device. */
export type DeviceCommand =
  /** Starts a session with Alert 1201. While one runs, the wish is answered with the report `command.refused`. */
  | {
      readonly name: "startSession";
      /** One to four upper-case hexadecimal digits; chosen at random when absent. */
      readonly sessionId?: string | undefined;
      readonly alerts?: readonly GenericAlert[] | undefined;
    }
  /** Stops the running session with Alert 1223 at the device's next turn. */
  | { readonly name: "abortSession" }
  | { readonly name: "setBehaviour"; readonly behaviour: Partial<DeviceBehaviour> }
  /** Changes a leaf of the device from within, as an application would. */
  | { readonly name: "setValue"; readonly uri: string; readonly value: string };
