import { describe, expect, test } from "vitest";
import { utf8, utf8Text } from "../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import type { OperationName, OperationRequestInput } from "../../../simulator/protocols/wsi/index.ts";
import { createDevice, phone, type DeviceCommand } from "../../../simulator/roles/device/index.ts";
import {
  createDmServer,
  defaultPolicy,
  type DmServerCommand,
  type DmServerOptions,
} from "../../../simulator/roles/dm-server/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  writeWsiRequest,
  writeWsiResponse,
  type WsiMessage,
} from "../../../simulator/stacks/wsi-http.ts";
import type { HttpResponse } from "../../../simulator/wire/http.ts";
import type { Effect, RoleEvent, RoleReport, StoreSnapshot } from "../../../simulator/wire/role.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import { EPOCH, fastCrypto, registration } from "./wsi/desk.ts";

const DEVICE = "IMEI:350000000000017";
const BASE = "http://127.0.0.1:8480";

const options: DmServerOptions = {
  dms: { id: "dms.example", serverId: "dms.example", dmUrl: `${BASE}/dm` },
  hosts: [],
  unknownDevices: "refuse",
  externalSystems: [
    {
      id: "care",
      name: "Customer care",
      kind: "customer-care",
      credentials: [{ scheme: "basic", username: "care", password: "secret" }],
      policy: defaultPolicy,
    },
  ],
  devices: [
    {
      deviceId: DEVICE,
      client: { auth: "md5", username: "dev17", password: "lamp" },
      server: { auth: "md5", username: "dms.example", password: "tide", nonce: utf8("nonce-0000000000") },
    },
  ],
};

