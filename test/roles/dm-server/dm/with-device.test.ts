import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import {
  createDevice,
  phone,
  type DeviceCommand,
  type DeviceOptions,
  type DmAccount,
} from "../../../../simulator/roles/device/index.ts";
import type { ReferencedCommand } from "../../../../simulator/roles/dm-server/ports.ts";
import type { Effect, RoleEvent } from "../../../../simulator/wire/role.ts";
import { actorSteppers } from "../../../../simulator/workbench/actor-steppers.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";
import {
  account,
  createDialogue,
  crypto,
  DEVICE,
  get,
  replace,
  SERVER_ID,
  SERVER_URL,
  type DialogueOptions,
} from "./dialogue.ts";

const nonce = utf8("serverNonce-0000");
const deviceAccount: DmAccount = {
  serverId: SERVER_ID,
  serverUrl: SERVER_URL,
  username: "dev17",
  password: "lamp-Shade-9",
  auth: "md5",
  authPref: "challenge",
  serverAuth: "md5",
  serverPassword: "tide-Pool-4",
  serverNonce: nonce,
};

/** Our device and the DM side, handing each other what they send until nothing is on its way. */
function couple(
  options: DialogueOptions = {},
  device: Partial<DeviceOptions> = {},
  deviceAuth: Partial<DmAccount> = {},
) {
  const server = createDialogue(options);
  const client = createDevice(
    { deviceId: DEVICE, profile: phone, account: { ...deviceAccount, ...deviceAuth }, ...device },
    { random: seededRandom("device"), crypto, steppers: tableSteppers },
  );
  const open = new Map<string, string>();
  let seen = 0;
  const handle = (event: RoleEvent<DeviceCommand>): void => {
    for (const effect of client.handle(event, server.moment())) take(effect);
  };
  const take = (effect: Effect): void => {
    if (effect.type !== "request") return;
    open.set(server.post(effect.http.body, effect.http.url, { ...effect.http.headers }), effect.request);
  };
  const run = (): void => {
    for (; seen < server.effects.length;) {
      const effect = server.effects[seen++];
      if (effect?.type === "push")
        handle({ type: "push.received", contentType: effect.contentType, body: effect.body });
      const request = effect?.type === "respond" ? open.get(effect.exchange) : undefined;
      if (effect?.type === "respond" && request !== undefined)
        handle({ type: "response.received", request, response: effect.http });
    }
  };
  return {
    ...server,
    client,
    run,
    command: (command: DeviceCommand) => handle({ type: "command", command }),
  };
}
const tunnel = { mode: { kind: "tunnel" } } as const;
const basic = {
  client: { ...account.client, auth: "basic" as const },
  server: { ...account.server, auth: "basic" as const },
};

describe("the DM side and our device", () => {
  test.each<[string, DialogueOptions, Partial<DmAccount>]>([
    ["md5 both ways, challenged", {}, {}],
    ["md5 both ways, with live machines", { steppers: actorSteppers }, {}],
    ["basic both ways", { accounts: [{ ...account, ...basic }] }, { auth: "basic", serverAuth: "basic" }],
    ["md5, the server's nonce is stale", {}, { serverNonce: utf8("another nonce") }],
  ])("F2.9 to F2.17 %s", (title, options, deviceAuth) => {
    const world = couple(options, {}, deviceAuth);
    world.open(tunnel);
    world.run();
    // a stale nonce spoils the digest of the notification too, and the device drops it
    if (title.includes("stale")) {
      world.command({ name: "startSession", sessionId: "5" });
      world.run();
    }
    expect(world.reports.map((report) => report.type)).toEqual(["notified", "established"]);
    world.supply([get("a", "./DevInfo/Man", "./DevInfo/Mod"), get("b", "./No/Such/Node")]);
    world.run();
    expect(world.reports.at(-1)).toMatchObject({
      type: "package3",
      outcomes: [
        { reference: "a", status: 200, items: [{ source: "./DevInfo/Man" }, { source: "./DevInfo/Mod" }] },
        { reference: "b", status: 404 },
      ],
    });
    world.supply([]);
    world.run();
    expect(world.reports.at(-1)).toEqual({ type: "closed", work: "w1" });
    expect(world.client.view().state).not.toBe("managing");
    expect(world.inventory.device(DEVICE)?.manufacturer).toBeDefined();
  });

  test("A1 a second session needs no challenge: the nonces of the first are used", () => {
    const world = couple({}, {}, { authPref: "unasked", clientNonce: utf8("clientNonce-0000") });
    for (const work of ["w1", "w2"]) {
      world.open({ work, mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] } });
      world.run();
      expect(world.reports.at(-1)).toEqual({ type: "closed", work });
    }
    const challenges = world.notes().filter((code) => code === "device-challenged");
    expect(challenges).toHaveLength(1);
  });

  test("F2.9 a wrong secret for the notification: silence, then timed out", () => {
    const world = couple({}, {}, { serverPassword: "wrong" });
    world.open(tunnel);
    world.run();
    world.wait(60_000);
    world.run();
    expect(world.reports.map((report) => report.type)).toEqual(["notified", "timed-out"]);
    expect(world.pushes()).toHaveLength(3);
  });

  test("F2.10 a device with a wrong password is refused by the server", () => {
    const world = couple({}, {}, { password: "wrong" });
    world.open(tunnel);
    world.run();
    expect(world.reports.at(-1)).toMatchObject({ type: "refused", by: "dms" });
  });

  test("F2.13 a device that does not believe the server's password refuses it", () => {
    const world = couple({}, {}, { serverPassword: "wrong" });
    world.command({ name: "startSession", sessionId: "7" });
    world.open({ ...tunnel, notify: false });
    world.run();
    world.supply([get("0", "./DevInfo/Man")]);
    world.run();
    expect(world.reports.at(-1)).toMatchObject({ type: "refused", by: "device" });
  });

  test("S1 the device is kept alive and completes when the External System speaks at last", () => {
    const world = couple();
    world.open(tunnel);
    world.run();
    for (let round = 0; round < 3; round++) {
      world.wait(20_000);
      world.run();
    }
    world.supply([get("0", "./DevInfo/Man")]);
    world.run();
    expect(world.reports.at(-1)).toMatchObject({ type: "package3", outcomes: [{ status: 200 }] });
  });

  test("many commands for a device that takes small messages", () => {
    const world = couple({}, { maxMsgSize: 2000 });
    const commands = Array.from({ length: 30 }, (_, index) =>
      replace(String(index), "./DevInfo/Man", "x".repeat(100)),
    );
    world.open({ mode: { kind: "commands", commands } });
    world.run();
    expect(world.reports.map((report) => report.type)).toEqual([
      "notified",
      "established",
      "package3",
      "closed",
    ]);
    expect(world.reports[2]).toMatchObject({ outcomes: { length: 30 } });
    const sizes = world.effects.flatMap((effect) =>
      effect.type === "respond" ? [effect.http.body.length] : [],
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
  });

  test("F3.8 F3.9 a generic alert of the device is stored", () => {
    const world = couple();
    world.command({
      name: "startSession",
      sessionId: "9",
      alerts: [{ type: "urn:oma:at:diagmon:1.0:test", data: "1", source: "./DiagMon" }],
    });
    world.run();
    const stored = world.effects.flatMap((effect) =>
      effect.type === "commit" ? effect.writes.filter((write) => write.collection === "alerts") : [],
    );
    expect(stored).toHaveLength(1);
    expect(stored[0]?.value).toMatchObject({
      alertType: "urn:oma:at:diagmon:1.0:test",
      items: [{ data: "1" }],
    });
  });
});

