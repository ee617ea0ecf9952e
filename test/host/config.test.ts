import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig, parseConfig } from "../../simulator/host/config.ts";
import { dmServerOptions } from "../../simulator/host/live-accounts.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function loaded(text: string): ReturnType<typeof loadConfig> {
  const file = join(temporaryFolder(), "c.yaml");
  writeFileSync(file, text);
  return loadConfig(file);
}

function mistakes(text: string): string[] {
  try {
    parseConfig(text, "c.yaml");
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
  }
  return [];
}

describe("configuration", () => {
  it("defaults to one External System with a random password and ten devices on loopback", () => {
    const { config, demoPassword } = loadConfig(undefined);
    expect(config.listeners).toMatchObject({ bind: "127.0.0.1", port: 8480, uiPort: 8481 });
    expect(config.devices).toMatchObject([{ profile: "phone", count: 10 }]);
    expect(config.externalSystems.map(({ id }) => id)).toEqual(["demo"]);
    expect(demoPassword).toMatch(/^[\w-]{16}$/);
    const credentials = config.externalSystems[0]?.credentials ?? [];
    expect(credentials.map((each) => ("password" in each ? each.password : undefined))).toEqual(
      Array.from({ length: 3 }, () => demoPassword),
    );
    expect(loadConfig(undefined).demoPassword).not.toBe(demoPassword);
  });

  it("bounds the alerts that are kept by number and days", () => {
    const settingsOf = (text: string) => {
      const { config } = loaded(text);
      const urls = { baseUrl: "http://127.0.0.1:8480", secureUrl: undefined };
      return dmServerOptions(config, urls, [], () => new Uint8Array(32)).settings;
    };
    const day = 86_400_000;
    expect(settingsOf("dms: {}")).toMatchObject({ alertsKept: 100_000, alertRetention: 30 * day });
    expect(settingsOf("dms: { alerts: { keep: 500, keepDays: 2 } }")).toMatchObject({
      alertsKept: 500,
      alertRetention: 2 * day,
      alertRepeats: 120_000,
    });
    expect(settingsOf("dms: { alerts: { repeatSeconds: 0 } }")).toMatchObject({ alertRepeats: 0 });
    expect(mistakes("dms: { alerts: { repeatSeconds: -1 } }").join()).toMatch(/dms\.alerts\.repeatSeconds/);
    expect(mistakes("dms: { alerts: { keep: 0, keepDays: all } }").join()).toMatch(
      /dms\.alerts\.keep.*dms\.alerts\.keepDays/,
    );
  });

  it("gives each session an address of its own (RespURI) unless it is told not to", () => {
    const sessionsOf = (text: string) => {
      const { config } = loaded(text);
      return dmServerOptions(
        config,
        { baseUrl: "http://127.0.0.1:8480", secureUrl: undefined },
        [],
        () => new Uint8Array(32),
      ).sessions;
    };
    expect(sessionsOf("")).toEqual({ respUri: true });
    expect(sessionsOf("dms: { respUri: false }")).toEqual({ respUri: false });
    expect(mistakes("dms: { respUri: perhaps }").join()).toContain("must be true or false");
  });

  it("tells the DM server its addresses, over HTTPS where that is served", () => {
    const { config } = loaded("");
    const dmsOf = (secureUrl: string | undefined) =>
      dmServerOptions(config, { baseUrl: "http://127.0.0.1:8480", secureUrl }, [], () => new Uint8Array(32))
        .dms;
    expect(dmsOf("https://127.0.0.1:8443")).toMatchObject({
      dmUrl: "http://127.0.0.1:8480/dm",
      secureDmUrl: "https://127.0.0.1:8443/dm",
    });
    expect(dmsOf(undefined).secureDmUrl).toBeUndefined();
  });

  it("reads the example of the reference", () => {
    const config = parseConfig(
      `
dms: { id: dms.example, serverId: dms.example, serverPassword: srvpwd, publicUrl: "http://127.0.0.1:8480" }
listeners: { bind: 127.0.0.1, port: 8480, uiPort: 8481 }
externalSystems:
  - id: care
    name: Customer care
    kind: customer-care
    credentials:
      - { scheme: basic, username: care, password: secret }
    policy:
      managementDomain: operator
      operations: ["*"]
      devices: ["*"]
      subtrees: { get: ["./"], replace: ["./Settings"] }
      alertTypes: ["*"]
      quota: { requestsPerMinute: 600, devicesPerBulk: 10000, outstandingOperations: 100 }
devices:
  - { profile: phone, count: 10, group: lab, encoding: xml, auth: md5 }
  - { id: "IMEI:490000000000001", external: true, account: { username: user, password: pwd, auth: basic } }
unknownDevices: refuse
registry: { enabled: true, publishers: [ { userId: publisher, password: secret } ] }
egress: { allow: [] }
limits: {}
`,
      "c.yaml",
    );
    expect(config.externalSystems?.[0]).toMatchObject({
      id: "care",
      policy: { subtrees: { replace: ["./Settings"] } },
    });
    expect(config.devices[1]).toMatchObject({ id: "IMEI:490000000000001", external: true });
    expect(config.limits).toMatchObject({ soapBytes: 16777216, dmBytes: 1048576, depth: 64 });
  });

  it("takes an empty file for no wishes", () => {
    expect(parseConfig("# nothing\n", "c.yaml").registry.enabled).toBe(true);
  });

  it.each([
    ["listener:\n  port: 1\n", ["c.yaml line 1, column 1: listener: is not a key of the configuration"]],
    ["listeners:\n  port: eighty\n", ["c.yaml line 2, column 3: listeners.port: must be a port number"]],
    ["listeners:\n  port: 70000\n", ["c.yaml line 2, column 3: listeners.port: must be a port number"]],
    [
      "externalSystems:\n  - name: x\n    kind: bank\n",
      [
        "c.yaml line 2, column 5: externalSystems.0.id: must be a text",
        "c.yaml line 3, column 5: externalSystems.0.kind: must be one of customer-care, management-authority, dm-server, other",
      ],
    ],
    [
      "externalSystems:\n  - id: a\n  - id: a\n",
      ['c.yaml line 3, column 5: externalSystems.1.id: "a" is there twice'],
    ],
    [
      "listeners: { port: 8480, uiPort: 8480 }\n",
      ["c.yaml line 1, column 26: listeners.uiPort: is the port of the protocol listener"],
    ],
    [
      "listeners: { port: 8480, tlsPort: 8480 }\n",
      ["c.yaml line 1, column 26: listeners.tlsPort: is the port of another listener"],
    ],
    [
      "externalSystems:\n  - id: a\n    credentials: [{ scheme: mutual-tls }, { scheme: card, username: u, password: p }]\n",
      [
        "c.yaml line 3, column 19: externalSystems.0.credentials.0.subject: must be a text",
        "c.yaml line 3, column 45: externalSystems.0.credentials.1.scheme: must be one of basic, username-token-text, username-token-digest, mutual-tls",
      ],
    ],
    [
      "devices:\n  - { profile: phone, certificate: always }\n",
      ["c.yaml line 2, column 23: devices.0.certificate: must be one of required, optional"],
    ],
    [
      "devices:\n  - { profile: phone, account: { server: x, serverId: a, serverPassword: b, username: c, password: d, clientNonce: '?' } }\n",
      [
        "c.yaml line 2, column 34: devices.0.account.server: must be an address that starts with http:// or https://",
        "c.yaml line 2, column 103: devices.0.account.clientNonce: must be base64",
      ],
    ],
    [
      "devices:\n  - { profile: phone, cuont: 3 }\n",
      ["c.yaml line 2, column 23: devices.0.cuont: is not a key of the configuration"],
    ],
    [
      "devices:\n  - { id: x, external: true, acount: {} }\n",
      ["c.yaml line 2, column 30: devices.0.acount: is not a key of the configuration"],
    ],
    ["dms: [\n", [expect.stringMatching(/^c\.yaml line 2, column 1: /)]],
    ["dms: { id: a }\ndms: { id: b }\n", [expect.stringMatching(/^c\.yaml line 2, column 1: /)]],
    ["- a\n", [expect.stringMatching(/^c\.yaml line 1, column 1: the file: /)]],
  ])("names line, column and key of a mistake (%#)", (text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  it.each([
    [
      "upstreams:\n  - { id: o, credentials: { scheme: basic, username: u, password: p } }\n",
      "c.yaml line 2, column 5: upstreams.0: needs wsi or wsdl, and not both",
    ],
    [
      "upstreams:\n  - { id: o, wsi: ftp, credentials: { scheme: basic, username: u, password: p } }\n",
      "c.yaml line 2, column 14: upstreams.0.wsi: must start with http://, https:// or /",
    ],
    [
      "upstreams:\n  - { id: o, wsi: /wsi, credentials: { scheme: mutual-tls, subject: other } }\n",
      "c.yaml line 2, column 60: upstreams.0.credentials.subject: must be the id of the DM server, dms.example: the certificate that it shows",
    ],
    [
      "instances:\n  operator: { dms: { id: dms.example } }\n",
      'c.yaml line 2, column 22: instances.operator.dms.id: "dms.example" is the id of another DM server',
    ],
    [
      "instances:\n  operator: { listeners: {} }\n",
      "c.yaml line 2, column 15: instances.operator.listeners: is not a key of the configuration",
    ],
  ])("names mistakes in upstreams and instances (%#)", (text, expected) => {
    expect(mistakes(text)).toEqual([expected]);
  });

  it("refuses an instance whose name is that of a path", () => {
    expect(mistakes("instances: { dm: {} }\n")).toEqual([
      expect.stringContaining("must not be one of dm, wsi"),
    ]);
  });

  it("refuses two External Systems of one name that it would play", () => {
    const system = "{ id: care, credentials: [{ scheme: basic, username: u, password: p }]";
    const text = `externalSystems:\n  - ${system} }\ninstances:\n  operator:\n    externalSystems:\n      - ${system}`;
    expect(mistakes(`${text} }\n`)).toEqual([expect.stringMatching(/"care" is there twice$/)]);
    expect(parseConfig(`${text}, external: true }\n`, "c.yaml").instances).toHaveProperty("operator");
  });

  it("says that a file cannot be read", () => {
    expect(() => loadConfig(join(temporaryFolder(), "none.yaml"))).toThrow(
      expect.objectContaining({ code: "config/unreadable" }),
    );
    const file = join(temporaryFolder(), "c.yaml");
    writeFileSync(file, "externalSystems: []\n");
    expect(loadConfig(file)).toMatchObject({ demoPassword: undefined, config: { externalSystems: [] } });
  });
});
