import { seededRandom } from "../../../simulator/core/random.ts";
import { createVirtualClock } from "../../../simulator/core/virtual-clock.ts";
import { utf8 } from "../../../simulator/core/bytes.ts";
import type { NewRecord } from "../../../simulator/journal/record.ts";
import {
  dmMediaTypes,
  readDmMessage,
  writeDmMessage,
  type DmEncoding,
  type SyncML,
  type SyncMLInput,
} from "../../../simulator/protocols/syncml/index.ts";
import {
  createDevice,
  phone,
  type Device,
  type DeviceCommand,
  type DeviceOptions,
  type DmAccount,
} from "../../../simulator/roles/device/index.ts";
import type { OperationName, OperationRequestInput } from "../../../simulator/protocols/wsi/index.ts";
import {
  createDmServer,
  defaultPolicy,
  type DmServerCommand,
  type DmServerOptions,
  type ExternalSystemPolicy,
} from "../../../simulator/roles/dm-server/index.ts";
import type { DeviceCommandInput } from "../../../simulator/roles/dm-server/ports.ts";
import {
  readWsiRequest,
  readWsiResponse,
  writeWsiRequest,
  writeWsiResponse,
  type ReadWsiResponse,
  type WsiMessage,
} from "../../../simulator/stacks/wsi-http.ts";
import { mediaType, type Headers, type HttpResponse } from "../../../simulator/wire/http.ts";
import { createMemoryWire } from "../../../simulator/wire/memory-wire.ts";
import type { Role, RoleReport } from "../../../simulator/wire/role.ts";
import { clockOnLoop } from "../../../simulator/workbench/looped-wire.ts";
import { createMemoryStore, type MemoryStore } from "../../../simulator/workbench/memory-store.ts";
import { createRoleEdge, type RoleEdge } from "../../../simulator/workbench/role-edge.ts";
import { createPackageServer } from "../../../simulator/workbench/worlds/package-server.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import { createListeningTap, type Alter, type Heard } from "./listening-tap.ts";
import { servedPackages } from "./packages.ts";
import { createSyncLoop } from "./sync-loop.ts";

export const crypto = createNodeCrypto();
export const DEVICE = "IMEI:350000000000017";
export const SERVER_ID = "dm.example.com";
export const BASE = "http://dm.example.com";
/** Where the External System takes callbacks. */
export const ES_CALLBACK = `${BASE}/es/callback`;
export const SERVER = `${BASE}/dm`;
/** A second DM server, where a dialogue has one. */
export const SECOND_ID = "other.example.com";
export const SECOND = `${BASE}/other/dm`;
export const PASSWORD = "lamp-Shade-9";
const CARE_PASSWORD = "harbour-Rope-2";
export const SERVER_PASSWORD = "tide-Pool-4";
/** The 16 octets that each side holds of the other when a dialogue begins. */
export const CLIENT_NONCE = utf8("clientNonce-0000");
export const SERVER_NONCE = utf8("serverNonce-0000");

type Auth = DmAccount["auth"];

/** How a dialogue departs from the usual: md5 both ways with nonces that both know, shown unasked. */
export interface DialogueOptions {
  readonly auth?: Auth;
  readonly serverAuth?: Auth;
  /** The device's account, over the usual one; undefined = factory state. */
  readonly account?: Partial<DmAccount> | "none";
  readonly device?: Partial<DeviceOptions>;
  readonly sessions?: DmServerOptions["sessions"];
  readonly limits?: DmServerOptions["sessionLimits"];
  /** The server's part of the account, over the usual one. */
  readonly server?: Partial<DmServerOptions["devices"][number]["server"]>;
  /** The device's account at the server, over the usual one. */
  readonly entry?: Partial<DmServerOptions["devices"][number]>;
  /**
   * An External System may call the first server, under this policy over the usual one; the server then has the packages
   * at /packages and the package server its own at /files.
   */
  readonly care?: Partial<ExternalSystemPolicy>;
  /** A second DM server with an account of its own. */
  readonly second?: boolean;
  /** Messages that break the rules on purpose are in it: what every dialogue keeps to is not checked. */
  readonly irregular?: boolean;
}