describe.each(["xml", "wbxml"] as const)("the DM side and our device in %s", (encoding) => {
  const both = (auth: "basic" | "md5" | "mac"): DialogueOptions => ({
    accounts: [{ ...account, client: { ...account.client, auth }, server: { ...account.server, auth } }],
  });

  test.each(["basic", "md5", "mac"] as const)("%s both ways: commands and their results", (auth) => {
    const world = couple(both(auth), { encoding }, { auth, serverAuth: auth });
    const commands = [get("0", "./DevInfo/Man"), replace("1", "./DevInfo/Man", "x")];
    world.open({ mode: { kind: "commands", commands } });
    world.run();
    expect(world.reports.map(({ type }) => type)).toEqual(["notified", "established", "package3", "closed"]);
    expect(world.reports[2]).toMatchObject({
      outcomes: [{ status: 200, items: [{ source: "./DevInfo/Man" }] }, { status: 405 }],
    });
    expect(world.inventory.device(DEVICE)?.capabilities).toMatchObject({ encoding, scheme: auth });
  });

  test("DMSEC 5.3.3 a device whose server nonce is another answers the notification with the default nonce", () => {
    const options = { ...both("md5"), settings: { notificationTries: 2, notificationWait: 1000 } };
    const world = couple(options, { encoding }, { serverNonce: utf8("another nonce") });
    world.open({ mode: { kind: "commands", commands: [get("0", "./DevInfo/Man")] } });
    world.run();
    expect(world.reports.map(({ type }) => type)).toEqual(["notified"]);
    world.wait(1000);
    world.run();
    expect(world.reports.map(({ type }) => type)).toEqual(["notified", "established", "package3", "closed"]);
    expect(world.inventory.device(DEVICE)?.account.server.nonce).not.toBe("AAAAAA==");
  });

  test("DM12-I-06 large objects both ways, octets and text, within 2000 octets a message", () => {
    const device = { encoding, maxMsgSize: 2000, maxObjSize: 1_000_000 };
    const world = couple({ ...both("md5"), limits: { messageSize: 3000 } }, device);
    const octets = new Uint8Array(9000).map((_, index) => (index * 7) % 256);
    const text = "ring & tone <3 é ".repeat(400).trim();
    const add = (reference: string, uri: string, Data: string | Uint8Array): ReferencedCommand => ({
      reference,
      command: { kind: "Add", CmdID: "", Item: [{ Target: { LocURI: uri }, Data }] },
    });
    world.open({
      mode: {
        kind: "commands",
        commands: [
          add("0", "./Vendor/Image", octets),
          add("1", "./Vendor/Text", text),
          get("2", "./Vendor/Image"),
          get("3", "./Vendor/Text"),
        ],
      },
    });
    world.run();
    const sizes = world.effects.flatMap((effect) =>
      effect.type === "respond" ? [effect.http.body.length] : [],
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
    expect(world.reports.map(({ type }) => type)).toEqual(["notified", "established", "package3", "closed"]);
    expect(world.reports[2]).toMatchObject({
      outcomes: [
        { status: 200 },
        { status: 200 },
        { status: 200, items: [{ binaryData: octets }] },
        { status: 200, items: [{ data: text }] },
      ],
    });
  });
});
