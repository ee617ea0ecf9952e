import type { RunView } from "../api/index.ts";
import { createEmitter } from "../core/emitter.ts";
import { createScaledClock, type ScaledClock } from "../core/scaled-clock.ts";
import type { Crypto } from "../core/crypto.ts";
import type { Journal } from "../journal/journal.ts";
import { JOURNAL_VERSION, type RunHeader } from "../journal/record.ts";
import { createDevice } from "../roles/device/index.ts";
import { createDmServer } from "../roles/dm-server/index.ts";
import { createExternalSystem } from "../roles/external-system/index.ts";
import { createRegistry } from "../roles/registry/index.ts";
import { contractProfile } from "../stacks/wsi-profile.ts";
import { createLoop } from "../wire/loop.ts";
import type { Party } from "../wire/party.ts";
import type { Role, RoleContext, StoreSnapshot } from "../wire/role.ts";
import { createTap, type Tap } from "../wire/tap.ts";
import { createWorldDevices } from "../workbench/devices/device-port.ts";
import { LIVE, type LiveWorld } from "../workbench/live-world.ts";
import { onLoop } from "../workbench/looped-wire.ts";
import { createPaceGate } from "../workbench/pace-gate.ts";
import { createRoleEdge, type RoleEdge } from "../workbench/role-edge.ts";
import { createRecording } from "../workbench/recording.ts";
import { partiesOf, statesOf } from "../workbench/parties.ts";
import { heldView } from "../workbench/run-view.ts";
import { createSummaries } from "../workbench/summaries.ts";
import { tableSteppers } from "../workbench/table-steppers.ts";
import { createUddiClient, inquirer } from "../workbench/registry/uddi-client.ts";
import { uddiUrls } from "../workbench/registry/uddi-urls.ts";
import { createWorldRoles } from "../workbench/world-roles.ts";
import { trafficOf } from "../workbench/traffic.ts";
import type { LoadedConfig } from "./config.ts";
import type { WireNote } from "./http-wire-state.ts";
import type { HttpWire } from "./http-wire.ts";
import { servedInstances, type ServedInstance } from "./instances.ts";
import {
  deriveFrom,
  dmServerOptions,
  isPublished,
  playedExternalSystems,
  publisherPassword,
  urlsBelow,
} from "./live-accounts.ts";
import { addressesOf, instanceAddresses } from "./live-addresses.ts";
import { liveDevices, type LiveDevice, type Numbering } from "./live-devices.ts";
import { nodeRandom } from "./node-random.ts";
import type { RecordStore } from "./record-store.ts";
import { hostTurns, hostWall } from "./wall.ts";

export interface LiveWorldOptions {
  readonly config: LoadedConfig["config"];
  readonly version: string;
  readonly crypto: Crypto;
  readonly key: Uint8Array;
  readonly store: RecordStore;
  readonly dataFolder: string | undefined;
  /** Replaces the number of simulated devices. */
  readonly deviceCount: number | undefined;
  readonly createJournal: (header: RunHeader, time: { now(): number; wall(): number }) => Journal;
  readonly openWire: (parts: {
    readonly tap: Tap;
    readonly clock: ScaledClock;
    readonly onNote: (note: WireNote) => void;
    readonly pushAddress: (deviceId: string) => string | undefined;
    /** Subject of the client certificate that one of the parties shows over HTTPS. */
    readonly identityOf: (party: Party) => string | undefined;
  }) => Promise<HttpWire>;
}

export interface RunningWorld extends LiveWorld {
  readonly wire: HttpWire;
  /** The DM servers, in the order of the configuration. */
  readonly served: readonly ServedInstance[];
  note(note: WireNote): void;
  close(): Promise<void>;
}

