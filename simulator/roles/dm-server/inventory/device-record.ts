import type { AuthScheme } from "../../../protocols/dm-auth/index.ts";
import type { DmEncoding } from "../../../protocols/syncml/index.ts";

/** Secrets of one direction of DM authentication. Only B64(H(user:password)) is kept, never the password. */
export interface DmCredential {
  readonly username: string;
  /** B64(H(username:password)), the base of md5 and MAC. */
  readonly digestBase: string;
  /** For basic: scrypt of the password; absent when the device uses md5 only. */
  readonly passwordHash?: string | undefined;
  /** Current nonce, base64; the last one that was announced to the sender. */
  readonly nonce: string;
}

/**
 * What a client was seen to do that the protocol does not foresee, each with what the DM server does about it.
 *
 * - `next-message-refused`: it answers Alert 1222 with an error and goes on all the same.
 * - `chunk-taken-whole`: it takes the first chunk for the whole value; large objects are not chunked any more.
 * - `status-only-closes`: it closes on a message that holds Status only; it is kept waiting with a harmless Get.
 * - `nonce-undecoded`: it digests the base64 text of the nonce instead of its octets.
 */
export type DeviceManner =
  "next-message-refused" | "chunk-taken-whole" | "status-only-closes" | "nonce-undecoded";

/** What was learnt of a device's client from its messages; kept over sessions. */
export interface DeviceCapabilities {
  /** Encoding and media type of its last message. */
  readonly encoding?: DmEncoding | undefined;
  readonly mediaType?: string | undefined;
  /** `./DevDetail/LrgObj`: whether it takes and sends objects in chunks. */
  readonly lrgObj?: boolean | undefined;
  /** Scheme with which it proved itself last. */
  readonly scheme?: AuthScheme | undefined;
  /** Octets of a message that it surely reads, after it kept silent on a larger one. */
  readonly messageLimit?: number | undefined;
  readonly manners?: readonly DeviceManner[] | undefined;
}

/** What the DM server keeps of one device: account, capabilities, last contact. */
export interface DeviceRecord {
  readonly deviceId: string;
  readonly groups: readonly string[];
  readonly managementDomain?: string | undefined;
  /** True for a product; false for one of our simulated devices. Decides nothing but the lane's wedge. */
  readonly external: boolean;
  /** Id of the upstream DM System that manages it instead of us (contract, section 10). */
  readonly managedBy?: string | undefined;
  /** What the upstream says who manages it: itself, or an upstream of its own. */
  readonly manager?: string | undefined;
  readonly account: {
    /** How the device proves itself to us. */
    readonly client: DmCredential & {
      readonly auth: "basic" | "md5" | "mac" | "none";
      /** Further schemes that are taken, and asked for where the device does not answer the challenge of `auth`. */
      readonly fallback?: readonly AuthScheme[] | undefined;
      /** A client certificate whose subject is the device id: on every connection, or where one is shown. */
      readonly certificate?: "required" | "optional" | undefined;
    };
    /** How we prove ourselves to the device. */
    readonly server: {
      readonly username: string;
      readonly password: string;
      readonly nonce: string;
      readonly auth: "basic" | "md5" | "mac" | "none";
    };
  };
  /** The configured credentials (their digestBase) that a provisioning document took the place of: they are over. */
  readonly replacedDigest?: string | undefined;
  readonly devInfo: Readonly<Record<string, string>>;
  readonly manufacturer?: string | undefined;
  readonly model?: string | undefined;
  readonly firmwareVersion?: string | undefined;
  readonly lastSeen?: number | undefined;
  readonly maxMsgSize?: number | undefined;
  readonly maxObjSize?: number | undefined;
  readonly capabilities?: DeviceCapabilities | undefined;
  /** Management objects that the device's tree was seen to hold: the Type of their root and its address. */
  readonly managementObjects?: readonly { readonly mo: string; readonly root: string }[] | undefined;
  /** Session id of the last Package 0. */
  readonly lastNotificationId: number;
}
