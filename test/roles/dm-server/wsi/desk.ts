import type { Crypto } from "../../../../simulator/core/crypto.ts";
import { seededRandom } from "../../../../simulator/core/random.ts";
import type {
  CallbackName,
  CallbackRequest,
  OperationName,
  OperationRequestInput,
  Via,
} from "../../../../simulator/protocols/wsi/index.ts";

import type { DeviceRecord } from "../../../../simulator/roles/dm-server/inventory/device-record.ts";
import type {
  AlertReport,
  DeviceSessions,
  Inventory,
  ReferencedCommand,
  SessionReport,
  SessionRequest,
} from "../../../../simulator/roles/dm-server/ports.ts";
import { sendDocument } from "../../../../simulator/roles/dm-server/bootstrap/index.ts";
import {
  createAlertStore,
  type AlertStore,
} from "../../../../simulator/roles/dm-server/alerts/alert-store.ts";
import {
  defaultPolicy,
  defaultWsiSettings,
  type DmServerOptions,
  type ExternalSystemPolicy,
} from "../../../../simulator/roles/dm-server/options.ts";
import { createWsi, type WsiPorts, type WsiSide } from "../../../../simulator/roles/dm-server/wsi/wsi.ts";
import {
  readWsiRequest,
  readWsiResponse,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
  type ReadWsiResponse,
  type WsiCredentials,
  type WsiMessage,
} from "../../../../simulator/stacks/wsi-http.ts";
import type { AddressingInput } from "../../../../simulator/protocols/soap/addressing.ts";
import type { SoapVersion } from "../../../../simulator/protocols/soap/version.ts";
import type { HttpRequest, HttpResponse } from "../../../../simulator/wire/http.ts";
import type {
  Effect,
  Peer,
  RequestFailure,
  RoleReport,
  StoreSnapshot,
} from "../../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";

/** Node's hashes with a fast password hash, so that a test does not pay for a slow one. */
const node = createNodeCrypto(new Uint8Array(32));
export const fastCrypto: Crypto = {
  ...node,
  hashPassword: (password) => `plain$${password}`,
  verifyPassword: (password, stored) => stored === `plain$${password}`,
};

export const WSI_URL = "http://127.0.0.1:8480/wsi";
export const ES_URL = "http://127.0.0.1:9000/es/callback";
/** Date at run time 0. */
export const EPOCH = Date.UTC(2026, 0, 2, 3, 4, 5);

export const care: WsiCredentials = { scheme: "basic", username: "care", password: "secret" };
const device = (deviceId: string, more: Partial<DeviceRecord> = {}): DeviceRecord => ({
  deviceId,
  groups: ["lab"],
  external: false,
  account: {
    client: { username: "u", digestBase: "", nonce: "", auth: "md5" },
    server: { username: "s", password: "", nonce: "", auth: "md5" },
  },
  devInfo: {},
  manufacturer: "Acme",
  model: "A1",
  lastNotificationId: 0,
  ...more,
});

/** What the WSI side asked of the device's side. */
export type SessionCall =
  | { readonly kind: "open"; readonly request: SessionRequest }
  | { readonly kind: "supply"; readonly work: string; readonly commands: readonly ReferencedCommand[] }
  | { readonly kind: "end"; readonly work: string; readonly abort: boolean };

export interface SentCallback {
  readonly request: string;
  readonly http: HttpRequest;
  readonly message: WsiMessage<"ExternalSystemCallback">;
}

export interface DeskOptions {
  readonly policy?: Partial<ExternalSystemPolicy>;
  readonly options?: Partial<DmServerOptions>;
  readonly devices?: readonly DeviceRecord[];
  readonly ports?: WsiPorts;
  /** Slow: the real hash of passwords. */
  readonly crypto?: "fast" | "slow";
  /** Works that a device's queue can still take. */
  readonly room?: (deviceId: string) => number;
}