export interface ManageOptions {
  /** Package 0 begins the session; false: the device does by itself. */
  readonly notify?: boolean;
  readonly uiMode?: Extract<DmServerCommand, { name: "manageDevice" }>["uiMode"];
  readonly awaitCorrelated?: boolean;
  readonly by?: "first" | "second";
  readonly expires?: number;
}

/** Our DM server and our device on a wire in memory. */
export interface Dialogue {
  readonly encoding: DmEncoding;
  readonly options: DialogueOptions;
  readonly role: Device;
  readonly heard: readonly Heard[];
  /** DM messages as their senders wrote them. */
  readonly fromDevice: readonly SyncML[];
  readonly fromServer: readonly SyncML[];
  readonly notes: readonly string[];
  /** What a role of ours has failed on; always empty. */
  readonly failures: readonly string[];
  readonly reports: readonly RoleReport[];
  /** Octets of the pushes so far. */
  readonly pushes: readonly Uint8Array[];
  /** URLs that were fetched outside DM. */
  readonly fetched: readonly string[];
  /** Changes messages from now on; undefined = no more. */
  alter(change: Alter | undefined): void;
  /** A command to the device; everything that follows at once has happened when it returns. */
  device(command: DeviceCommand): void;
  server(command: DmServerCommand): void;
  /** A session of the device's own wish. */
  session(sessionId?: string): void;
  /** Has the server manage the device and runs it to its end, or until something has to happen. */
  manage(commands: readonly DeviceCommandInput[], options?: ManageOptions): void;
  /** Outcomes of the last management that is over, by reference; members as `0.1`. */
  outcomes(): Readonly<Record<string, Outcome>>;
  /** Lets run time pass, with all that falls due on the way. */
  wait(milliseconds: number): void;
  /** Delivers a push to the device as anybody could. */
  push(body: Uint8Array, contentType?: string): void;
  /** Posts a message to the server as anybody could. */
  post(message: SyncMLInput | Uint8Array, how?: { url?: string; headers?: Headers }): Posted;
  /** Callbacks that the External System got at `ES_CALLBACK`, in their order; it answers each with success. */
  readonly callbacks: readonly WsiMessage<"ExternalSystemCallback">[];
  /** A call of the External System, answered at once. */
  call<N extends OperationName>(operation: N, value: OperationRequestInput<N>): ReadWsiResponse<N>;
  /** What the first server has stored in a collection. */
  stored(collection: string): readonly unknown[];
  /** Data of the last report of this name. */
  report(name: string): Readonly<Record<string, unknown>> | undefined;
  dispose(): void;
}

export interface Outcome {
  readonly status: number;
  readonly items: readonly Readonly<Record<string, string>>[];
  readonly correlated?: unknown;
}

export interface Posted {
  readonly response: HttpResponse | undefined;
  readonly message: SyncML | undefined;
}

