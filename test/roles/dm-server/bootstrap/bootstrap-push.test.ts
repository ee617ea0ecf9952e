import { describe, expect, test } from "vitest";
import { fromBase64 } from "../../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { secretDigest } from "../../../../simulator/protocols/dm-auth/index.ts";
import {
  bootstrapPush,
  type BootstrapMessage,
  type BootstrapOptions,
} from "../../../../simulator/roles/dm-server/bootstrap/index.ts";
import {
  recordOfAccount,
  recordOfStranger,
} from "../../../../simulator/roles/dm-server/inventory/device-account.ts";
import { accountsIn, applyBootstrap } from "../../../../simulator/roles/device/bootstrap/index.ts";
import { buildTree } from "../../../../simulator/tree/index.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";

const crypto = createNodeCrypto();
const device = recordOfAccount(
  {
    deviceId: "IMEI:350000000000017",
    client: { auth: "md5", username: "dev17", password: "lamp-Shade-9" },
    server: { auth: "md5", username: "dm.example.com", password: "tide-Pool-4" },
  },
  crypto,
);
const options = (over: Partial<BootstrapOptions> = {}): BootstrapOptions => ({
  device,
  serverId: "dm.example.com",
  serverUrl: "http://127.0.0.1:4545/dm",
  profile: "cp",
  security: "userpin",
  userPin: "1234",
  networkId: "262019012345678",
  clientPassword: "lamp-Shade-9",
  crypto,
  random: seededRandom("bootstrap"),
  ...over,
});
const made = (over: Partial<BootstrapOptions> = {}): BootstrapMessage => {
  const message = bootstrapPush(options(over));
  if ("refused" in message) throw new Error(message.refused);
  return message;
};
const factory = buildTree({ DMAcc: { children: {}, access: "Add Get" } }).root;

describe("DMBOOT 5 the server's bootstrap message", () => {
  const cases = (["cp", "dm"] as const).flatMap((profile) =>
    (["none", "netwpin", "userpin", "usernetwpin", "userpinmac"] as const)
      .filter((security) => profile === "cp" || security !== "userpinmac")
      .flatMap((security) =>
        (profile === "cp" ? (["xml", "wbxml"] as const) : (["wbxml"] as const)).map(
          (encoding) => [profile, security, encoding] as const,
        ),
      ),
  );

  test.each(cases)(
    "%s, %s, %s: a device applies it and knows the account of the inventory",
    (profile, security, encoding) => {
      const { contentType, body, account, userEnters } = made({ profile, security, encoding });
      const secrets =
        security === "none" ? undefined : { networkId: "262019012345678", userPin: userEnters ?? "1234" };
      const outcome = applyBootstrap({
        contentType,
        body,
        root: factory,
        secrets,
        crypto,
        date: 0,
        attempts: 0,
      });
      expect(outcome).toMatchObject({ applied: true, startSession: "dm.example.com" });
      if (!outcome.applied) return;
      expect(accountsIn(outcome.root)[0]?.account).toEqual({
        serverId: "dm.example.com",
        serverUrl: "http://127.0.0.1:4545/dm",
        username: "dev17",
        password: "lamp-Shade-9",
        auth: "md5",
        authPref: "unasked",
        clientNonce: fromBase64(account.client.nonce),
        serverAuth: "md5",
        serverPassword: "tide-Pool-4",
        serverNonce: fromBase64(account.server.nonce),
      });
      expect(fromBase64(account.client.nonce)).toHaveLength(16);
      expect(account.client.digestBase).toBe(device.account.client.digestBase);
    },
  );

  test("nonces that are agreed stay", () => {
    const agreed = { ...device.account, client: { ...device.account.client, nonce: "AAAA" } };
    expect(made({ device: { ...device, account: agreed } }).account.client.nonce).toBe("AAAA");
  });

  test("a device without credentials gets some, and the inventory their digest", () => {
    const { contentType, body, account } = made({
      device: recordOfStranger("IMEI:1"),
      clientPassword: undefined,
      security: "none",
    });
    const outcome = applyBootstrap({
      contentType,
      body,
      root: factory,
      secrets: undefined,
      crypto,
      date: 0,
      attempts: 0,
    });
    const found = outcome.applied ? accountsIn(outcome.root)[0]?.account : undefined;
    expect(found?.username).toBe("IMEI:1");
    expect(found?.password).toHaveLength(16);
    expect(account.client).toMatchObject({
      auth: "md5",
      digestBase: secretDigest(crypto, "IMEI:1", found?.password ?? ""),
    });
    expect(account.server).toMatchObject({
      auth: "md5",
      username: "dm.example.com",
      password: found?.serverPassword,
    });
  });

  test("what is missing or does not exist is refused with a reason", () => {
    expect(bootstrapPush(options({ security: "netwpin", networkId: undefined }))).toEqual({
      refused: "NETWPIN needs the network identity of the device",
    });
    expect(bootstrapPush(options({ userPin: undefined }))).toEqual({ refused: "USERPIN needs a PIN" });
    expect(bootstrapPush(options({ profile: "dm", security: "userpinmac" }))).toHaveProperty("refused");
    expect(bootstrapPush(options({ profile: "dm", encoding: "xml" }))).toHaveProperty("refused");
  });

  test("the content type names the method and the MAC", () => {
    expect(made().contentType).toMatch(
      /^application\/vnd\.wap\.connectivity-wbxml; SEC=USERPIN; MAC=[0-9A-F]{40}$/,
    );
    expect(made({ profile: "dm", security: "netwpin" }).contentType).toMatch(
      /^application\/vnd\.syncml\.dm\+wbxml; SEC=NETWORKID; MAC=[0-9A-F]{40}$/,
    );
    expect(made({ security: "userpinmac" })).toMatchObject({
      contentType: "application/vnd.wap.connectivity-wbxml; SEC=USERPINMAC",
    });
  });
});
