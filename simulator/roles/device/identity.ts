import { fromBase64, toBase64 } from "../../core/bytes.ts";
import type { DmAccount } from "./options.ts";

/** What a device of a fleet has of its own. */
export interface DeviceIdentity {
  /** Identifier in URN form: `IMEI:350000000000017`. */
  readonly deviceId: string;
  /** What differs from the fleet's account: user name, passwords, nonces. */
  readonly account?: Partial<DmAccount> | undefined;
}

/** Between the identifier and the account. */
const SEPARATOR = "\u001c";

/** Texts and numbers of an account, its nonces in base64. */
type PackedAccount = Omit<Partial<DmAccount>, "clientNonce" | "serverNonce"> & {
  readonly clientNonce?: string | undefined;
  readonly serverNonce?: string | undefined;
};

/** An identity in one string: the identifier alone where there is nothing else. */
export function packIdentity({ deviceId, account }: DeviceIdentity): string {
  if (!account) return deviceId;
  const { clientNonce, serverNonce, ...rest } = account;
  const packed: PackedAccount = {
    ...rest,
    clientNonce: clientNonce && toBase64(clientNonce),
    serverNonce: serverNonce && toBase64(serverNonce),
  };
  return [deviceId, JSON.stringify(packed)].join(SEPARATOR);
}

/** What was packed. */
export function unpackIdentity(packed: string): DeviceIdentity {
  const at = packed.indexOf(SEPARATOR);
  if (at < 0) return { deviceId: packed };
  const { clientNonce, serverNonce, ...rest } = JSON.parse(packed.slice(at + 1)) as PackedAccount;
  const account: Partial<DmAccount> = {
    ...rest,
    ...(clientNonce === undefined ? {} : { clientNonce: fromBase64(clientNonce) }),
    ...(serverNonce === undefined ? {} : { serverNonce: fromBase64(serverNonce) }),
  };
  return { deviceId: packed.slice(0, at), account };
}
