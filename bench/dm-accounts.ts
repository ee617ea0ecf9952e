import type { DeviceOptions } from "../simulator/roles/device/index.ts";
import { phone } from "../simulator/roles/device/index.ts";
import type { DeviceAccount } from "../simulator/roles/dm-server/index.ts";

export const SERVER_ID = "dms.example";

const nonce = (side: string, index: number): Uint8Array => new TextEncoder().encode(`${side}-nonce-${index}`);

/** Device number `index` as the server knows it: md5 both ways, both nonces agreed, so that no session begins with a challenge. */
export function accountOf(index: number): DeviceAccount {
  return {
    deviceId: `IMEI:bench-${index}`,
    client: { auth: "md5", username: `user${index}`, password: "secret", nonce: nonce("client", index) },
    server: { auth: "md5", username: SERVER_ID, password: "server-secret", nonce: nonce("server", index) },
  };
}

/** The same device from its own side. */
export function deviceOf(index: number, serverUrl: string): DeviceOptions {
  return {
    deviceId: `IMEI:bench-${index}`,
    profile: phone,
    account: {
      serverId: SERVER_ID,
      serverUrl,
      username: `user${index}`,
      password: "secret",
      auth: "md5",
      authPref: "unasked",
      clientNonce: nonce("client", index),
      serverAuth: "md5",
      serverPassword: "server-secret",
      serverNonce: nonce("server", index),
    },
  };
}
