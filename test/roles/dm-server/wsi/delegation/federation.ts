import { utf8 } from "../../../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../../../simulator/core/random.ts";
import { createVirtualClock } from "../../../../../simulator/core/virtual-clock.ts";
import { createMemoryJournal } from "../../../../../simulator/journal/memory-journal.ts";
import type { StateRecord } from "../../../../../simulator/journal/record.ts";
import type {
  CallbackName,
  CallbackRequest,
  CallbackRequestInput,
  OperationName,
  OperationRequestInput,
  Via,
} from "../../../../../simulator/protocols/wsi/index.ts";
import {
  createDevice,
  phone,
  type Device,
  type DeviceCommand,
} from "../../../../../simulator/roles/device/index.ts";
import {
  createDmServer,
  defaultPolicy,
  defaultWsiSettings,
  type DmServer,
  type DmServerCommand,
  type DmServerOptions,
  type ExternalSystemPolicy,
  type UpstreamEntry,
  type UpstreamSettings,
} from "../../../../../simulator/roles/dm-server/index.ts";
import {
  readWsiRequest,
  readWsiResponse,
  writeWsiRequest,
  writeWsiResponse,
  type ReadWsiResponse,
  type ResponseValue,
} from "../../../../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../../../../simulator/wire/http.ts";
import type { WorldLoop } from "../../../../../simulator/wire/loop.ts";
import { createMemoryWire } from "../../../../../simulator/wire/memory-wire.ts";
import type { RoleReport } from "../../../../../simulator/wire/role.ts";
import { createTap, type Gate } from "../../../../../simulator/wire/tap.ts";
import { createMemoryStore, type MemoryStore } from "../../../../../simulator/workbench/memory-store.ts";
import { createRecording } from "../../../../../simulator/workbench/recording.ts";
import { createRoleEdge, type RoleEdge } from "../../../../../simulator/workbench/role-edge.ts";
import { tableSteppers } from "../../../../support/table-steppers.ts";
import { fastCrypto } from "../desk.ts";
import { countingTime, header } from "../../../../journal/records.ts";

/** A DM server of a federation. */
export interface ServerSetup {
  readonly devices?: readonly string[];
  /** Ids of the servers that it delegates to, with the device patterns that it takes from each. */
  readonly upstreams?: Readonly<Record<string, readonly string[]>>;
  readonly policies?: Readonly<Record<string, Partial<ExternalSystemPolicy>>>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly upstreamSettings?: Partial<UpstreamSettings>;
  readonly upstreamOptions?: Partial<UpstreamEntry>;
  readonly unknownDevices?: "refuse" | "accept";
}

export interface CallOptions {
  readonly as?: string;
  readonly via?: Via;
}

/** Answers requests in place of a DM server. */
export type StandIn = (request: HttpRequest) => HttpResponse;

/** Agreed between the devices and their servers. */
const nonce = utf8("a nonce of both");

const BASE = "http://world";
export const urlOf = (id: string): string => `${BASE}/i/${id}`;
const passwordOf = (id: string): string => `password of ${id}`;

