import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../../simulator/core/random.ts";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import type { OperationName, OperationRequestInput } from "../../../../../simulator/protocols/wsi/index.ts";
import {
  createDmServer,
  defaultPolicy,
  type DmServerCommand,
  type DmServerOptions,
} from "../../../../../simulator/roles/dm-server/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  writeWsiRequest,
  writeWsiResponse,
  type WsiMessage,
} from "../../../../../simulator/stacks/wsi-http.ts";
import type { HttpResponse } from "../../../../../simulator/wire/http.ts";
import type { Effect, RoleEvent, StoreSnapshot } from "../../../../../simulator/wire/role.ts";
import { tableSteppers } from "../../../../support/table-steppers.ts";
import { clientMessage, package1 } from "../../dm/dialogue.ts";
import { EPOCH, fastCrypto, registration } from "../desk.ts";

/*
 * Between the alert's commit and its forwarding, in the whole DM server: what is not on disk is answered 500 and
 * forwarded to nobody; what is on disk is forwarded, after a stop at any point too.
 */

const DEVICE = "IMEI:350000000000017";
const BASE = "http://127.0.0.1:8480";
const options: DmServerOptions = {
  dms: { id: "dms.example", serverId: "dm.example.com", dmUrl: `${BASE}/dm` },
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
      client: { auth: "none", username: "dev17", password: "lamp" },
      server: { auth: "none", username: "dm.example.com", password: "tide" },
    },
  ],
  sessions: { respUri: false },
};

/** The role with a disk that can fail or stop, timers and a recipient that takes everything. */
function open() {
  const disk = new Map<string, Map<string, unknown>>();
  const snapshot: StoreSnapshot = { entries: (name) => [...(disk.get(name) ?? new Map())] };
  const create = () =>
    createDmServer(
      options,
      { random: seededRandom("stored-first"), crypto: fastCrypto, steppers: tableSteppers },
      snapshot,
    );
  let dms = create();
  let now = 0;
  let exchanges = 0;
  /** Effects that are still run before the process is killed. */
  let budget = Infinity;
  let failing: string | undefined;
  const timers = new Map<string, number>();
  const responses = new Map<string, HttpResponse>();
  const waiting: (() => void)[] = [];
  const callbacks: WsiMessage<"ExternalSystemCallback">[] = [];

  const tell = (event: RoleEvent<DmServerCommand>): void =>
    run(dms.handle(event, { now, date: EPOCH + now }));

  const run = (effects: readonly Effect[]): void => {
    for (const [index, effect] of effects.entries()) {
      if (budget-- <= 0) return;
      if (effect.type === "commit" && effect.writes.some(({ collection }) => collection === failing)) {
        failing = undefined;
        tell({ type: "commit.failed", text: "disk full", dropped: effects.slice(index + 1) });
        return;
      }
      perform(effect);
    }
  };

  const perform = (effect: Effect): void => {
    if (effect.type === "commit")
      for (const { collection, key, value } of effect.writes) {
        const entries = disk.get(collection) ?? new Map<string, unknown>();
        disk.set(collection, entries);
        if (value === undefined) entries.delete(key);
        else entries.set(key, JSON.parse(JSON.stringify(value)));
      }
    else if (effect.type === "respond") responses.set(effect.exchange, effect.http);
    else if (effect.type === "timer.arm") timers.set(effect.timer, effect.due);
    else if (effect.type === "timer.cancel") timers.delete(effect.timer);
    else if (effect.type === "request") {
      const { request, http } = effect;
      waiting.push(() => {
        const read = readWsiRequest(http, "ExternalSystemCallback");
        if (!read.ok) throw new Error("unreadable callback");
        callbacks.push(read);
        const response = writeWsiResponse("1.1", read.operation, {});
        tell({ type: "response.received", request, response });
      });
    }
  };

  const settle = (): void => {
    for (;;) {
      const due = [...timers].find(([, at]) => at <= now);
      const next = waiting.shift();
      if (next) next();
      else if (due) {
        timers.delete(due[0]);
        tell({ type: "timer.expired", timer: due[0] });
      } else return;
    }
  };

  const ask = (request: { url: string; headers: Record<string, string>; body: Uint8Array }): string => {
    const exchange = `x${++exchanges}`;
    const peer = { address: "127.0.0.1", secure: false };
    tell({ type: "request.received", exchange, request: { method: "POST", ...request }, peer });
    return exchange;
  };

  return {
    disk,
    settle,
    failNext: (collection: string): void => {
      failing = collection;
    },
    call: <N extends OperationName>(operation: N, value: OperationRequestInput<N>) => {
      const request = writeWsiRequest(`${BASE}/wsi`, "DeviceManagement", "1.1", operation, value as never, {
        credentials: { scheme: "basic", username: "care", password: "secret" },
        crypto: fastCrypto,
        random: seededRandom("call"),
        date: EPOCH + now,
      });
      const response = responses.get(ask({ ...request, headers: { ...request.headers } }));
      settle();
      if (!response) throw new Error("no response");
      const read = readWsiResponse(response, operation);
      if (read.kind !== "response") throw new Error(JSON.stringify(read));
      return read.value;
    },
    /** Statuses that the device got for its alert, in a session of its own; none when nothing was answered. */
    report: (session: string): readonly string[] => {
      const alert = `<Alert><CmdID>3</CmdID><Data>1226</Data><Item><Source><LocURI>./A</LocURI></Source><Meta><Format xmlns="syncml:metinf">int</Format><Type xmlns="syncml:metinf">urn:x</Type></Meta><Data>${session}</Data></Item></Alert>`;
      const body = utf8(clientMessage({ session }, package1(1201) + alert));
      const headers = { "content-type": "application/vnd.syncml.dm+xml" };
      const response = responses.get(ask({ url: `${BASE}/dm`, headers, body }));
      const text = new TextDecoder().decode(response?.body);
      return [...text.matchAll(/<CmdRef>3<\/CmdRef><Cmd>Alert<\/Cmd>.*?<Data>(\d+)<\/Data>/g)].map(
        ([, status]) => status ?? "",
      );
    },
    /** Values of the alerts that the recipient got. */
    got: (): readonly (string | undefined)[] =>
      callbacks.flatMap(({ operation, value }) =>
        operation === "AlertNotification" && "alert" in value && !Array.isArray(value.alert)
          ? value.alert.item.map(({ data }) => data)
          : [],
      ),
    /** The process is killed after so many further effects. */
    killAfter: (effects: number): void => {
      budget = effects;
    },
    restart: (): void => {
      timers.clear();
      waiting.length = 0;
      budget = Infinity;
      now += 1000;
      dms = create();
      tell({ type: "command", command: { name: "start" } });
      settle();
    },
    advance: (milliseconds: number): void => {
      now += milliseconds;
      settle();
    },
  };
}