/** The DM server with a simulated device and a listening External System, all in one loop. */
function createStage(more: Partial<DmServerOptions> = {}, answer: (name: string) => number = () => 200) {
  const stored = new Map<string, Map<string, unknown>>();
  const snapshot: StoreSnapshot = { entries: (collection) => [...(stored.get(collection) ?? new Map())] };
  const context = (label: string) => ({
    random: seededRandom(label),
    crypto: fastCrypto,
    steppers: tableSteppers,
  });
  const dms = createDmServer({ ...options, ...more }, context("dms"), snapshot);
  const device = createDevice(
    {
      deviceId: DEVICE,
      profile: phone,
      account: {
        serverId: "dms.example",
        serverUrl: `${BASE}/dm`,
        username: "dev17",
        password: "lamp",
        auth: "md5",
        authPref: "challenge",
        serverAuth: "md5",
        serverPassword: "tide",
        serverNonce: utf8("nonce-0000000000"),
      },
    },
    context("device"),
    { entries: () => [] },
  );
  const timers = new Map<string, { readonly due: number; readonly fire: () => void }>();
  const exchanges = new Map<string, (response: HttpResponse) => void>();
  const callbacks: WsiMessage<"ExternalSystemCallback">[] = [];
  const reports: RoleReport[] = [];
  const queue: (() => void)[] = [];
  let now = 0;
  let counter = 0;
  let failing = 0;

  const moment = () => ({ now, date: EPOCH + now });
  const tellDms = (event: RoleEvent<DmServerCommand>): void => runAll(dms.handle(event, moment()), "dms");
  const tellDevice = (event: RoleEvent<DeviceCommand>): void =>
    runAll(device.handle(event, moment()), "device");

  const runAll = (effects: readonly Effect[], who: "dms" | "device"): void => {
    for (const [index, effect] of effects.entries()) {
      if (effect.type === "commit" && who === "dms" && failing > 0) {
        failing--;
        tellDms({ type: "commit.failed", text: "disk full", dropped: effects.slice(index + 1) });
        return;
      }
      run(effect, who);
    }
  };

  const run = (effect: Effect, who: "dms" | "device"): void => {
    switch (effect.type) {
      case "commit":
        if (who === "device") return;
        for (const { collection, key, value } of effect.writes) {
          const entries = stored.get(collection) ?? new Map<string, unknown>();
          stored.set(collection, entries);
          if (value === undefined) entries.delete(key);
          else entries.set(key, JSON.parse(JSON.stringify(value)));
        }
        return;
      case "respond": {
        const done = exchanges.get(effect.exchange);
        exchanges.delete(effect.exchange);
        if (!done) throw new Error(`no exchange ${effect.exchange}`);
        queue.push(() => done(effect.http));
        return;
      }
      case "push":
        queue.push(() =>
          tellDevice({ type: "push.received", contentType: effect.contentType, body: effect.body }),
        );
        return;
      case "request":
        if (who === "device") {
          const exchange = `d${++counter}`;
          exchanges.set(exchange, (response) =>
            tellDevice({ type: "response.received", request: effect.request, response }),
          );
          const peer = { address: "127.0.0.1", secure: false };
          queue.push(() => tellDms({ type: "request.received", exchange, request: effect.http, peer }));
          return;
        }
        queue.push(() => {
          const read = readWsiRequest(effect.http, "ExternalSystemCallback");
          if (!read.ok) throw new Error("unreadable callback");
          const status = answer(read.operation);
          if (status === 200) callbacks.push(read);
          const response =
            status === 200
              ? writeWsiResponse("1.1", read.operation, {})
              : { status, headers: {}, body: new Uint8Array(0) };
          tellDms({ type: "response.received", request: effect.request, response });
        });
        return;
      case "timer.arm": {
        const tell = who === "dms" ? tellDms : tellDevice;
        timers.set(`${who}/${effect.timer}`, {
          due: effect.due,
          fire: () => tell({ type: "timer.expired", timer: effect.timer }),
        });
        return;
      }
      case "timer.cancel":
        timers.delete(`${who}/${effect.timer}`);
        return;
      case "report":
        reports.push(effect.report);
        return;
      case "hang-up":
      case "note":
      case "state":
        return;
    }
  };

  const settle = (): void => {
    for (;;) {
      const next = queue.shift();
      if (next) {
        next();
        continue;
      }
      const due = [...timers].find(([, timer]) => timer.due <= now);
      if (!due) return;
      timers.delete(due[0]);
      due[1].fire();
    }
  };

  return {
    callbacks,
    reports,
    stored,
    names: () => callbacks.map(({ operation }) => operation),
    report: (name: string) => reports.filter((report) => report.name === name),
    failCommits: (count: number) => {
      failing = count;
    },
    command: (command: DmServerCommand) => {
      tellDms({ type: "command", command });
      settle();
    },
    advance: (milliseconds: number) => {
      now += milliseconds;
      settle();
    },
    call: <N extends OperationName>(operation: N, value: OperationRequestInput<N>) => {
      const exchange = `w${++counter}`;
      let response: HttpResponse | undefined;
      exchanges.set(exchange, (http) => {
        response = http;
      });
      const request = writeWsiRequest(`${BASE}/wsi`, "DeviceManagement", "1.1", operation, value as never, {
        credentials: { scheme: "basic", username: "care", password: "secret" },
        crypto: fastCrypto,
        random: seededRandom(exchange),
        date: EPOCH + now,
      });
      tellDms({ type: "request.received", exchange, request, peer: { address: "127.0.0.1", secure: false } });
      settle();
      if (!response) throw new Error("no response");
      return readWsiResponse(response, operation);
    },
  };
}

type Stage = ReturnType<typeof createStage>;

function ok<N extends OperationName>(stage: Stage, operation: N, value: OperationRequestInput<N>) {
  const read = stage.call(operation, value);
  if (read.kind !== "response") throw new Error(JSON.stringify(read));
  return read.value;
}

