import { utf8, utf8Text } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { DeviceRecord } from "./device-record.ts";

/** Collection of the store in which devices are kept, by device id. */
export const DEVICES = "devices";

/** A record as the store keeps it: the server's password is sealed, the device's only kept as a digest. */
export interface StoredRecord extends Omit<DeviceRecord, "account"> {
  readonly account: {
    readonly client: DeviceRecord["account"]["client"];
    readonly server: Omit<DeviceRecord["account"]["server"], "password"> & {
      readonly sealedPassword: string;
    };
  };
}

/** The stored form of a record. `sealedPassword` comes from `sealPassword`, once per password. */
export function storedRecord(record: DeviceRecord, sealedPassword: string): StoredRecord {
  const { username, nonce, auth } = record.account.server;
  return {
    ...record,
    account: { client: record.account.client, server: { username, nonce, auth, sealedPassword } },
  };
}

/** A password under the workbench's key. */
export function sealPassword(crypto: Crypto, password: string): string {
  return crypto.seal(utf8(password));
}

/**
 * The record behind a stored value, or undefined when the value is not one. A password that this key does not open is
 * empty; the configured account then supplies it.
 */
export function readStoredRecord(value: unknown, crypto: Crypto): DeviceRecord | undefined {
  if (!isStoredRecord(value)) return undefined;
  const { sealedPassword, ...server } = value.account.server;
  const octets = crypto.open(sealedPassword);
  const password = octets ? (utf8Text(octets) ?? "") : "";
  return { ...value, account: { client: value.account.client, server: { ...server, password } } };
}

function isStoredRecord(value: unknown): value is StoredRecord {
  const record = value as Partial<StoredRecord> | null | undefined;
  return (
    typeof record === "object" &&
    record !== null &&
    typeof record.deviceId === "string" &&
    typeof record.account?.client?.nonce === "string" &&
    typeof record.account.server?.sealedPassword === "string" &&
    typeof record.lastNotificationId === "number" &&
    typeof record.devInfo === "object"
  );
}