/** Creates a dialogue. */
export function createDialogue(encoding: DmEncoding, options: DialogueOptions = {}): Dialogue {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const loop = createSyncLoop();
  const tap = createListeningTap();
  const worldClock = clockOnLoop(clock, loop);
  const wire = createMemoryWire({ baseUrl: BASE, tap, clock: worldClock, loop });
  const stores = { first: createMemoryStore(), second: createMemoryStore(), device: createMemoryStore() };
  const random = seededRandom("dialogue");
  const records: NewRecord[] = [];
  const reports: RoleReport[] = [];
  const edges: { dispose(): void }[] = [];
  const put = <Command>(
    role: "device" | "dm-server",
    name: string,
    part: Role<Command>,
    store: MemoryStore,
  ): RoleEdge<Command> => {
    const edge = createRoleEdge({
      party: { role, name },
      role: part,
      wire,
      clock: worldClock,
      commit: store.commit,
      record: (record) => records.push(record),
      onReport: (report) => reports.push(report),
    });
    edges.push(edge);
    return edge;
  };
  const contextOf = (label: string) => ({ random: random.fork(label), crypto, steppers: tableSteppers });
  const serverOf = (name: "first" | "second"): RoleEdge<DmServerCommand> => {
    const role = createDmServer(serverOptions(name, options), contextOf(name), stores[name]);
    const edge = put("dm-server", name === "first" ? SERVER_ID : SECOND_ID, role, stores[name]);
    edge.listen("dm", name === "first" ? "/dm" : "/other/dm");
    if (name === "first" && options.care) {
      edge.listen("wsi", "/wsi");
      edge.listen("http", "/packages");
    }
    return edge;
  };
  const first = serverOf("first");
  const second = options.second ? serverOf("second") : undefined;
  const role = createDevice(deviceOptions(encoding, options), contextOf("device"), stores.device);
  const device = put<DeviceCommand>("device", DEVICE, role, stores.device);
  device.listenForPush(DEVICE);
  const packages = createPackageServer(servedPackages(random.fork("packages")));
  put("dm-server", "packages", packages, createMemoryStore()).listen(
    "http",
    options.care ? "/files" : "/packages",
  );

  const callbacks: WsiMessage<"ExternalSystemCallback">[] = [];
  if (options.care)
    wire.listen({
      party: { role: "external-system", name: "care" },
      channel: "wsi-callback",
      path: "/es/callback",
      receive: (incoming) => {
        const read = readWsiRequest(incoming.request, "ExternalSystemCallback");
        if (!read.ok) throw new Error(`a callback cannot be read: ${JSON.stringify(read.findings)}`);
        callbacks.push(read);
        incoming.respond(writeWsiResponse(read.soapVersion, read.operation, {}));
      },
    });

  const sent = (from: Heard["from"]): SyncML[] =>
    tap.heard.filter((each) => each.from === from).map((each) => each.message);
  const self: Dialogue = {
    encoding,
    options,
    role,
    heard: tap.heard,
    callbacks,
    get fromDevice() {
      return sent("device");
    },
    get fromServer() {
      return sent("server");
    },
    get notes() {
      return records.flatMap((record) => (record.kind === "note" ? [record.code] : []));
    },
    get failures() {
      return records.flatMap((record) =>
        record.kind === "note" && record.code.endsWith("failed") ? [record.text] : [],
      );
    },
    reports,
    get pushes() {
      return tap.crossings.flatMap((each) => (each.direction === "push" ? [each.body] : []));
    },
    get fetched() {
      return tap.crossings.flatMap(({ channel, direction, url }) =>
        channel === "http" && direction === "request" && url !== undefined ? [url] : [],
      );
    },
    alter: (change) => {
      tap.alter = change ?? (() => undefined);
    },
    device: (command) => {
      device.command(command);
      loop.drain();
    },
    server: (command) => {
      first.command(command);
      loop.drain();
    },
    session: (sessionId) => self.device({ name: "startSession", sessionId }),
    manage: (commands, { notify = false, by = "first", ...more } = {}) => {
      const edge = by === "first" ? first : second;
      edge?.command({ name: "manageDevice", deviceId: DEVICE, commands, notify, ...more });
      if (!notify) device.command({ name: "startSession", serverId: by === "first" ? SERVER_ID : SECOND_ID });
      loop.drain();
    },
    outcomes: () => outcomesOf(reports),
    wait: (milliseconds) => {
      const end = clock.now() + milliseconds;
      for (let due = clock.nextDue(); due !== undefined && due <= end; due = clock.nextDue()) {
        clock.advanceToNext();
        loop.drain();
      }
      clock.advance(end - clock.now());
      loop.drain();
    },
    push: (body, contentType = "application/vnd.syncml.notification") => {
      wire.push({ from: { role: "dm-server", name: "anybody" }, to: DEVICE, contentType, body });
      loop.drain();
    },
    post: (message, { url = SERVER, headers = {} } = {}) => {
      const body = message instanceof Uint8Array ? message : writeDmMessage(encoding, message);
      const arrived: HttpResponse[] = [];
      wire.send(
        {
          from: { role: "device", name: "anybody" },
          channel: "dm",
          request: {
            method: "POST",
            url,
            headers: { "content-type": dmMediaTypes[encoding], ...headers },
            body,
          },
          timeout: 60_000,
          onPeersWord: false,
        },
        (outcome) => {
          if (outcome.kind === "response") arrived.push(outcome.response);
        },
      );
      loop.drain();
      const [response] = arrived;
      return { response, message: messageOf(encoding, response) };
    },
    call: (operation, value) => {
      const credentials = { scheme: "basic", username: "care", password: CARE_PASSWORD } as const;
      const request = writeWsiRequest(`${BASE}/wsi`, "DeviceManagement", "1.1", operation, value as never, {
        credentials,
        crypto,
        random: random.fork("call"),
        date: clock.now(),
      });
      const arrived: HttpResponse[] = [];
      wire.send(
        {
          from: { role: "external-system", name: "care" },
          channel: "wsi",
          request,
          timeout: 60_000,
          onPeersWord: false,
        },
        (outcome) => {
          if (outcome.kind === "response") arrived.push(outcome.response);
        },
      );
      loop.drain();
      const [response] = arrived;
      if (!response) throw new Error(`${operation} was not answered`);
      return readWsiResponse(response, operation);
    },
    stored: (collection) => [...stores.first.entries(collection)].map(([, value]) => value),
    report: (name) => reports.findLast((each) => each.name === name)?.data,
    dispose: () => {
      for (const edge of edges) edge.dispose();
    },
  };
  return self;
}

