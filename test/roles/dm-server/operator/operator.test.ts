import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import {
  createDmServer,
  type DmServerCommand,
  type DmServerOptions,
} from "../../../../simulator/roles/dm-server/index.ts";
import type { Effect, RoleReport } from "../../../../simulator/wire/role.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";
import { clientMessage, crypto, DEVICE, package1, parse, SERVER_URL, status } from "../dm/dialogue.ts";

type Management = Extract<DmServerCommand, { name: "manageDevice" }>;

const url = `${SERVER_URL.replace(/oma$/, "")}dm`;
const options: DmServerOptions = {
  dms: { id: "dms", serverId: "dm.example.com", dmUrl: url },
  hosts: [],
  unknownDevices: "refuse",
  externalSystems: [],
  devices: [
    {
      deviceId: DEVICE,
      client: { auth: "none", username: "dev17", password: "lamp" },
      server: { auth: "none", username: "dm.example.com", password: "tide" },
    },
  ],
  sessions: { respUri: false },
};

/** A DM server with a device that is played by hand. */
function createServer(changed: Partial<DmServerOptions> = {}) {
  const server = createDmServer(
    { ...options, ...changed },
    { random: seededRandom("operator"), crypto, steppers: tableSteppers },
    { entries: () => [] },
  );
  const effects: Effect[] = [];
  let now = 0;
  let exchanges = 0;
  const handle = (event: Parameters<typeof server.handle>[0]): void =>
    void effects.push(...server.handle(event, { now, date: 1_700_000_000_000 + now }));
  const reports = (): RoleReport[] =>
    effects.flatMap((effect) => (effect.type === "report" ? [effect.report] : []));
  return {
    effects,
    handle,
    reports,
    names: (): string[] => reports().map(({ name }) => name),
    last: (): RoleReport | undefined => reports().at(-1),
    manage: (commands: Management["commands"], more: Partial<Management> = {}): void =>
      handle({ type: "command", command: { name: "manageDevice", deviceId: DEVICE, commands, ...more } }),
    post: (xml: string) => {
      const exchange = `x${++exchanges}`;
      const request = {
        method: "POST",
        url,
        headers: { "content-type": "application/vnd.syncml.dm+xml" },
        body: new TextEncoder().encode(xml),
      };
      handle({ type: "request.received", exchange, request, peer: { address: "memory", secure: false } });
      const response = effects.find((effect) => effect.type === "respond" && effect.exchange === exchange);
      if (response?.type !== "respond") throw new Error("no response");
      return parse(response.http.body);
    },
    /** Fires a timer that is armed. */
    fire: (name: RegExp, at: number): void => {
      now = at;
      const timer = effects.flatMap((effect) =>
        effect.type === "timer.arm" && name.test(effect.timer) ? [effect.timer] : [],
      );
      handle({ type: "timer.expired", timer: timer.at(-1) ?? "" });
    },
  };
}

const item = (LocURI: string, Data?: string | Uint8Array) => ({ Target: { LocURI }, Data });
const exec = { kind: "Exec", CmdID: "", Correlator: "job-1", Item: [item("./Update")] } as const;
const alert = (cmdId: number, correlator: string, data: string): string =>
  `<Alert><CmdID>${cmdId}</CmdID><Data>1226</Data><Correlator>${correlator}</Correlator><Item><Meta><Format xmlns="syncml:metinf">int</Format><Type xmlns="syncml:metinf">urn:x</Type></Meta><Data>${data}</Data></Item></Alert>`;

