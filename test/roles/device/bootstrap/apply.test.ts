import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { toBase64, utf8 } from "../../../../simulator/core/bytes.ts";
import {
  bootstrapMac,
  bootstrapTypeText,
  characteristic,
  cpKey,
  parm,
  provisioningTypes,
  userPinMac,
  w7Characteristic,
  writeProvisioning,
  type CpMethod,
  type ProvisioningPart,
  type W7Account,
} from "../../../../simulator/protocols/provisioning/index.ts";
import {
  accountsIn,
  applyBootstrap,
  isBootstrap,
  PIN_ATTEMPTS,
  type BootstrapOutcome,
  type BootstrapPush,
} from "../../../../simulator/roles/device/bootstrap/index.ts";
import {
  accountDocument,
  readDmBootstrap,
  writeDmBootstrap,
  type DmBootstrapInput,
} from "../../../../simulator/stacks/bootstrap.ts";
import { buildTree, nodeAt, type InteriorNode } from "../../../../simulator/tree/index.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";

const crypto = createNodeCrypto();
const date = 1_790_000_000_000;
const secrets = { networkId: "262019012345678", userPin: "1234" };
const clientNonce = utf8("clientNonce-0001");
const serverNonce = utf8("serverNonce-0000");
const account: W7Account = {
  serverId: "dm.example.com",
  name: "Bench DM",
  addresses: [{ address: "https://dm.example.com/oma", type: "URI", ports: ["8443"] }],
  credentials: [
    { level: "APPSRV", type: "DIGEST", name: "dev17", secret: "lamp-Shade-9", data: toBase64(clientNonce) },
    {
      level: "CLIENT",
      type: "HMAC",
      name: "dm.example.com",
      secret: "tide-Pool-4",
      data: toBase64(serverNonce),
    },
  ],
  toProxy: ["PX1"],
  toNapId: ["NAP1"],
  init: true,
  further: [],
};

const inbox = { Inbox: { children: {}, access: "Add" } };
const factory = buildTree({ ...inbox, DMAcc: { children: {}, access: "Add Get" } }).root;
const connected = buildTree({
  ...inbox,
  DMAcc: { children: {}, access: "Add Get" },
  NAP: { children: {}, access: "Add Get" },
  Proxy: { children: {}, access: "Add Get" },
}).root;

const document = (...content: readonly ProvisioningPart[]): Uint8Array =>
  writeProvisioning({ version: "1.1", content }, "wbxml");
const plain = document(w7Characteristic(account));

function apply(body: Uint8Array, over: Partial<BootstrapPush> = {}): BootstrapOutcome {
  return applyBootstrap({
    contentType: provisioningTypes.wbxml,
    body,
    root: factory,
    secrets: undefined,
    crypto,
    date,
    attempts: 0,
    ...over,
  });
}
function secured(method: CpMethod, body: Uint8Array, over: Partial<BootstrapPush> = {}): BootstrapOutcome {
  const mac = bootstrapMac(crypto, cpKey(method, secrets) ?? utf8(""), body);
  const contentType = bootstrapTypeText({ mediaType: provisioningTypes.wbxml, sec: method, mac });
  return apply(body, { contentType, secrets, ...over });
}
const rootOf = (outcome: BootstrapOutcome): InteriorNode => (outcome.applied ? outcome.root : factory);
const reasonOf = (outcome: BootstrapOutcome): string => (outcome.applied ? "" : outcome.reason);
const value = (root: InteriorNode, uri: string): unknown => {
  const node = nodeAt(root, uri.split("/"));
  return node?.kind === "leaf" ? node.value : undefined;
};

