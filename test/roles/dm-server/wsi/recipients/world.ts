import { seededRandom } from "../../../../../simulator/core/random.ts";
import { createVirtualClock } from "../../../../../simulator/core/virtual-clock.ts";
import { createDevice, phone, type DeviceCommand } from "../../../../../simulator/roles/device/index.ts";
import {
  createDmServer,
  defaultPolicy,
  type DmServer,
  type DmServerCommand,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/index.ts";
import {
  createExternalSystem,
  type CallbackBehaviour,
  type ExternalSystem,
  type ExternalSystemCommand,
} from "../../../../../simulator/roles/external-system/index.ts";
import type { HttpRequest, HttpResponse } from "../../../../../simulator/wire/http.ts";
import type { WorldLoop } from "../../../../../simulator/wire/loop.ts";
import { createMemoryWire } from "../../../../../simulator/wire/memory-wire.ts";
import type { RoleReport } from "../../../../../simulator/wire/role.ts";
import { createTap } from "../../../../../simulator/wire/tap.ts";
import { createMemoryStore, type MemoryStore } from "../../../../../simulator/workbench/memory-store.ts";
import { createRoleEdge, type RoleEdge } from "../../../../../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../../../../support/table-steppers.ts";
import { fastCrypto } from "../desk.ts";

const BASE = "http://world";
const names = ["care", "portal"] as const;
export type Name = (typeof names)[number];

interface Recipient {
  readonly role: ExternalSystem;
  readonly edge: RoleEdge<ExternalSystemCommand>;
}

/** A DM server, some devices and two External Systems in memory, on one clock that stands still. */
export function createRecipients(
  deviceIds: readonly string[] = ["d1", "d2", "d3"],
  policies: Partial<Record<Name, Partial<ExternalSystemPolicy>>> = {},
) {
  const clock = createVirtualClock(Date.UTC(2026, 0, 2));
  const tasks: (() => void)[] = [];
  const loop: WorldLoop = {
    post: (task) => void tasks.push(task),
    get pending() {
      return tasks.length;
    },
    onQuiet: () => undefined,
  };
  const settle = (): void => {
    for (;;) {
      for (let task = tasks.shift(); task; task = tasks.shift()) task();
      if ((clock.nextDue() ?? Infinity) > clock.now()) return;
      clock.advance(0);
    }
  };
  const advance = (milliseconds: number): void => {
    const end = clock.now() + milliseconds;
    settle();
    for (let due = clock.nextDue(); due !== undefined && due <= end; due = clock.nextDue()) {
      clock.advance(due - clock.now());
      settle();
    }
    clock.advance(end - clock.now());
    settle();
  };
  let seq = 0;
  const wire = createMemoryWire({ baseUrl: BASE, tap: createTap(() => ++seq), clock, loop });
  const random = seededRandom("recipients");
  const reports: { readonly from: string; readonly at: number; readonly report: RoleReport }[] = [];
  const context = (label: string) => ({
    random: random.fork(label),
    crypto: fastCrypto,
    steppers: tableSteppers,
  });
  const edgeOf = <Command>(
    party: { readonly role: "dm-server" | "device" | "external-system"; readonly name: string },
    role: Parameters<typeof createRoleEdge<Command>>[0]["role"],
    store: MemoryStore,
  ): RoleEdge<Command> =>
    createRoleEdge<Command>({
      party,
      role,
      wire,
      clock,
      commit: store.commit,
      record: () => ++seq,
      onReport: (report, { name: from }) => void reports.push({ from, at: clock.now(), report }),
    });

  const serverStore = createMemoryStore();
  const startServer = (): { readonly role: DmServer; readonly edge: RoleEdge<DmServerCommand> } => {
    const role = createDmServer(
      {
        dms: { id: "dms", serverId: "dms", dmUrl: `${BASE}/dm`, publicUrl: BASE },
        hosts: [],
        unknownDevices: "refuse",
        settings: { plainPasswords: true },
        externalSystems: names.map((name) => ({
          id: name,
          name,
          kind: "customer-care",
          credentials: [{ scheme: "basic", username: name, password: "p" }],
          policy: { ...defaultPolicy, ...policies[name] },
        })),
        devices: deviceIds.map((deviceId) => ({
          deviceId,
          groups: [],
          client: { auth: "basic", username: deviceId, password: "p" },
          server: { auth: "md5", username: "dms", password: "s", nonce: Uint8Array.of(1) },
        })),
      },
      context(`dms/${seq}`),
      serverStore,
    );
    const edge = edgeOf<DmServerCommand>({ role: "dm-server", name: "dms" }, role, serverStore);
    edge.listen("wsi", "/wsi");
    edge.listen("dm", "/dm");
    edge.command({ name: "start" });
    return { role, edge };
  };
  let server = startServer();

  const stores = new Map<Name, MemoryStore>();
  const open = (name: Name): Recipient => {
    const store = stores.get(name) ?? createMemoryStore();
    stores.set(name, store);
    const role = createExternalSystem(
      {
        id: name,
        name,
        kind: "customer-care",
        managementDomain: "operator",
        wsiUrl: `${BASE}/wsi`,
        credentials: { scheme: "basic", username: name, password: "p" },
        callback: {
          url: `${BASE}/es/${name}/callback`,
          credentials: { scheme: "basic", username: "dms", password: `callbacks of ${name}` },
        },
        soapVersion: "1.1",
      },
      context(`${name}/${seq}`),
      store,
    );
    const edge = edgeOf<ExternalSystemCommand>({ role: "external-system", name }, role, store);
    edge.listen("wsi-callback", `/es/${name}/callback`);
    return { role, edge };
  };
  const recipients = new Map<Name, Recipient>(names.map((name) => [name, open(name)]));
  const of = (name: Name): Recipient => {
    const recipient = recipients.get(name);
    if (!recipient) throw new Error(name);
    return recipient;
  };

  const startDevice = (deviceId: string): RoleEdge<DeviceCommand> => {
    const store = createMemoryStore();
    const role = createDevice(
      {
        deviceId,
        profile: phone,
        account: {
          serverId: "dms",
          serverUrl: `${BASE}/dm`,
          username: deviceId,
          password: "p",
          auth: "basic",
          authPref: "unasked",
          serverAuth: "md5",
          serverPassword: "s",
          serverNonce: Uint8Array.of(1),
        },
      },
      context(deviceId),
      store,
    );
    const edge = edgeOf<DeviceCommand>({ role: "device", name: deviceId }, role, store);
    edge.listenForPush(deviceId);
    edge.command({ name: "start" });
    return edge;
  };
  const devices = new Map(deviceIds.map((deviceId) => [deviceId, startDevice(deviceId)]));

  const world = {
    clock,
    settle,
    advance,
    command(name: Name, command: ExternalSystemCommand): void {
      of(name).edge.command(command);
      settle();
    },
    behave(name: Name, behaviour: Partial<CallbackBehaviour>): void {
      world.command(name, { name: "setCallbackBehaviour", behaviour });
    },
    /** Asks for something whose outcome comes by callback, each in a stream of its own. */
    discover: (name: Name) =>
      world.command(name, { name: "call", operation: "DiscoverDevices", value: { delivery: "callback" } }),
    /** A stream of several callbacks: progress for every device, then the result. */
    bulk: (name: Name, more: Readonly<Record<string, unknown>> = {}) =>
      world.command(name, {
        name: "call",
        operation: "SubmitBulkOperation",
        value: {
          target: { all: true },
          command: [{ kind: "get", locUri: "./DevInfo/Man" }],
          maxParallel: 1,
          progressEvery: 1,
          ...more,
        },
      }),
    /** The recipient is not there any more, and comes back with what it had stored. */
    down(name: Name): void {
      of(name).edge.dispose();
      settle();
    },
    up(name: Name): void {
      recipients.set(name, open(name));
      settle();
    },
    /** Something else answers in place of a recipient; the result ends that. */
    standIn(name: Name, answer: (request: HttpRequest) => HttpResponse): () => void {
      world.down(name);
      return wire.listen({
        party: { role: "external-system", name },
        channel: "wsi-callback",
        path: `/es/${name}/callback`,
        receive: ({ request, respond }) => respond(answer(request)),
      });
    },
    /** Asks a device for something. */
    device: (deviceId: string, command: DeviceCommand): void => {
      devices.get(deviceId)?.command(command);
      settle();
    },
    deviceGone: (deviceId: string): void => devices.get(deviceId)?.dispose(),
    deviceBack: (deviceId: string): void => void devices.set(deviceId, startDevice(deviceId)),
    server: (command: DmServerCommand): void => {
      server.edge.command(command);
      settle();
    },
    restart(): void {
      server.edge.dispose();
      settle();
      server = startServer();
      settle();
    },
    get view() {
      return server.role.view;
    },
    registrationId: (name: Name): string => {
      const found = [...server.role.view.registrations()].find(
        ({ owner, state }) => owner === name && state === "accepted",
      );
      if (!found) throw new Error(`${name} is not registered`);
      return found.registrationId;
    },
    /** How the queue of a recipient stands. */
    standing: (name: Name) =>
      [...server.role.view.queue.standings()].find(
        ({ registrationId }) => registrationId === world.registrationId(name),
      ),
    reports: (from: string, name: string): readonly RoleReport[] =>
      reports.filter((one) => one.from === from && one.report.name === name).map(({ report }) => report),
    /** Times at which the DM server had an answer, or none, of a recipient. */
    tries: (name: Name): readonly { readonly at: number; readonly outcome: unknown }[] =>
      reports.flatMap(({ from, at, report }) =>
        from === "dms" &&
        report.name === "callback.tried" &&
        report.data["registrationId"] === world.registrationId(name)
          ? [{ at, outcome: report.data["outcome"] }]
          : [],
      ),
    /** What a recipient has taken, in order: `operationId sequence`. */
    taken: (name: Name): readonly string[] =>
      world
        .reports(name, "callback.received")
        .map(({ data }) => `${String(data["operationId"])} ${String(data["sequence"])}`),
  };
  for (const name of names) world.command(name, { name: "register" });
  advance(1000);
  return world;
}

export type Recipients = ReturnType<typeof createRecipients>;