/** DM servers, their devices and an External System `care` in memory, on one clock that stands still. */
export function createFederation(setup: Readonly<Record<string, ServerSetup>>) {
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
    // timers that are due now are part of what is going on
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
  const journal = createMemoryJournal(header, countingTime());
  const recording = createRecording(journal, () => undefined);
  const losing = new Map<string, (request: HttpRequest) => boolean>();
  const lost = new Set<string>();
  const gate: Gate = {
    admit: ({ direction, exchange, from, to, method, url, headers, body }, decide) => {
      const isMeant = direction === "request" ? losing.get(to.name) : undefined;
      if (isMeant?.({ method: method ?? "", url: url ?? "", headers, body })) lost.add(exchange);
      decide({
        kind: direction === "response" && lost.has(exchange) && losing.has(from.name) ? "drop" : "pass",
      });
    },
  };
  const wire = createMemoryWire({ baseUrl: BASE, tap: createTap(recording.recorder, gate), clock, loop });
  const reports: { readonly from: string; readonly report: RoleReport }[] = [];
  const stores = new Map<string, MemoryStore>();
  const servers = new Map<string, { readonly role: DmServer; readonly edge: RoleEdge<DmServerCommand> }>();
  const devices = new Map<string, { readonly role: Device; readonly edge: RoleEdge<DeviceCommand> }>();
  const random = seededRandom("federation");
  const random_ = (label: string) => random.fork(label);
  let starts = 0;

  const forgotten = new Set<string>();

  const storeOf = (name: string): MemoryStore => {
    const store = stores.get(name) ?? createMemoryStore();
    stores.set(name, store);
    return store;
  };
  const edgeOf = <Command>(
    role: "dm-server" | "device",
    name: string,
    made: Parameters<typeof createRoleEdge<Command>>[0]["role"],
  ): RoleEdge<Command> =>
    createRoleEdge<Command>({
      party: { role, name },
      role: made,
      wire,
      clock,
      commit: storeOf(`${role}/${name}`).commit,
      record: recording.record,
      onReport: (report, { name: from }) => void reports.push({ from, report }),
    });

  const upstreamOf = (id: string, upstream: string, patterns: readonly string[]): UpstreamEntry => ({
    id: upstream,
    address: { wsi: `${urlOf(upstream)}/wsi` },
    credentials: { scheme: "basic", username: id, password: passwordOf(id) },
    devices: patterns,
    callback: {
      url: `${urlOf(id)}/wsi/callback`,
      credentials: { scheme: "basic", username: upstream, password: `callbacks of ${upstream}` },
    },
    ...setup[id]?.upstreamOptions,
  });

  const optionsOf = (id: string): DmServerOptions => {
    const {
      devices: own = [],
      upstreams = {},
      policies = {},
      groups = {},
      upstreamSettings,
    } = setup[id] ?? {};
    const callers = Object.keys(setup).filter((other) => setup[other]?.upstreams?.[id] !== undefined);
    return {
      dms: { id, serverId: id, dmUrl: `${urlOf(id)}/dm`, publicUrl: urlOf(id) },
      hosts: [],
      unknownDevices: setup[id]?.unknownDevices ?? "refuse",
      externalSystems: ["care", ...callers].map((name) => ({
        id: name,
        name,
        kind: callers.includes(name) ? ("dm-server" as const) : ("customer-care" as const),
        credentials: [{ scheme: "basic" as const, username: name, password: passwordOf(name) }],
        policy: { ...defaultPolicy, ...policies[name] },
      })),
      devices: own
        .filter((deviceId) => !forgotten.has(`${id}/${deviceId}`))
        .map((deviceId) => ({
          deviceId,
          groups: groups[deviceId] ?? [],
          client: { auth: "basic" as const, username: deviceId, password: "p" },
          server: { auth: "md5" as const, username: id, password: "s", nonce },
        })),
      settings: {
        plainPasswords: true,
        upstreams: { ...defaultWsiSettings.upstreams, ...upstreamSettings },
      },
      upstreams: Object.entries(upstreams).map(([upstream, patterns]) => upstreamOf(id, upstream, patterns)),
    };
  };

  const startServer = (id: string): void => {
    const context = { random: random_(`${id}/${starts++}`), crypto: fastCrypto, steppers: tableSteppers };
    const role = createDmServer(optionsOf(id), context, storeOf(`dm-server/${id}`));
    const edge = edgeOf<DmServerCommand>("dm-server", id, role);
    const folder = urlOf(id).slice(BASE.length);
    edge.listen("wsi", `${folder}/wsi`);
    edge.listen("wsi-callback", `${folder}/wsi/callback`);
    edge.listen("dm", `${folder}/dm`);
    servers.set(id, { role, edge });
    edge.command({ name: "start" });
  };
  const stopServer = (id: string): void => servers.get(id)?.edge.dispose();

  const startDevice = (deviceId: string, serverId: string): void => {
    const role = createDevice(
      {
        deviceId,
        profile: phone,
        account: {
          serverId,
          serverUrl: `${urlOf(serverId)}/dm`,
          username: deviceId,
          password: "p",
          auth: "basic",
          authPref: "unasked",
          serverAuth: "md5",
          serverPassword: "s",
          serverNonce: nonce,
        },
      },
      { random: random_(deviceId), crypto: fastCrypto, steppers: tableSteppers },
      storeOf(`device/${deviceId}`),
    );
    const edge = edgeOf<DeviceCommand>("device", deviceId, role);
    edge.listenForPush(deviceId);
    devices.set(deviceId, { role, edge });
    edge.command({ name: "start" });
  };

  const callbacks: { readonly name: CallbackName; readonly value: CallbackRequest<CallbackName> }[] = [];
  wire.listen({
    party: { role: "external-system", name: "care" },
    channel: "wsi-callback",
    path: "/es/callback",
    receive: ({ request, respond }) => {
      const read = readWsiRequest(request, "ExternalSystemCallback");
      if (!read.ok) throw new Error(`callback: ${JSON.stringify(read.findings)}`);
      callbacks.push({ name: read.operation, value: read.value });
      respond(writeWsiResponse(read.soapVersion, read.operation, {}, read.addressing));
    },
  });

  const ask = <N extends OperationName>(
    server: string,
    operation: N,
    value: OperationRequestInput<N>,
    { as = "care", via }: CallOptions = {},
  ): ReadWsiResponse<N> => {
    const request = writeWsiRequest(
      `${urlOf(server)}/wsi`,
      "DeviceManagement",
      "1.1",
      operation,
      value as never, // the input of this operation
      {
        credentials: { scheme: "basic", username: as, password: passwordOf(as) },
        via,
        crypto: fastCrypto,
        random,
        date: clock.date(),
      },
    );
    let answer: HttpResponse | undefined;
    wire.send(
      {
        from: { role: "external-system", name: as },
        channel: "wsi",
        request,
        timeout: 5000,
        onPeersWord: false,
      },
      (outcome) => {
        if (outcome.kind === "response") answer = outcome.response;
      },
    );
    settle();
    if (!answer) throw new Error(`${operation}: no answer`);
    return readWsiResponse(answer, operation);
  };

  for (const id of Object.keys(setup)) {
    startServer(id);
    for (const deviceId of setup[id]?.devices ?? []) startDevice(deviceId, id);
  }
  settle();

  const federation = {
    clock,
    callbacks,
    reports,
    settle,
    advance,
    ask,
    /** Calls an operation that has to be answered. */
    ok<N extends OperationName>(
      server: string,
      operation: N,
      value: OperationRequestInput<N>,
      options?: CallOptions,
    ): ResponseValue<N> {
      const read = ask(server, operation, value, options);
      if (read.kind !== "response") throw new Error(`${operation}: ${JSON.stringify(read)}`);
      return read.value;
    },
    /** messageId and variables of the fault. */
    fault<N extends OperationName>(
      server: string,
      operation: N,
      value: OperationRequestInput<N>,
      options?: CallOptions,
    ): string {
      const read = ask(server, operation, value, options);
      if (read.kind !== "fault") throw new Error(`${operation} gave no fault: ${JSON.stringify(read)}`);
      return [read.fault.messageId ?? read.fault.code, ...read.fault.variables].join(" ");
    },
    register(server: string): void {
      federation.ok(server, "RegisterExternalSystem", {
        name: "care",
        kind: "customer-care",
        managementDomain: "operator",
        callbackEndpoint: `${BASE}/es/callback`,
        callbackCredentials: { scheme: "none" },
      });
    },
    /** Callbacks of a kind that care got. */
    got<N extends CallbackName>(name: N): readonly CallbackRequest<N>[] {
      return callbacks.flatMap((callback) =>
        callback.name === name ? [callback.value as CallbackRequest<N>] : [],
      );
    },
    query(server: string, operationId: string) {
      return federation.ok(server, "QueryOperation", { operationId, maxResults: 1000 });
    },
    view: (id: string) => {
      const server = servers.get(id);
      if (!server) throw new Error(id);
      return server.role.view;
    },
    upstream: (id: string) => [...federation.view(id).upstreams()][0],
    device: (id: string) => devices.get(id),
    command: (id: string, command: DmServerCommand): void => {
      servers.get(id)?.edge.command(command);
      settle();
    },
    stop(id: string): void {
      stopServer(id);
      settle();
    },
    start(id: string): void {
      startServer(id);
      settle();
    },
    /** A new process on the same store. */
    restart(id: string): void {
      federation.stop(id);
      federation.start(id);
    },
    /** A new process that remembers nothing. */
    wipe(id: string): void {
      federation.stop(id);
      stores.delete(`dm-server/${id}`);
      federation.start(id);
    },
    /** Something else answers at the WSI of a server; the result ends that. */
    /** A DM server that restarts without devices that it had. */
    forget(id: string, deviceIds: readonly string[]): void {
      stopServer(id);
      for (const deviceId of deviceIds) forgotten.add(`${id}/${deviceId}`);
      const writes = deviceIds.map((key) => ({ collection: "devices", key, value: undefined }));
      storeOf(`dm-server/${id}`).commit(writes, () => undefined);
      startServer(id);
      settle();
    },
    standIn(id: string, answer: StandIn): () => void {
      return wire.listen({
        party: { role: "dm-server", name: id },
        channel: "wsi",
        path: `${urlOf(id).slice(BASE.length)}/wsi`,
        receive: ({ request, respond }) => respond(answer(request)),
      });
    },
    /** Values that a device has. */
    states: (machine: string): readonly string[] =>
      journal
        .read(0, 100_000)
        .filter((record): record is StateRecord => record.kind === "state" && record.machine === machine)
        .map(({ state }) => state),
    /** Drops the answers of a server to the requests that are meant; the requests arrive. */
    loseAnswers(id: string, isMeant: (request: HttpRequest) => boolean): void {
      losing.set(id, isMeant);
    },
    /** Delivers a callback as an upstream would; the status of the answer. */
    deliver<N extends CallbackName>(
      server: string,
      {
        name,
        value,
        as,
        password,
      }: {
        readonly name: N;
        readonly value: CallbackRequestInput<N>;
        readonly as: string;
        readonly password: string;
      },
    ): number {
      const request = writeWsiRequest(
        `${urlOf(server)}/wsi/callback`,
        "ExternalSystemCallback",
        "1.1",
        name,
        value as never, // the input of this callback
        {
          credentials: { scheme: "basic", username: as, password },
          crypto: fastCrypto,
          random,
          date: clock.date(),
        },
      );
      let status = 0;
      const from = { role: "dm-server", name: as } as const;
      wire.send({ from, channel: "wsi-callback", request, timeout: 5000, onPeersWord: false }, (outcome) => {
        if (outcome.kind === "response") ({ status } = outcome.response);
      });
      settle();
      return status;
    },
    /** Delivers any text as an upstream would; the answer. */
    deliverText(server: string, as: string, contentType: string, text: string): HttpResponse {
      let answer: HttpResponse | undefined;
      const authorization = `Basic ${btoa(`${as}:callbacks of ${as}`)}`;
      const request: HttpRequest = {
        method: "POST",
        url: `${urlOf(server)}/wsi/callback`,
        headers: { "content-type": contentType, authorization },
        body: utf8(text),
      };
      const from = { role: "dm-server", name: as } as const;
      wire.send({ from, channel: "wsi-callback", request, timeout: 5000, onPeersWord: false }, (outcome) => {
        if (outcome.kind === "response") answer = outcome.response;
      });
      settle();
      if (!answer) throw new Error("no answer to a callback");
      return answer;
    },
    /** What a server has stored in a collection. */
    stored: (id: string, collection: string): readonly (readonly [string, unknown])[] => [
      ...storeOf(`dm-server/${id}`).entries(collection),
    ],
    /** All that happened, a line each; for a person who looks for why a test failed. */
    log: (): string =>
      journal
        .read(0, 100_000)
        .map((record) => {
          switch (record.kind) {
            case "crossing":
              return `${record.direction} ${record.from.name} > ${record.to.name} ${record.status ?? record.url ?? ""} ${record.outcome} ${/Body>\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(new TextDecoder().decode(record.body))?.[1] ?? ""}`;
            case "state":
              return `   ${record.party.name} ${record.machine} ${record.from} > ${record.state}`;
            case "note":
              return `   note ${record.party?.name} ${record.text}`;
            default:
              return record.kind;
          }
        })
        .join("\n"),
    crossings: (from: string, to: string): number =>
      journal
        .read(0, 100_000)
        .filter(
          (record) =>
            record.kind === "crossing" &&
            record.direction === "request" &&
            record.from.name === from &&
            record.to.name === to,
        ).length,
  };
  return federation;
}

export type Federation = ReturnType<typeof createFederation>;