describe("manageDevice", () => {
  test("every kind of command, several Items, containers, user interaction: one report at the end with all outcomes", () => {
    const server = createServer();
    server.manage([
      { kind: "Get", CmdID: "", Item: [item("./A"), item("./B")] },
      { kind: "Add", CmdID: "", Item: [item("./C", Uint8Array.of(0, 255))] },
      {
        kind: "Atomic",
        CmdID: "",
        commands: [
          { kind: "Replace", CmdID: "", Item: [item("./D", "x")] },
          { kind: "Delete", CmdID: "", Item: [item("./E")] },
        ],
      },
      {
        kind: "Sequence",
        CmdID: "",
        commands: [{ kind: "Copy", CmdID: "", Item: [{ Source: { LocURI: "./F" }, ...item("./G") }] }, exec],
      },
      { kind: "Alert", CmdID: "", Data: 1101, Item: [{}, { Data: "Sure?" }] },
    ]);
    expect(server.effects.some(({ type }) => type === "push")).toBe(true);
    const session = /A?[0-9A-F]+$/.exec(
      server.effects.flatMap((effect) => (effect.type === "state" ? [effect.conversation] : []))[0] ?? "",
    )?.[0];
    const first = server.post(clientMessage({ session: session ?? "" }, package1(1200)));
    const commands = first.SyncBody.commands.slice(3);
    expect(commands).toMatchObject([
      { kind: "Get", CmdID: "4", Item: { length: 2 } },
      { kind: "Add", CmdID: "5", Item: [{ Meta: { Format: "b64" }, Data: "AP8=" }] },
      { kind: "Atomic", CmdID: "6", commands: [{ CmdID: "7" }, { CmdID: "8" }] },
      { kind: "Sequence", CmdID: "9", commands: [{ CmdID: "10" }, { CmdID: "11", Correlator: "job-1" }] },
      { kind: "Alert", CmdID: "12", Data: 1101 },
    ]);
    const codes: [number, string, number][] = [
      [4, "Get", 200],
      [5, "Add", 418],
      [6, "Atomic", 507],
      [7, "Replace", 216],
      [8, "Delete", 404],
      [9, "Sequence", 200],
      [10, "Copy", 200],
      [11, "Exec", 202],
      [12, "Alert", 304],
    ];
    const results =
      '<Results><CmdID>20</CmdID><MsgRef>1</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./A</LocURI></Source><Meta><Format xmlns="syncml:metinf">b64</Format></Meta><Data>AP8=</Data></Item></Results>';
    const body = codes.map(([ref, kind, code], index) => status(index + 2, 1, ref, kind, code)).join("");
    server.post(
      clientMessage({ session: session ?? "", msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + body + results),
    );
    expect(server.names()).toEqual(["management.queued", "management.established", "management.finished"]);
    const { conversation, data } = server.last() ?? {};
    expect(conversation).toBe(`dm-session:${DEVICE}/${session}`);
    expect(data).toMatchObject({
      deviceId: DEVICE,
      outcomes: [
        { reference: "0", status: 200, items: [{ source: "./A", format: "bin", binaryData: "AP8=" }] },
        { reference: "1", status: 418 },
        { reference: "2", status: 507 },
        { reference: "2", memberReference: "2.1", status: 216 },
        { reference: "2", memberReference: "2.2", status: 404 },
        { reference: "3", status: 200 },
        { reference: "3", memberReference: "3.1", status: 200 },
        { reference: "3", memberReference: "3.2", status: 202 },
        { reference: "4", status: 304 },
      ],
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  test.each<[string, unknown, RegExp]>([
    ["no object", ["Get"], /no object/],
    ["a command of a client", [{ kind: "Results", Item: [item("./A")] }], /Results/],
    ["no Item", [{ kind: "Get", Item: [] }], /no Item/],
    ["no Target", [{ kind: "Get", Item: [{}] }], /without Target/],
    ["Copy without Source", [{ kind: "Copy", Item: [item("./A")] }], /without Source/],
    ["an alert that steers the session", [{ kind: "Alert", Data: 1223 }], /1223/],
    ["an empty Atomic", [{ kind: "Atomic", commands: [] }], /no commands/],
    ["a fault in a Sequence", [{ kind: "Sequence", commands: [{ kind: "Add" }] }], /Sequence: Add/],
    [
      "Data that is a number",
      [{ kind: "Add", Item: [{ ...item("./A"), Data: 5 }] }],
      /neither text nor octets/,
    ],
    ["text that XML cannot hold", [{ kind: "Add", Item: [item("./A", "a\u0001")] }], /cannot hold/],
    ["a chunk", [{ kind: "Add", Item: [{ ...item("./A"), MoreData: true }] }], /given whole/],
  ])("%s: refused with a reason", (_name, commands, reason) => {
    const server = createServer();
    server.manage(commands as Management["commands"]);
    expect(server.names()).toEqual(["command.refused"]);
    expect(server.last()?.data).toMatchObject({
      name: "manageDevice",
      reason: expect.stringMatching(reason) as string,
    });
  });

  test("an unknown device is refused; one that does not come fails when its time is over", () => {
    const server = createServer();
    server.manage([exec], { deviceId: "IMEI:0" });
    server.manage([exec], { notify: false, expires: 5000 });
    server.fire(/^dm\/expire/, 5000);
    expect(server.names()).toEqual(["command.refused", "management.queued", "management.failed"]);
    expect(server.last()?.data).toMatchObject({ reason: "expired", outcomes: [] });
  });
});

describe("DM12-S-15 an Exec that takes time", () => {
  const sessionOf = (server: ReturnType<typeof createServer>, id: string, body: string): void => {
    server.post(clientMessage({ session: id }, package1(1201)));
    server.post(clientMessage({ session: id, msg: 2 }, status(1, 1, 0, "SyncHdr", 200) + body));
  };
  const accepted = status(2, 1, 4, "Exec", 202);

  test("202 is the outcome where nothing else was asked for", () => {
    const server = createServer();
    server.manage([exec], { notify: false });
    sessionOf(server, "1", accepted);
    expect(server.names().at(-1)).toBe("management.finished");
  });

  test("awaited: the Generic Alert with its Correlator in a later session ends the work with its outcome", () => {
    const server = createServer();
    server.manage([exec], { notify: false, awaitCorrelated: true });
    sessionOf(server, "1", accepted);
    expect(server.names().at(-1)).toBe("management.established");
    server.post(clientMessage({ session: "2" }, package1(1201) + alert(3, "another", "500")));
    expect(server.names().at(-1)).toBe("management.established");
    server.post(clientMessage({ session: "3" }, package1(1201) + alert(3, "job-1", "1200")));
    expect(server.names().slice(-2)).toEqual(["management.correlated", "management.finished"]);
    expect(server.reports().at(-2)?.data).toMatchObject({
      reference: "0",
      alert: { items: [{ data: "1200" }] },
    });
    expect(server.last()?.data).toMatchObject({
      outcomes: [{ status: 202, correlated: { alertType: "urn:x", items: [{ data: "1200" }] } }],
    });
  });

  test("an alert in the very message of the 202 counts", () => {
    const server = createServer();
    server.manage([exec], { notify: false, awaitCorrelated: true });
    sessionOf(server, "1", accepted + alert(3, "job-1", "200"));
    expect(server.names().slice(-2)).toEqual(["management.correlated", "management.finished"]);
  });

  test("an Exec that failed at once is not waited for; one that never reports fails in time", () => {
    const server = createServer();
    server.manage([exec], { notify: false, awaitCorrelated: true });
    sessionOf(server, "1", status(2, 1, 4, "Exec", 500));
    expect(server.last()).toMatchObject({
      name: "management.finished",
      data: { outcomes: [{ status: 500 }] },
    });
    server.manage([exec], { notify: false, awaitCorrelated: true, expires: 60_000 });
    sessionOf(server, "2", accepted);
    server.fire(/^operator\//, 60_000);
    expect(server.last()).toMatchObject({
      name: "management.failed",
      data: { reason: expect.stringContaining("job-1") as string, outcomes: [{ status: 202 }] },
    });
  });
});

describe("manageDevice without commands", () => {
  test("the device is only notified: a session with nothing to do, and a report that it is over", () => {
    const server = createServer();
    server.manage([]);
    expect(server.effects.filter(({ type }) => type === "push")).toHaveLength(1);
    const session = /[0-9A-F]+$/.exec(
      server.effects.flatMap((effect) => (effect.type === "state" ? [effect.conversation] : []))[0] ?? "",
    )?.[0];
    const answer = server.post(clientMessage({ session: session ?? "" }, package1(1200)));
    expect(answer.SyncBody).toMatchObject({ Final: true });
    expect(new Set(answer.SyncBody.commands.map(({ kind }) => kind))).toEqual(new Set(["Status"]));
    server.post(clientMessage({ session: session ?? "", msg: 2 }, status(1, 1, 0, "SyncHdr", 200)));
    expect(server.names()).not.toContain("management.failed");
    expect(server.last()).toMatchObject({ name: "management.finished", data: { outcomes: [] } });
  });
});

describe("bootstrapDevice", () => {
  const bootstrap = (server: ReturnType<typeof createServer>, more: object): void =>
    server.handle({
      type: "command",
      command: { name: "bootstrapDevice", deviceId: DEVICE, profile: "cp", security: "none", ...more },
    });

  test("the account is stored before the message goes out by push", () => {
    const server = createServer();
    bootstrap(server, { security: "netwpin", networkId: "310150123456789" });
    const types = server.effects.map(({ type }) => type);
    expect(types.indexOf("commit")).toBeLessThan(types.indexOf("push"));
    expect(server.effects.find(({ type }) => type === "push")).toMatchObject({ to: DEVICE });
    expect(server.last()).toMatchObject({ name: "bootstrap.sent", data: { deviceId: DEVICE } });
  });

  test.each([
    ["required", "https://dm.example.com/dm"],
    ["optional", "https://dm.example.com/dm"],
    [undefined, "http://dm.example.com/dm"],
  ] as const)("a device with a certificate (%s) is told the address %s", (certificate, address) => {
    const [account] = options.devices;
    if (!account) throw new Error("no account");
    const server = createServer({
      dms: { ...options.dms, dmUrl: "http://dm.example.com/dm", secureDmUrl: "https://dm.example.com/dm" },
      devices: [{ ...account, client: { ...account.client, certificate } }],
    });
    bootstrap(server, { encoding: "xml" });
    const push = server.effects.find((effect) => effect.type === "push");
    const text = new TextDecoder().decode(push?.type === "push" ? push.body : undefined);
    expect(text).toContain(`value="${address}"`);
  });

  test("what is missing is told", () => {
    const server = createServer();
    bootstrap(server, { security: "netwpin" });
    bootstrap(server, { deviceId: "IMEI:0" });
    expect(server.names()).toEqual(["command.refused", "command.refused"]);
  });
});