/** Builds the world that a host serves: the four roles of the configuration behind one listener, in real time. */
export async function startLiveWorld(options: LiveWorldOptions): Promise<RunningWorld> {
  const { config, store, crypto } = options;
  const derive = deriveFrom(options.key);
  const clock = await continuedClock(store);
  const startedAt = hostWall.now();
  const header: RunHeader = {
    run: LIVE,
    journalVersion: JOURNAL_VERSION,
    productVersion: options.version,
    title: "Live",
    settings: {},
    seed: "",
    wire: "http",
    epoch: clock.date() - clock.now(),
    startedAt,
  };
  const journal = options.createJournal(header, { now: () => clock.now(), wall: Date.now });
  const changed = createEmitter<undefined>();
  const loop = createLoop((action) => void hostWall.after(0, action), undefined, hostTurns);
  const summaries = createSummaries();
  const simulated = createWorldDevices(clock, (task) => loop.post(task));
  const roles = createWorldRoles((task) => loop.post(task));
  const recording = createRecording(journal, (written) => {
    simulated.observe(written);
    changed.emit(undefined);
  });
  const { record, states } = recording;
  const note = ({ severity, code, text, exchange, data }: WireNote): void => {
    record({ kind: "note", severity, code, text, exchange, data, findings: [] });
  };
  const gate = createPaceGate(hostWall, trafficOf(summaries), () => changed.emit(undefined));
  gate.setSpeed("max");
  gate.run();
  const tap = createTap(recording.recorder, gate);
  const pushAddresses = new Map<string, string>();
  const identities = new Map<string, string>();
  const wire = await options.openWire({
    tap,
    clock,
    onNote: note,
    pushAddress: (id) => pushAddresses.get(id),
    identityOf: ({ role, name }) => identities.get(`${role}/${name}`),
  });
  const looped = onLoop(wire, loop);
  const context: RoleContext = { random: nodeRandom, crypto, steppers: tableSteppers };
  const edges: { dispose(): void }[] = [];
  const parties: Party[] = [];
  const stand = <Command>(
    party: Party,
    create: (snapshot: StoreSnapshot) => Role<Command>,
  ): RoleEdge<Command> => {
    const { snapshot, commit } = store.of(`${party.role}/${party.name}`);
    const edge = createRoleEdge<Command>({
      party,
      role: create(snapshot),
      wire: looped,
      clock,
      commit: (writes, done) => {
        commit(writes, (error) => {
          done(error?.message);
        });
      },
      record,
      onReport: (report, from, cause) => {
        simulated.report(report, from, cause);
        roles.report(report, from, cause);
        changed.emit(undefined);
      },
    });
    edges.push(edge);
    return edge;
  };
  const place: typeof stand = (party, create) => {
    parties.push(party);
    return stand(party, create);
  };
  roles.speakThrough(stand(inquirer, createUddiClient));

  const served = servedInstances(config);
  const numbering: Numbering = new Map();
  const units = served.map((instance) => {
    const urls = urlsBelow(wire, instance.folder);
    const count = instance.name === undefined ? options.deviceCount : undefined;
    return { ...instance, urls, devices: liveDevices(instance.config, urls, derive, count, numbering) };
  });
  const devices = units.flatMap((unit) => unit.devices);
  for (const { deviceId, pushAddress, certificate } of devices) {
    if (pushAddress !== undefined) pushAddresses.set(deviceId, pushAddress);
    if (certificate) identities.set(`device/${deviceId}`, deviceId);
  }
  await openPushPorts(wire, devices);
  for (const unit of units) {
    const { dms } = unit.config;
    // shown to the upstreams and callback endpoints that ask for it
    identities.set(`dm-server/${dms.id}`, dms.id);
    for (const played of playedExternalSystems(unit, wire, derive)) {
      const party: Party = { role: "external-system", name: played.options.id };
      if (played.subject !== undefined) identities.set(`${party.role}/${party.name}`, played.subject);
      const { snapshot } = store.of(`${party.role}/${party.name}`);
      const role = createExternalSystem(played.options, context, snapshot);
      const edge = place(party, () => role);
      edge.listen("wsi-callback", played.path);
      roles.addExternalSystem(role, played.options, edge);
    }
  }
  if (config.registry.enabled) {
    const publishers = [
      ...config.registry.publishers,
      ...units.map(({ config: { dms } }) => ({
        userId: dms.id,
        password: publisherPassword(derive, dms.id),
      })),
    ];
    const { soapBytes: bytes, depth, elements, attributes } = config.limits;
    const limits = { bytes, depth, elements, attributes };
    const party: Party = { role: "registry", name: "registry" };
    const registryRole = createRegistry(
      { operator: config.dms.id, publishers, limits },
      context,
      store.of(`${party.role}/${party.name}`).snapshot,
    );
    const registry = place(party, () => registryRole);
    for (const path of ["/uddi/inquiry", "/uddi/publish", "/uddi/security"]) registry.listen("uddi", path);
    roles.addRegistry(party.name, registryRole, { urls: uddiUrls(wire.baseUrl), publishers }, registry);
  }
  const dmServers = units.map((unit) => {
    const party: Party = { role: "dm-server", name: unit.config.dms.id };
    const role = createDmServer(
      { ...dmServerOptions(unit.config, unit.urls, unit.devices, derive, wire), profile: unit.profile },
      context,
      store.of(`${party.role}/${party.name}`).snapshot,
    );
    const edge = place(party, () => role);
    roles.addDmServer(role, edge);
    edge.listen("wsi", `${unit.folder}${(unit.profile ?? contractProfile).path}`);
    edge.listen("wsi-callback", `${unit.folder}/wsi/callback`);
    edge.listen("dm", `${unit.folder}/dm`);
    edge.listen("http", `${unit.folder}/packages`);
    const deviceIds = unit.devices.map(({ deviceId }) => deviceId);
    simulated.serve(edge, unit.name === undefined ? undefined : deviceIds);
    return { edge, publishes: isPublished(unit.config) };
  });
  // each may call the others from its first event on
  for (const { edge } of dmServers) edge.command({ name: "start" });
  for (const { simulated: options, group } of devices) {
    if (!options) continue;
    const { snapshot } = store.of(`device/${options.deviceId}`);
    const role = createDevice(options, context, snapshot);
    const edge = place({ role: "device", name: options.deviceId }, () => role);
    edge.listenForPush(options.deviceId);
    simulated.add(role, options, edge, group);
    edge.command({ name: "start" });
  }

  // A background job: nothing waits for it, and a registry that refuses stops only this.
  for (const { edge, publishes } of dmServers) if (publishes) edge.command({ name: "publish" });

  // parties neither come nor go while the world stands
  const shown = partiesOf(parties);
  const view = (): RunView => ({
    id: LIVE,
    title: "Live",
    settings: {},
    seed: "",
    wire: "http",
    state: "running",
    speed: 1,
    startedAt,
    durationMs: hostWall.now() - startedAt,
    clock: clock.now(),
    records: journal.length,
    messages: recording.messages,
    bytes: journal.bytes,
    verdict: "none",
    steps: [],
    ...shown,
    states: statesOf(shown.parties, states),
    held: gate.held.map((held) => heldView({ summarise: summaries.of, journal, clock }, held)),
    story: [],
  });

  return {
    wire,
    served,
    note,
    gate,
    changed,
    devices: simulated,
    roles,
    journal,
    summarise: (item) => summaries.of(item),
    stepOf: () => undefined,
    view,
    host: () => ({
      addresses: [
        ...addressesOf(wire, config.registry.enabled, served[0]?.profile),
        ...Array.from(instanceAddresses(wire, served), ([name, addresses]) =>
          addresses.map((address) => ({ ...address, name: `${name}/${address.name}` })),
        ).flat(),
      ],
      loopbackOnly: wire.loopback,
      durable: store.durable,
      ...(options.dataFolder === undefined ? {} : { dataFolder: options.dataFolder }),
      journal: { records: journal.length, bytes: journal.bytes },
      externalSystems: config.externalSystems.map(({ id, name = id, kind }) => ({ id, name, kind })),
      devices: devices.length,
    }),
    close: async () => {
      gate.open();
      simulated.end("The host is stopping");
      roles.end("The host is stopping");
      for (const edge of edges) edge.dispose();
      clock.dispose();
      await wire.close();
      await journal.close();
    },
  };
}

/**
 * Opens the ports at which devices hear pushes from outside. When one cannot be opened, nothing stays open.
 *
 * @throws WorkbenchError `listener/…`
 */
async function openPushPorts(wire: HttpWire, devices: readonly LiveDevice[]): Promise<void> {
  try {
    for (const { deviceId, pushPort } of devices)
      if (pushPort !== undefined) await wire.openPushPort(deviceId, pushPort);
  } catch (error) {
    await wire.close();
    throw error;
  }
}

/** The clock of a durable world goes on where its first start began, because due times are stored in its time. */
function continuedClock(store: RecordStore): Promise<ScaledClock> {
  const { snapshot, commit } = store.of("host");
  const stored = new Map(snapshot.entries("clock")).get("epoch");
  const now = hostWall.now();
  const epoch = typeof stored === "number" && stored <= now ? stored : now;
  const clock = createScaledClock(hostWall, 1, epoch);
  clock.skip(now - epoch);
  return new Promise((resolve, reject) => {
    commit([{ collection: "clock", key: "epoch", value: epoch }], (error) => {
      if (error) reject(error);
      else resolve(clock);
    });
  });
}