function messageOf(encoding: DmEncoding, response: HttpResponse | undefined): SyncML | undefined {
  if (!response || !mediaType(response.headers).startsWith("application/vnd.syncml")) return undefined;
  return readDmMessage(encoding, response.body).value;
}

function outcomesOf(reports: readonly RoleReport[]): Readonly<Record<string, Outcome>> {
  const over = reports.findLast(({ name }) => name === "management.finished" || name === "management.failed");
  const list = (over?.data["outcomes"] ?? []) as readonly (Outcome & {
    readonly reference: string;
    readonly memberReference?: string;
  })[];
  return Object.fromEntries(list.map((each) => [each.memberReference ?? each.reference, each]));
}

function serverOptions(name: "first" | "second", options: DialogueOptions): DmServerOptions {
  const { auth = "md5", serverAuth = "md5", sessions, limits, server, entry, care } = options;
  const serverId = name === "first" ? SERVER_ID : SECOND_ID;
  return {
    dms: { id: name, serverId, publicUrl: BASE, dmUrl: name === "first" ? SERVER : SECOND },
    hosts: [],
    unknownDevices: "refuse",
    externalSystems:
      name === "first" && care
        ? [
            {
              id: "care",
              name: "Customer care",
              kind: "customer-care",
              credentials: [{ scheme: "basic", username: "care", password: CARE_PASSWORD }],
              policy: { ...defaultPolicy, ...care },
            },
          ]
        : [],
    ...(care ? { settings: { plainPasswords: true } } : {}),
    devices: [
      {
        deviceId: DEVICE,
        client: { auth, username: "dev17", password: PASSWORD, nonce: CLIENT_NONCE },
        server: {
          auth: serverAuth,
          username: serverId,
          password: SERVER_PASSWORD,
          nonce: SERVER_NONCE,
          ...server,
        },
        ...entry,
      },
    ],
    sessions,
    sessionLimits: limits,
  };
}

function deviceOptions(encoding: DmEncoding, options: DialogueOptions): DeviceOptions {
  const { auth = "md5", serverAuth = "md5", account, device, second } = options;
  const usual: DmAccount = {
    serverId: SERVER_ID,
    serverUrl: SERVER,
    username: "dev17",
    password: PASSWORD,
    auth,
    authPref: "unasked",
    clientNonce: CLIENT_NONCE,
    serverAuth,
    serverPassword: SERVER_PASSWORD,
    serverNonce: SERVER_NONCE,
  };
  return {
    deviceId: DEVICE,
    profile: phone,
    account: account === "none" ? undefined : { ...usual, ...account },
    ...(second ? { furtherAccounts: [{ ...usual, serverId: SECOND_ID, serverUrl: SECOND }] } : {}),
    encoding,
    ...device,
  };
}
