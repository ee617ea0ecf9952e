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

/** What the DM server keeps of one device: account, capabilities, last contact. */
export interface DeviceRecord {
  readonly deviceId: string;
  readonly groups: readonly string[];
  readonly managementDomain?: string | undefined;
  /** True for a product; false for one of our simulated devices. Decides nothing but the lane's wedge. */
  readonly external: boolean;
  readonly account: {
    /** How the device proves itself to us. */
    readonly client: DmCredential & { readonly auth: "basic" | "md5" | "none" };
    /** How we prove ourselves to the device. */
    readonly server: {
      readonly username: string;
      readonly password: string;
      readonly nonce: string;
      readonly auth: "basic" | "md5" | "none";
    };
  };
  readonly devInfo: Readonly<Record<string, string>>;
  readonly manufacturer?: string | undefined;
  readonly model?: string | undefined;
  readonly firmwareVersion?: string | undefined;
  readonly lastSeen?: number | undefined;
  readonly maxMsgSize?: number | undefined;
  readonly maxObjSize?: number | undefined;
  /** Session id of the last Package 0. */
  readonly lastNotificationId: number;
}