describe("the composed DM server", () => {
  test("F2.6 to F2.18 a session is tunnelled from registration to its end", () => {
    const stage = createStage();
    ok(stage, "RegisterExternalSystem", registration);
    const { sessionId } = ok(stage, "InitiateSession", { deviceId: DEVICE });
    expect(stage.names()).toEqual([
      "RegistrationConfirmation",
      "SessionStatus",
      "SessionStatus",
      "PackageDelivery",
    ]);
    const package1 = stage.callbacks.at(-1);
    expect(package1).toMatchObject({ operation: "PackageDelivery", value: { number: 1, sessionId } });
    const text = package1?.operation === "PackageDelivery" ? utf8Text(package1.value.package) : "";
    expect(text).toContain("./DevInfo");
    expect(text).not.toContain("<Cred>");
    ok(stage, "ExchangePackage", {
      sessionId,
      contentType: "application/vnd.syncml.dm+xml",
      package: utf8(
        `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>9</SessionID><MsgID>7</MsgID><Target><LocURI>${DEVICE}</LocURI></Target><Source><LocURI>dms.example</LocURI></Source></SyncHdr><SyncBody><Get><CmdID>42</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get><Final/></SyncBody></SyncML>`,
      ),
    });
    const package3 = stage.callbacks.at(-1);
    expect(package3).toMatchObject({ operation: "PackageDelivery", value: { number: 3 } });
    const answer = package3?.operation === "PackageDelivery" ? utf8Text(package3.value.package) : "";
    expect(answer).toContain("<MsgRef>7</MsgRef><CmdRef>42</CmdRef><Cmd>Get</Cmd>");
    ok(stage, "TerminateSession", { sessionId });
    expect(stage.callbacks.at(-1)).toMatchObject({
      operation: "SessionStatus",
      value: { state: "closed", totals: { targeted: 1, succeeded: 1 } },
    });
  });

  test("F2.18 ManageParameters is carried out by the DM server and its result told", () => {
    const stage = createStage();
    ok(stage, "RegisterExternalSystem", registration);
    ok(stage, "ManageParameters", {
      deviceId: DEVICE,
      command: [
        { kind: "get", locUri: "./DevInfo/DevId" },
        { kind: "get", locUri: "./Nowhere" },
      ],
    });
    expect(stage.callbacks.at(-1)).toMatchObject({
      operation: "OperationResult",
      value: {
        state: "failed",
        deviceResult: [
          {
            deviceId: DEVICE,
            commandResult: [
              { index: "1", status: 200, item: [{ data: DEVICE }] },
              { index: "2", status: 404 },
            ],
          },
        ],
      },
    });
  });

  test("a failed write of a request is answered SVC0001 and leaves nothing behind", () => {
    const stage = createStage();
    ok(stage, "RegisterExternalSystem", registration);
    stage.failCommits(1);
    const read = stage.call("ManageParameters", {
      deviceId: DEVICE,
      command: [{ kind: "get", locUri: "./DevInfo" }],
    });
    expect(read).toMatchObject({
      kind: "fault",
      status: 500,
      fault: { messageId: "SVC0001", code: "Server" },
    });
    expect([...(stage.stored.get("operations") ?? [])]).toHaveLength(1);
    expect(stage.names()).toEqual(["RegistrationConfirmation"]);
  });

  test("a failed write of what a callback endpoint answered is written again, and waited for", () => {
    let failures = 2;
    const stage: Stage = createStage({}, () => {
      stage.failCommits(failures);
      failures = 0;
      return 200;
    });
    ok(stage, "RegisterExternalSystem", registration);
    expect(stage.report("registration.accepted")).toHaveLength(0);
    const state = (): unknown => [...(stage.stored.get("registrations")?.values() ?? [])][0];
    expect(state()).toMatchObject({ state: "confirming" });
    stage.advance(1000); // fails again
    expect(state()).toMatchObject({ state: "confirming" });
    stage.advance(1000);
    expect(state()).toMatchObject({ state: "accepted" });
    expect(stage.report("registration.accepted")).toHaveLength(1);
    // nothing is left to be written again
    expect(stage.names()).toEqual(["RegistrationConfirmation"]);
  });

  test("a commit that fails after other events were handled is written again and then answered", () => {
    const context = { random: seededRandom("late"), crypto: fastCrypto, steppers: tableSteppers };
    const dms = createDmServer(options, context, { entries: () => [] });
    const moment = { now: 0, date: EPOCH };
    const ask = (exchange: string) => {
      const request = writeWsiRequest(
        `${BASE}/wsi`,
        "DeviceManagement",
        "1.1",
        "DiscoverDevices",
        {},
        {
          credentials: { scheme: "basic", username: "care", password: "secret" },
          crypto: fastCrypto,
          random: seededRandom(exchange),
          date: EPOCH,
        },
      );
      return dms.handle(
        { type: "request.received", exchange, request, peer: { address: "127.0.0.1", secure: false } },
        moment,
      );
    };
    const first = ask("a");
    ask("b");
    const recovery = dms.handle({ type: "commit.failed", text: "busy", dropped: first.slice(1) }, moment);
    expect(recovery).not.toContainEqual(expect.objectContaining({ type: "respond" }));
    expect(recovery).toContainEqual({ type: "timer.arm", timer: "wsi/recommit", due: 1000 });
    const again = dms.handle(
      { type: "timer.expired", timer: "wsi/recommit" },
      { now: 1000, date: EPOCH + 1000 },
    );
    expect(again[0]).toEqual(first[0]);
    expect(again).toContainEqual(expect.objectContaining({ type: "respond", exchange: "a" }));
  });

  test("what the start changes stays when the first request is refused", () => {
    const stage = createStage();
    ok(stage, "RegisterExternalSystem", registration);
    const { sessionId } = ok(stage, "InitiateSession", { deviceId: DEVICE });
    const snapshot: StoreSnapshot = { entries: (name) => [...(stage.stored.get(name) ?? new Map())] };
    const context = { random: seededRandom("again"), crypto: fastCrypto, steppers: tableSteppers };
    const dms = createDmServer(options, context, snapshot);
    const refused = writeWsiRequest(
      `${BASE}/wsi`,
      "DeviceManagement",
      "1.1",
      "TerminateSession",
      { sessionId: "none" },
      {
        credentials: { scheme: "basic", username: "care", password: "secret" },
        crypto: fastCrypto,
        random: seededRandom("refused"),
        date: EPOCH,
      },
    );
    const peer = { address: "127.0.0.1", secure: false };
    const moment = { now: 1000, date: EPOCH + 1000 };
    const effects = dms.handle({ type: "request.received", exchange: "r", request: refused, peer }, moment);
    const writes = effects.flatMap((effect) => (effect.type === "commit" ? effect.writes : []));
    expect(writes.find(({ key }) => key === sessionId)).toMatchObject({ value: { state: "aborted" } });
    expect(effects).toContainEqual(expect.objectContaining({ type: "respond", exchange: "r" }));
    expect(effects).toContainEqual(expect.objectContaining({ type: "request", channel: "wsi-callback" }));
    // a failed commit of the start is written again
    const first = effects.findIndex(({ type }) => type === "commit");
    const recovery = dms.handle(
      { type: "commit.failed", text: "busy", dropped: effects.slice(first + 1) },
      moment,
    );
    expect(recovery).toContainEqual(expect.objectContaining({ type: "timer.arm", timer: "wsi/recommit" }));
    const again = dms.handle({ type: "timer.expired", timer: "wsi/recommit" }, moment);
    expect(again[0]).toEqual(effects[first]);
    expect(again).toContainEqual(expect.objectContaining({ type: "respond", exchange: "r" }));
  });

  test("an unknown path is 404 and a push changes nothing", () => {
    const dms = createDmServer(
      options,
      { random: seededRandom("x"), crypto: fastCrypto, steppers: tableSteppers },
      { entries: () => [] },
    );
    const request = { method: "GET", url: `${BASE}/elsewhere`, headers: {}, body: new Uint8Array(0) };
    const peer = { address: "127.0.0.1", secure: false };
    const moment = { now: 0, date: EPOCH };
    const effects = dms.handle({ type: "request.received", exchange: "x", request, peer }, moment);
    const note = { type: "note", code: "path-unknown", exchange: "x" };
    expect(effects).toMatchObject([note, { type: "respond", http: { status: 404 } }]);
    expect(dms.handle({ type: "push.received", contentType: "x", body: new Uint8Array(0) }, moment)).toEqual(
      [],
    );
  });

  test("commands that do not fit are refused with a report", () => {
    const stage = createStage();
    stage.command({ name: "start" });
    stage.command({ name: "publish" });
    stage.command({ name: "resumeRecipient", registrationId: "none" });
    stage.command({ name: "resendDeadLetter", id: "none" });
    stage.command({ name: "decideRegistration", registrationId: "none", approve: true });
    expect(stage.report("command.refused")).toHaveLength(4);
  });
});