describe("DMBOOT 5.3 client provisioning profile", () => {
  test("the w7 account becomes a DMAcc with the rights of its server", () => {
    const outcome = apply(plain);
    expect(outcome).toMatchObject({
      applied: true,
      serverIds: ["dm.example.com"],
      startSession: "dm.example.com",
    });
    const root = rootOf(outcome);
    const node = nodeAt(root, ["DMAcc", "1"]);
    expect(node).toMatchObject({ type: "urn:oma:mo:oma-dm-dmacc:1.0", tStamp: date });
    expect(node?.acl?.text).toBe("Delete=dm.example.com&Get=dm.example.com&Replace=dm.example.com");
    expect(value(root, "DMAcc/1/AppID")).toBe("w7");
    expect(value(root, "DMAcc/1/Name")).toBe("Bench DM");
    expect(value(root, "DMAcc/1/AppAddr/1/Addr")).toBe("https://dm.example.com/oma");
    expect(value(root, "DMAcc/1/AppAddr/1/Port/1/PortNbr")).toBe("8443");
    expect(value(root, "DMAcc/1/AppAuth/1/AAuthLevel")).toBe("CLCRED");
    expect(value(root, "DMAcc/1/AppAuth/2/AAuthLevel")).toBe("SRVCRED");
    expect(value(root, "DMAcc/1/AppAuth/1/AAuthData")).toEqual(clientNonce);
    expect(value(root, "DMAcc/1/PrefConRef")).toBe("PX1");
    expect(value(root, "DMAcc/1/ToConRef/2/ConRef")).toBe("NAP1");
  });

  test("the account is read back out of the tree", () => {
    expect(accountsIn(rootOf(apply(plain)))).toEqual([
      {
        segments: ["DMAcc", "1"],
        account: {
          serverId: "dm.example.com",
          serverUrl: "https://dm.example.com:8443/oma",
          username: "dev17",
          password: "lamp-Shade-9",
          auth: "md5",
          authPref: "unasked",
          clientNonce,
          serverAuth: "mac",
          serverPassword: "tide-Pool-4",
          serverNonce,
        },
      },
    ]);
  });

  test("XML does the same", () => {
    const xml = writeProvisioning({ content: [w7Characteristic(account)] }, "xml");
    const outcome = apply(xml, { contentType: provisioningTypes.xml });
    expect(rootOf(outcome)).toEqual(rootOf(apply(plain)));
  });

  test("an account of the same server is replaced, one of another server stands beside it", () => {
    const once = rootOf(apply(plain));
    const moved = {
      ...account,
      addresses: [{ address: "https://new.example.com/dm", type: "URI", ports: [] }],
    };
    const again = secured("NETWPIN", document(w7Characteristic(moved)), { root: once });
    const other = secured("NETWPIN", document(w7Characteristic({ ...moved, serverId: "second" })), {
      root: rootOf(again),
    });
    const found = accountsIn(rootOf(other));
    expect(found.map(({ segments }) => segments.join("/"))).toEqual(["DMAcc/1", "DMAcc/2"]);
    expect(found.map(({ account: { serverUrl } }) => serverUrl)).toEqual([
      "https://new.example.com/dm",
      "https://new.example.com/dm",
    ]);
  });

  test("access points and proxies go where the tree has a place, and the account links to them", () => {
    const nap = characteristic("NAPDEF", [
      parm("NAPID", "NAP1"),
      parm("NAME", "Home"),
      parm("BEARER", "GSM-GPRS"),
      parm("NAP-ADDRESS", "internet"),
      parm("NAP-ADDRTYPE", "APN"),
      characteristic("NAPAUTHINFO", [
        parm("AUTHTYPE", "PAP"),
        parm("AUTHNAME", "u"),
        parm("AUTHSECRET", "s"),
      ]),
    ]);
    const proxy = characteristic("PXLOGICAL", [
      parm("PROXY-ID", "PX1"),
      characteristic("PXPHYSICAL", [
        parm("PXADDR", "192.0.2.1"),
        parm("PXADDRTYPE", "IPV4"),
        parm("TO-NAPID", "NAP1"),
        characteristic("PORT", [parm("PORTNBR", "8080")]),
      ]),
    ]);
    const body = document(w7Characteristic(account), nap, proxy);
    const root = rootOf(apply(body, { root: connected }));
    expect(value(root, "NAP/1/Addr")).toBe("internet");
    expect(value(root, "NAP/1/AuthInfo/AuthSecret")).toBe("s");
    expect(value(root, "Proxy/1/Ports/1/PortNbr")).toBe("8080");
    expect(value(root, "DMAcc/1/PrefConRef")).toBe("./Proxy/1");
    expect(value(root, "DMAcc/1/ToConRef/2/ConRef")).toBe("./NAP/1");
    const without = apply(body);
    expect(without.findings.map(({ code }) => code)).toEqual(["bootstrap/no-place", "bootstrap/no-place"]);
    expect(value(rootOf(without), "DMAcc/1/PrefConRef")).toBe("PX1");
  });

  test("without a w7 account no server gets rights", () => {
    expect(reasonOf(apply(document(characteristic("APPLICATION", [parm("APPID", "w4")]))))).toMatch(
      /nothing/,
    );
    const evil = apply(document(w7Characteristic({ ...account, serverId: "a&Exec=*" })));
    expect(evil).toMatchObject({ applied: false, findings: [{ code: "bootstrap/account" }] });
  });

  test("a document that cannot be read changes nothing", () => {
    expect(apply(plain.slice(0, 100))).toMatchObject({ applied: false, attempts: 0 });
  });
});

