import { describe, expect, it } from "vitest";
import { utf8 } from "../../simulator/core/bytes.ts";
import { parseConfig } from "../../simulator/host/config.ts";
import { liveDevices, type LiveDevice } from "../../simulator/host/live-devices.ts";

const urls = { baseUrl: "http://127.0.0.1:8480", secureUrl: "https://127.0.0.1:8443" };

function devicesOf(text: string, count?: number): LiveDevice[] {
  const config = { ...parseConfig(text, "c.yaml"), externalSystems: [] };
  return liveDevices(config, urls, () => new Uint8Array(32), count);
}

describe("devices of a configuration", () => {
  it("numbers simulated devices through the file, and --devices wins", () => {
    const text = "devices:\n  - { count: 2, group: a }\n  - { profile: meter, group: b }\n";
    expect(devicesOf(text).map(({ deviceId, group }) => `${deviceId} ${group}`)).toEqual([
      "IMEI:350000000000014 a",
      "IMEI:350000000000022 a",
      "IMEI:350000000000030 b",
    ]);
    expect(devicesOf(text, 1)).toHaveLength(1);
    expect(devicesOf(text, 5)).toHaveLength(5);
  });

  it("has our DM server manage a simulated device, with one secret on both sides", () => {
    const [device] = devicesOf("devices:\n  - { certificate: optional, auth: basic }\n");
    expect(device).toMatchObject({
      certificate: true,
      account: { client: { auth: "basic", username: "dev1" }, server: { username: "dms.example" } },
      simulated: { account: { serverUrl: "https://127.0.0.1:8443/dm", username: "dev1" } },
    });
    expect(device?.simulated?.account?.password).toBe(device?.account?.client.password);
  });

  it("leaves a simulated device to a DM server of another make, which ours does not know", () => {
    const account =
      'server: "https://mdm.example/dm", serverId: mdm, serverPassword: s, username: u, password: p';
    const devices = devicesOf(`devices:
  - { count: 2, auth: mac, pushPort: 5000, account: { ${account}, serverAuth: mac } }
  - { account: { ${account}, clientNonce: bm9uY2U=, serverNonce: bm9uY2U= } }
`);
    expect(devices.map(({ account: ours, pushPort }) => [ours, pushPort])).toEqual([
      [undefined, 5000],
      [undefined, 5001],
      [undefined, undefined],
    ]);
    expect(devices.map(({ simulated }) => simulated?.account)).toMatchObject([
      { serverUrl: "https://mdm.example/dm", auth: "mac", serverAuth: "mac", authPref: "challenge" },
      { serverId: "mdm", username: "u", password: "p", serverPassword: "s" },
      { auth: "md5", authPref: "unasked", clientNonce: utf8("nonce"), serverNonce: utf8("nonce") },
    ]);
  });

  it("knows a product by what it was set up with", () => {
    const serverOf = (more: string): unknown =>
      devicesOf(`devices:\n  - { id: P, external: true, account: { username: u, password: p${more} } }\n`)[0]
        ?.account;
    expect(serverOf("")).toMatchObject({ server: { auth: "md5", password: "srvpwd", nonce: undefined } });
    expect(serverOf(", auth: mac")).toMatchObject({ client: { auth: "mac" }, server: { auth: "mac" } });
    expect(serverOf(", serverAuth: none, serverPassword: own, clientNonce: bm9uY2U=")).toMatchObject({
      client: { auth: "md5", nonce: utf8("nonce") },
      server: { auth: "none", password: "own" },
    });
  });
});