function subscribed() {
  const stage = open();
  stage.call("RegisterExternalSystem", registration);
  stage.call("SubscribeAlerts", { alertType: ["urn:x"] });
  return stage;
}

describe("F3.9 stored, acknowledged, forwarded", () => {
  test("an alert whose write failed is answered 500 and forwarded to nobody; the next one is", () => {
    const stage = subscribed();
    stage.failNext("alerts");
    expect(stage.report("1")).toEqual(["500"]);
    stage.advance(2000);
    expect(stage.got()).toEqual([]);
    expect(stage.disk.get("alerts")?.size ?? 0).toBe(0);
    expect(stage.report("2")).toEqual(["200"]);
    stage.settle();
    expect(stage.got()).toEqual(["2"]);
  });

  test("a write of the forwarding that failed is made again: forwarded once", () => {
    const stage = subscribed();
    expect(stage.report("1")).toEqual(["200"]);
    stage.failNext("callbacks");
    stage.settle();
    stage.advance(2000);
    expect(stage.got()).toEqual(["1"]);
    stage.restart();
    expect(stage.got()).toEqual(["1"]);
  });

  test("killed after any effect: whatever was acknowledged arrives, in order, each alert once in the queue", () => {
    for (let effects = 0; effects < 40; effects++) {
      const stage = subscribed();
      expect(stage.report("1")).toEqual(["200"]);
      stage.killAfter(effects);
      const acknowledged = stage.report("2").includes("200");
      stage.settle();
      stage.restart();
      stage.report("3");
      stage.settle();
      const got = stage.got();
      const once = [...new Set(got)];
      // the recipient may get a callback again whose answer was lost, nothing else twice
      expect(once).toEqual(once.includes("2") ? ["1", "2", "3"] : ["1", "3"]);
      if (acknowledged) expect(once).toContain("2");
      const queued = [...(stage.disk.get("operations")?.values() ?? [])].map((record) =>
        typeof record === "object" && record !== null && "sequence" in record ? record.sequence : 0,
      );
      expect(Math.max(...queued.map(Number))).toBe(1 + once.length);
    }
  });
});
