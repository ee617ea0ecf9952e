import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import { hasError } from "../../../../simulator/core/finding.ts";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { secretDigest } from "../../../../simulator/protocols/dm-auth/index.ts";
import {
  readProvisioning,
  writeProvisioning,
  type ProvisioningDocument,
} from "../../../../simulator/protocols/provisioning/index.ts";
import { sendDocument } from "../../../../simulator/roles/dm-server/bootstrap/index.ts";
import type { DeviceAccount } from "../../../../simulator/roles/dm-server/inventory/device-account.ts";
import { createInventory } from "../../../../simulator/roles/dm-server/inventory/inventory.ts";
import type { Effect } from "../../../../simulator/wire/role.ts";
import { createMemoryStore } from "../../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";

const crypto = createNodeCrypto();
const SERVER_ID = "dm.example.com";
const DEVICE = "IMEI:1";
const dms = { id: "dms", serverId: SERVER_ID, dmUrl: "http://dm.example.com/dm" };
const configured: DeviceAccount = {
  deviceId: DEVICE,
  client: { auth: "md5", username: "dev17", password: "old-Secret" },
  server: { auth: "md5", username: SERVER_ID, password: "old-Server" },
};

const appAuth = (level: string, name: string, secret: string, type = "DIGEST", data = ""): string =>
  `<characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="${level}"/><parm name="AAUTHTYPE" value="${type}"/>
   <parm name="AAUTHNAME" value="${name}"/><parm name="AAUTHSECRET" value="${secret}"/>${data === "" ? "" : `<parm name="AAUTHDATA" value="${data}"/>`}</characteristic>`;
const source = (serverId: string, credentials: string): string =>
  `<wap-provisioningdoc version="1.1"><characteristic type="APPLICATION"><parm name="APPID" value="w7"/>
  <parm name="PROVIDER-ID" value="${serverId}"/><characteristic type="APPADDR"><parm name="ADDR" value="http://x/dm"/></characteristic>${credentials}</characteristic></wap-provisioningdoc>`;

function document(text: string): ProvisioningDocument {
  const { value } = readProvisioning(utf8(text), "xml");
  if (!value) throw new Error("not read");
  return value;
}

/** A DM server's inventory that keeps what is committed, as over a restart. */
function desk(account: DeviceAccount = configured) {
  const store = createMemoryStore();
  const effects: Effect[] = [];
  const sink = (effect: Effect): void => {
    effects.push(effect);
    if (effect.type === "commit") store.commit(effect.writes, () => {});
  };
  const open = (configuration: DeviceAccount) =>
    createInventory({ snapshot: store, accounts: [configuration], unknownDevices: "refuse", crypto });
  const inventory = open(account);
  const context = { random: seededRandom("given"), crypto, steppers: tableSteppers };
  return {
    effects,
    inventory,
    open,
    send: (text: string) =>
      sendDocument(DEVICE, document(text), { dms, accounts: [account], inventory, context }, sink),
  };
}

describe("a provisioning document that somebody else wrote", () => {
  const own = source(
    SERVER_ID,
    appAuth("APPSRV", "dev99", "new-Secret", "HMAC", "bm9uY2U=") + appAuth("CLIENT", SERVER_ID, "new-Server"),
  );

  test("its account of this server is stored before it goes out", () => {
    const it = desk();
    expect(it.send(own)).toBeUndefined();
    expect(it.effects.map(({ type }) => type)).toEqual(["commit", "push", "report"]);
    expect(it.inventory.device(DEVICE)?.account).toMatchObject({
      client: {
        auth: "mac",
        username: "dev99",
        digestBase: secretDigest(crypto, "dev99", "new-Secret"),
        nonce: "bm9uY2U=",
      },
      server: { auth: "md5", username: SERVER_ID, password: "new-Server", nonce: "" },
    });
  });

  test("the account holds over a restart, until other credentials are configured", () => {
    const it = desk();
    it.send(own);
    expect(it.open(configured).device(DEVICE)?.account).toEqual(it.inventory.device(DEVICE)?.account);
    const changed = { ...configured, client: { ...configured.client, password: "yet-Another" } };
    expect(it.open(changed).device(DEVICE)?.account.client).toMatchObject({
      username: "dev17",
      digestBase: secretDigest(crypto, "dev17", "yet-Another"),
    });
  });

  test.each([
    ["of another server", source("other.example.com", appAuth("APPSRV", "a", "b"))],
    ["without credentials", source(SERVER_ID, "")],
    [
      "of connectivity alone",
      `<wap-provisioningdoc><characteristic type="NAPDEF"><parm name="NAPID" value="n"/></characteristic></wap-provisioningdoc>`,
    ],
  ])("an account %s changes nothing here", (_, text) => {
    const it = desk();
    const before = it.inventory.device(DEVICE);
    expect(it.send(text)).toBeUndefined();
    expect(it.effects.map(({ type }) => type)).toEqual(["push", "report"]);
    expect(it.inventory.device(DEVICE)).toBe(before);
  });

  test("basic credentials are kept as a password's hash too", () => {
    const it = desk();
    it.send(source(SERVER_ID, appAuth("APPSRV", "dev99", "new-Secret", "BASIC")));
    const client = it.inventory.device(DEVICE)?.account.client;
    expect(client?.auth).toBe("basic");
    expect(crypto.verifyPassword("new-Secret", client?.passwordHash ?? "")).toBe(true);
  });

  test("it is secured as the account says; what the user enters is told", () => {
    const secured = desk({ ...configured, bootstrap: { security: "userpin", userPin: "1234" } });
    secured.send(own);
    expect(secured.effects.find(({ type }) => type === "push")).toMatchObject({
      contentType: expect.stringMatching(
        /^application\/vnd\.wap\.connectivity-wbxml; ?SEC=(1|USERPIN); ?MAC="?[0-9A-F]{40}/i,
      ) as unknown,
    });
    expect(secured.effects.find(({ type }) => type === "report")).toMatchObject({
      report: { data: { userEnters: "1234" } },
    });
    const poor = desk({ ...configured, bootstrap: { security: "netwpin" } });
    expect(poor.send(own)).toContain("NETWPIN needs");
    expect(poor.effects).toEqual([]);
  });

  test("what can be read can be written in WBXML, however the document was damaged", () => {
    const whole = utf8(own);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 3 }), (changes) => {
        const broken = whole.slice();
        for (const [at, octet] of changes) broken[at] = octet;
        const { value, findings } = readProvisioning(broken, "xml");
        return !value || hasError(findings) || writeProvisioning(value, "wbxml").length > 0;
      }),
      { numRuns: 500 },
    );
  });
});
