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

/* Management on the DM server's own account survives the end of the process: what was committed is all that is left. */

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

/** A disk, and DM servers that are started from it one after the other. */
function createDisk() {
  const disk = new Map<string, Map<string, string>>();
  let now = 0;
  let exchanges = 0;
  const boot = () => {
    const server = createDmServer(
      options,
      { random: seededRandom("restart"), crypto, steppers: tableSteppers },
      {
        *entries(collection) {
          for (const [key, json] of disk.get(collection) ?? []) yield [key, JSON.parse(json) as unknown];
        },
      },
    );
    const effects: Effect[] = [];
    const handle = (event: Parameters<typeof server.handle>[0]): void => {
      for (const effect of server.handle(event, { now, date: 1_700_000_000_000 + now })) {
        effects.push(effect);
        if (effect.type !== "commit") continue;
        for (const { collection, key, value } of effect.writes) {
          const entries = disk.get(collection) ?? new Map<string, string>();
          disk.set(collection, entries);
          if (value === undefined) entries.delete(key);
          else entries.set(key, JSON.stringify(value));
        }
      }
    };
    handle({ type: "command", command: { name: "start" } });
    return {
      effects,
      reports: (): RoleReport[] =>
        effects.flatMap((effect) => (effect.type === "report" ? [effect.report] : [])),
      timers: (): string[] =>
        effects.flatMap((effect) => (effect.type === "timer.arm" ? [effect.timer] : [])),
      fire: (timer: string): void => handle({ type: "timer.expired", timer }),
      manage: (commands: Management["commands"], more: Partial<Management> = {}): void =>
        handle({
          type: "command",
          command: { name: "manageDevice", deviceId: DEVICE, commands, notify: false, ...more },
        }),
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
    };
  };
  return {
    boot,
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
    left: (): number => disk.get("management")?.size ?? 0,
  };
}

const item = (LocURI: string, Data?: string | Uint8Array) => ({ Target: { LocURI }, Data });
const get = { kind: "Get", CmdID: "", Item: [item("./A")] } as const;
const exec = { kind: "Exec", CmdID: "", Correlator: "job-1", Item: [item("./Update")] } as const;
const done = `<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Alert><CmdID>2</CmdID><Data>1226</Data><Correlator>job-1</Correlator><Item><Meta><Format xmlns="syncml:metinf">int</Format><Type xmlns="syncml:metinf">urn:x</Type></Meta><Data>1200</Data></Item></Alert>`;

describe("management after a restart", () => {
  test("queued commands, octets among them, go to the device when it comes; a new order gets a new name", () => {
    const disk = createDisk();
    disk.boot().manage([{ kind: "Add", CmdID: "", Item: [item("./C", Uint8Array.of(0, 255))] }]);
    const server = disk.boot();
    expect(server.reports()).toMatchObject([{ name: "management.resumed", data: { work: "operator/1" } }]);
    server.manage([get]);
    expect(server.reports().at(-1)).toMatchObject({
      name: "management.queued",
      data: { work: "operator/2" },
    });
    const answer = server.post(clientMessage({ session: "1" }, package1(1201)));
    expect(answer.SyncBody.commands.at(-1)).toMatchObject({ kind: "Add", Item: [{ Data: "AP8=" }] });
  });

  test("what was with the device is asked again where that changes nothing, and has failed where it may", () => {
    for (const [command, name] of [
      [get, "management.resumed"],
      [exec, "management.failed"],
    ] as const) {
      const disk = createDisk();
      const before = disk.boot();
      before.manage([command]);
      before.post(clientMessage({ session: "1" }, package1(1201)));
      expect(disk.boot().reports()).toMatchObject([{ name, data: { work: "operator/1" } }]);
      expect(disk.left()).toBe(name === "management.failed" ? 0 : 1);
    }
  });

  test("an accepted Exec is still waited for, no longer than was said", () => {
    for (const comes of [true, false]) {
      const disk = createDisk();
      const before = disk.boot();
      before.manage([exec], { awaitCorrelated: true, expires: 60_000 });
      const first = before.post(clientMessage({ session: "1" }, package1(1201)));
      const CmdID = first.SyncBody.commands.at(-1)?.CmdID ?? "";
      const answers = status(1, 1, 0, "SyncHdr", 200) + status(2, 1, Number(CmdID), "Exec", 202);
      before.post(clientMessage({ session: "1", msg: 2 }, answers));
      expect(disk.left()).toBe(1);
      disk.pass(30_000);
      const server = disk.boot();
      expect(server.timers()).toContain("operator/1");
      if (comes) server.post(clientMessage({ session: "2" }, done));
      else server.fire("operator/1");
      expect(server.reports().at(-1)).toMatchObject({
        name: comes ? "management.finished" : "management.failed",
        data: { work: "operator/1", outcomes: [{ status: 202 }] },
      });
      expect(disk.left()).toBe(0);
    }
  });
});