describe("PROVBOOT 6 who may bootstrap", () => {
  test.each(["NETWPIN", "USERPIN", "USERNETWPIN"] as const)("%s", (method) => {
    expect(secured(method, plain).applied).toBe(true);
    expect(reasonOf(secured(method, plain, { secrets: { networkId: "1", userPin: "9" } }))).toMatch(
      /MAC is wrong/,
    );
    const wrongBody = secured(method, plain, {
      body: document(w7Characteristic({ ...account, serverId: "x" })),
    });
    expect(reasonOf(wrongBody)).toMatch(/MAC is wrong/);
    expect(reasonOf(secured(method, plain, { secrets: undefined }))).toMatch(/does not know/);
  });

  test("USERPINMAC is checked by what the user enters", () => {
    const contentType = `${provisioningTypes.wbxml}; SEC=3`;
    const entered = userPinMac(crypto, "1234", plain);
    expect(apply(plain, { contentType, secrets: { userPin: entered } }).applied).toBe(true);
    expect(apply(plain, { contentType, secrets: { userPin: "12340000" } })).toMatchObject({
      applied: false,
      attempts: 1,
    });
  });

  test("three wrong PINs end it, also for the right one; a network secret does not count", () => {
    const wrong = { userPin: "9999", networkId: "1" };
    let attempts = 0;
    for (let count = 1; count <= PIN_ATTEMPTS; count++) {
      attempts = secured("USERPIN", plain, { secrets: wrong, attempts }).attempts;
      expect(attempts).toBe(count);
    }
    expect(reasonOf(secured("USERPIN", plain, { attempts }))).toMatch(/3 times/);
    expect(secured("NETWPIN", plain, { secrets: wrong, attempts })).toMatchObject({
      applied: false,
      attempts,
    });
    expect(secured("NETWPIN", plain, { attempts }).applied).toBe(true);
    expect(secured("USERPIN", plain, { attempts: 2 })).toMatchObject({ applied: true, attempts: 0 });
  });

  test("a message without a MAC is for devices without secrets and without an account", () => {
    expect(reasonOf(apply(plain, { secrets }))).toMatch(/no MAC/);
    expect(reasonOf(apply(plain, { root: rootOf(apply(plain)) }))).toMatch(/has an account/);
    expect(
      reasonOf(apply(plain, { contentType: `${provisioningTypes.wbxml}; SEC=USERPIN`, secrets })),
    ).toMatch(/no MAC/);
    expect(
      reasonOf(apply(plain, { contentType: `${provisioningTypes.wbxml}; SEC=9; MAC=00`, secrets })),
    ).toMatch(/not known/);
  });

  test("content types", () => {
    expect(isBootstrap("application/vnd.wap.connectivity-wbxml; SEC=1; MAC=AB")).toBe(true);
    expect(isBootstrap("application/vnd.syncml.dm+wbxml")).toBe(true);
    expect(isBootstrap("application/vnd.syncml.notification")).toBe(false);
  });
});

describe("DMBOOT 5.4 DM profile", () => {
  const input: DmBootstrapInput = {
    serverId: "dm.example.com",
    deviceId: "IMEI:350000000000017",
    objects: [
      accountDocument({ ...account, toProxy: [], toNapId: ["./Inbox/Home"] }),
      {
        VerDTD: "1.2",
        Node: [
          {
            NodeName: "Home",
            RTProperties: {
              Format: { kind: "node", value: true },
              Type: { DDFName: "urn:oma:mo:oma-connmo-nap:1.0" },
            },
            Node: [
              { NodeName: "NAPID", RTProperties: { Format: { kind: "chr", value: true } }, Value: "NAP1" },
            ],
          },
          {
            NodeName: "Alien",
            RTProperties: {
              Format: { kind: "node", value: true },
              Type: { DDFName: "urn:oma:mo:oma-alien:1.0" },
            },
          },
        ],
      },
    ],
  };
  const body = writeDmBootstrap(input);
  const contentType = "application/vnd.syncml.dm+wbxml";

  test("the message is read back", () => {
    const { value: read, findings } = readDmBootstrap(body);
    expect(findings).toEqual([]);
    expect(read?.serverId).toBe("dm.example.com");
    expect(read?.objects).toHaveLength(2);
  });

  test("objects are placed by their kind and links into the Inbox are rewritten", () => {
    const outcome = apply(body, { contentType, root: connected });
    expect(outcome).toMatchObject({
      applied: true,
      serverIds: ["dm.example.com"],
      findings: [{ code: "bootstrap/no-place" }],
    });
    const root = rootOf(outcome);
    expect(value(root, "NAP/1/NAPID")).toBe("NAP1");
    expect(value(root, "DMAcc/1/PrefConRef")).toBe("./NAP/1");
    expect(nodeAt(root, ["DMAcc", "1"])?.acl?.text).toBe(
      "Delete=dm.example.com&Get=dm.example.com&Replace=dm.example.com",
    );
    expect(accountsIn(root)).toMatchObject([
      { account: { username: "dev17", clientNonce, serverNonce, serverPassword: "tide-Pool-4" } },
    ]);
    expect(nodeAt(root, ["Inbox"])).toMatchObject({ children: new Map() });
  });

  test.each([
    ["NETWORKID", "262019012345678"],
    ["USERPIN", "1234"],
    ["USERPIN_NETWORKID", "1234:262019012345678"],
  ])("%s is checked with the key as text", (sec, key) => {
    const mac = bootstrapMac(crypto, utf8(key), body);
    const typed = bootstrapTypeText({ mediaType: contentType, sec, mac });
    expect(apply(body, { contentType: typed, secrets, root: connected }).applied).toBe(true);
    expect(apply(body.slice(0, -1), { contentType: typed, secrets, root: connected }).applied).toBe(false);
  });

  test("octets of any kind are refused, never thrown at", () => {
    const random = seededRandom("bootstrap");
    for (let count = 0; count < 300; count++) {
      const changed = body.slice();
      for (let change = 0; change < 3; change++) changed[random.below(changed.length)] = random.below(256);
      const outcome = apply(changed, { contentType });
      expect(outcome.applied || outcome.reason !== "").toBe(true);
    }
  });
});