export interface Call {
  readonly credentials?: WsiCredentials | undefined;
  readonly addressing?: AddressingInput;
  readonly via?: Via;
  readonly version?: SoapVersion;
  readonly peer?: Partial<Peer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A WSI side with fakes around it: the clock, the store, the devices' side and the recipients of callbacks. */
export function createDesk(setup: DeskOptions = {}) {
  const stored = new Map<string, Map<string, unknown>>();
  const snapshot: StoreSnapshot = { entries: (collection) => [...(stored.get(collection) ?? new Map())] };
  const devices = new Map(
    (
      setup.devices ?? [
        device("IMEI:1"),
        device("IMEI:2", { groups: [], model: "B2" }),
        device("other-3", { groups: [] }),
      ]
    ).map((record) => [record.deviceId, record]),
  );
  const updates: { readonly deviceId: string; readonly change: Partial<DeviceRecord> }[] = [];
  const inventory: Inventory = {
    device: (id) => devices.get(id),
    devices: () => devices.values(),
    update: (deviceId, change) => {
      updates.push({ deviceId, change });
      const record = devices.get(deviceId);
      if (record) devices.set(deviceId, { ...record, ...change });
    },
  };
  const calls: SessionCall[] = [];
  const sessions: DeviceSessions = {
    room: (deviceId) => setup.room?.(deviceId) ?? 1000,
    open: (request) => void calls.push({ kind: "open", request }),
    supply: (work, commands) => void calls.push({ kind: "supply", work, commands }),
    end: (work, abort) => void calls.push({ kind: "end", work, abort }),
  };
  const options: DmServerOptions = {
    dms: { id: "dms.example", serverId: "dms.example", dmUrl: "http://127.0.0.1:8480/dm" },
    externalSystems: [
      {
        id: "care",
        name: "Customer care",
        kind: "customer-care",
        credentials: [
          { scheme: "basic", username: "care", password: "secret" },
          { scheme: "username-token-text", username: "care", password: "secret" },
          { scheme: "username-token-digest", username: "care", password: "secret" },
          { scheme: "mutual-tls", subject: "CN=care" },
        ],
        policy: { ...defaultPolicy, ...setup.policy },
      },
      {
        id: "other",
        name: "Somebody else",
        kind: "other",
        credentials: [{ scheme: "basic", username: "other", password: "other" }],
        policy: defaultPolicy,
      },
    ],
    devices: [],
    unknownDevices: "refuse",
    hosts: ["dms.test:80"],
    ...setup.options,
  };
  const crypto = setup.crypto === "slow" ? node : fastCrypto;
  const context = { random: seededRandom("desk"), crypto, steppers: tableSteppers };
  let alerts: AlertStore;
  const create = (): WsiSide => {
    const { alertsKept, alertRetention } = { ...defaultWsiSettings, ...options.settings };
    alerts = createAlertStore(snapshot, { alerts: alertsKept, age: alertRetention });
    return createWsi({
      options,
      context,
      snapshot,
      sessions,
      inventory,
      pushProvisioning: (deviceId, document, sink) =>
        sendDocument(
          deviceId,
          document,
          { dms: options.dms, accounts: options.devices, inventory, context },
          sink,
        ),
      alerts,
      ports: setup.ports,
    });
  };

  let side = create();
  let started = false;
  let now = 0;
  let exchanges = 0;
  let alertCount = 0;
  let failNextCommit = false;
  const timers = new Map<string, number>();
  const responses = new Map<string, HttpResponse>();
  const effects: Effect[] = [];
  const callbacks: SentCallback[] = [];

  const moment = () => ({ now, date: EPOCH + now });

  const turnOf = (
    run: (turn: { moment: { now: number; date: number }; emit: (effect: Effect) => void }) => void,
  ): void => {
    if (!started) {
      started = true;
      turnOf((turn) => side.start(turn, EPOCH + now));
    }
    side.begin();
    const out: Effect[] = [];
    const turn = { moment: moment(), emit: (effect: Effect) => void out.push(effect) };
    run(turn);
    side.settle(turn);
    const writes = side.takeWrites();
    const all: Effect[] = writes.length > 0 ? [{ type: "commit", writes }, ...out] : out;
    if (failNextCommit && writes.length > 0) {
      failNextCommit = false;
      const revoked = side.revoke();
      if (revoked) perform({ type: "respond", ...revoked });
      return;
    }
    for (const effect of all) perform(effect);
  };

  const perform = (effect: Effect): void => {
    effects.push(effect);
    switch (effect.type) {
      case "commit":
        for (const { collection, key, value } of effect.writes) {
          const entries = stored.get(collection) ?? new Map<string, unknown>();
          stored.set(collection, entries);
          // what a store on disk gives back
          if (value === undefined) entries.delete(key);
          else entries.set(key, JSON.parse(JSON.stringify(value)));
        }
        return;
      case "respond":
        if (responses.has(effect.exchange)) throw new Error(`second response to ${effect.exchange}`);
        responses.set(effect.exchange, effect.http);
        return;
      case "timer.arm":
        timers.set(effect.timer, effect.due);
        return;
      case "timer.cancel":
        timers.delete(effect.timer);
        return;
      case "request": {
        const read = readWsiRequest(effect.http, "ExternalSystemCallback");
        if (!read.ok) throw new Error(`callback cannot be read: ${JSON.stringify(read.findings)}`);
        callbacks.push({ request: effect.request, http: effect.http, message: read });
        return;
      }
      case "hang-up":
      case "note":
      case "push":
      case "report":
      case "state":
        return;
    }
  };

  const desk = {
    calls,
    /** What was learnt of devices. */
    updates,
    effects,
    callbacks,
    stored,
    timers,
    get now() {
      return now;
    },
    get date() {
      return EPOCH + now;
    },
    /** Sends raw bytes to the endpoint; the response. */
    http(request: Partial<HttpRequest>, peer: Partial<Peer> = {}): HttpResponse {
      const exchange = `x${++exchanges}`;
      const full: HttpRequest = {
        method: "POST",
        url: WSI_URL,
        headers: {},
        body: new Uint8Array(0),
        ...request,
      };
      turnOf((turn) =>
        side.handleRequest(
          {
            type: "request.received",
            exchange,
            request: full,
            peer: { address: "127.0.0.1", secure: false, ...peer },
          },
          turn,
        ),
      );
      const response = responses.get(exchange);
      if (!response) throw new Error("no response");
      return response;
    },
    raw<N extends OperationName>(
      operation: N,
      value: OperationRequestInput<N>,
      call: Call = {},
    ): HttpResponse {
      const credentials = "credentials" in call ? call.credentials : care;
      const request = writeWsiRequest(
        WSI_URL,
        "DeviceManagement",
        call.version ?? "1.1",
        operation,
        value as never,
        {
          credentials,
          addressing: call.addressing,
          via: call.via,
          crypto: fastCrypto,
          random: seededRandom(`call-${exchanges}`),
          date: EPOCH + now,
        },
      );
      return desk.http({ ...request, headers: { ...request.headers, ...call.headers } }, call.peer);
    },
    /** Calls an operation; the response or fault as a client reads it. */
    call<N extends OperationName>(
      operation: N,
      value: OperationRequestInput<N>,
      call: Call = {},
    ): ReadWsiResponse<N> {
      return readWsiResponse(desk.raw(operation, value, call), operation);
    },
    /** Calls an operation that has to succeed. */
    ok<N extends OperationName>(operation: N, value: OperationRequestInput<N>, call: Call = {}) {
      const read = desk.call(operation, value, call);
      if (read.kind !== "response") throw new Error(`${operation}: ${JSON.stringify(read)}`);
      return read.value;
    },
    /** messageId of the contract's fault, the subcode or code of another one. */
    fault<N extends OperationName>(operation: N, value: OperationRequestInput<N>, call: Call = {}): string {
      const read = desk.call(operation, value, call);
      if (read.kind !== "fault") throw new Error(`${operation} gave no fault: ${read.kind}`);
      const { messageId, variables, subcode, code } = read.fault;
      return messageId === undefined ? (subcode?.name ?? code) : [messageId, ...variables].join(" ");
    },
    failCommit(): void {
      failNextCommit = true;
    },
    /** Runs the timers that are due now, including those that they arm for now. */
    settle(): void {
      desk.advance(0);
    },
    advance(milliseconds: number): void {
      const end = now + milliseconds;
      for (;;) {
        const due = [...timers].filter(([, at]) => at <= end).sort(([, a], [, b]) => a - b)[0];
        if (!due) break;
        timers.delete(due[0]);
        now = Math.max(now, due[1]);
        turnOf((turn) => side.handleTimer(due[0], turn));
      }
      now = end;
    },
    report(report: SessionReport): void {
      turnOf((turn) => side.report(report, turn));
    },
    /** Answers the latest (or a given) callback. */
    answer(status: number | "fault-client" | "fault-server" = 200, callback = callbacks.at(-1)): void {
      if (!callback) throw new Error("no callback to answer");
      const http =
        status === 200
          ? writeWsiResponse("1.1", callback.message.operation, {})
          : status === "fault-client"
            ? writeFault("1.1", { kind: "client", text: "no" })
            : status === "fault-server"
              ? writeFault("1.1", { kind: "server", text: "later" })
              : { status, headers: {}, body: new Uint8Array(0) };
      turnOf((turn) => side.handleResponse(callback.request, http, turn));
    },
    fail(reason: RequestFailure, callback = callbacks.at(-1)): void {
      if (!callback) throw new Error("no callback to fail");
      turnOf((turn) => side.handleResponse(callback.request, reason, turn));
    },
    view: () => side.view,
    /** F3.8, F3.9: the device's side has an alert stored; `handOn` false stops before it is forwarded. */
    alert(alert: Partial<AlertReport>, handOn = true): AlertReport {
      const report: AlertReport = {
        alertId: `alert-${++alertCount}`,
        deviceId: "IMEI:1",
        code: 1226,
        alertType: "urn:oma:at:diagmon:1.0:OperationComplete",
        receivedAt: EPOCH + now,
        items: [{ source: "./DiagMon/Battery", format: "int", data: "200" }],
        ...alert,
      };
      turnOf((turn) => {
        turn.emit({ type: "commit", writes: alerts.keep([report], EPOCH + now) });
        side.alert(report, turn);
      });
      if (handOn) desk.settle();
      return report;
    },
    command(run: (side: WsiSide, turn: Parameters<WsiSide["settle"]>[0]) => void): void {
      turnOf((turn) => run(side, turn));
    },
    /** The last callback, which has to be of this kind. */
    last<N extends CallbackName>(name: N): CallbackRequest<N> {
      const callback = callbacks.at(-1);
      if (callback?.message.operation !== name)
        throw new Error(`last callback is ${callback?.message.operation}`);
      return callback.message.value as CallbackRequest<N>;
    },
    names(): readonly string[] {
      return callbacks.map(({ message }) => message.operation);
    },
    reports(name?: string): readonly RoleReport[] {
      return effects.flatMap((effect) =>
        effect.type === "report" && (name === undefined || effect.report.name === name)
          ? [effect.report]
          : [],
      );
    },
    notes(code: string): readonly string[] {
      return effects.flatMap((effect) =>
        effect.type === "note" && effect.code === code ? [effect.text] : [],
      );
    },
    states(machine: string): readonly string[] {
      return effects.flatMap((effect) =>
        effect.type === "state" && effect.machine === machine ? [effect.state] : [],
      );
    },
    /** A new process on the same store; `gap` is how long nobody ran. */
    restart(gap = 0): void {
      now += gap;
      timers.clear();
      side = create();
      started = false;
      turnOf(() => {});
    },
    /** F2.6 and F2.7 done. */
    registered(more: Partial<OperationRequestInput<"RegisterExternalSystem">> = {}): string {
      const { registrationId } = desk.ok("RegisterExternalSystem", { ...registration, ...more });
      desk.answer();
      return registrationId;
    },
  };
  return desk;
}

export type Desk = ReturnType<typeof createDesk>;
export { device };

export const registration: OperationRequestInput<"RegisterExternalSystem"> = {
  name: "Customer care",
  kind: "customer-care",
  managementDomain: "operator",
  callbackEndpoint: ES_URL,
  callbackCredentials: { scheme: "basic", username: "dms", password: "kcab-9" },
};
