import { randomBytes } from "node:crypto";
import type { WorkbenchError } from "../core/error.ts";
import { createMemoryJournal } from "../journal/memory-journal.ts";
import { createRouter } from "../workbench/router.ts";
import { createWorkbenchService, type WorkbenchService } from "../workbench/service.ts";
import { guardedApiSocket } from "./api-socket.ts";
import type { HostCommandOptions } from "./cli/options.ts";
import { loadConfig, type LoadedConfig } from "./config.ts";
import { takeDataFolder, type DataFolder } from "./data-folder.ts";
import { createEgressGate } from "./egress.ts";
import { openHttpWire } from "./http-wire.ts";
import { isLoopback } from "./host-name.ts";
import { defaultHttpLimits, type HttpLimits } from "./limits.ts";
import { startLiveWorld, type RunningWorld } from "./live-world.ts";
import { createNodeCrypto } from "./node-crypto.ts";
import { createWorkbenchPorts } from "./ports.ts";
import { pageFolder, productVersion } from "./product.ts";
import { createMemoryStore, openRecordStore } from "./record-store.ts";
import { openTls, trustedServers, type HostTls } from "./host-tls.ts";
import type { CertificateAuthority } from "./certificates/authority.ts";
import type { CertificatePort } from "../workbench/policies/certificate-port.ts";
import type { UiServer } from "./ui-server.ts";

export interface StartHostOptions extends HostCommandOptions {
  /** Serve the page; the desktop window brings its own. */
  readonly withPage: boolean;
  /** Told what goes wrong while the host runs. */
  readonly onTrouble: (error: WorkbenchError) => void;
}

/** A host that runs. */
export interface RunningHost {
  readonly service: WorkbenchService;
  readonly router: ReturnType<typeof createRouter>;
  readonly world: RunningWorld;
  readonly ui: UiServer | undefined;
  /** Made up because the configuration names no External System. */
  readonly demoPassword: string | undefined;
  close(): Promise<void>;
}

/**
 * Starts the host: store, listeners, the four roles, the API.
 *
 * @throws WorkbenchError `config/…`, `store/…`, `listener/…`
 */
export async function startHost(options: StartHostOptions): Promise<RunningHost> {
  const { config, demoPassword } = overridden(loadConfig(options.config), options);
  const data = options.data === undefined ? undefined : takeDataFolder(options.data);
  const closing: (() => Promise<void> | void)[] = [() => data?.release()];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  try {
    const crypto = createNodeCrypto(data?.key);
    const store = data ? openRecordStore(data.storeFile, options) : createMemoryStore();
    closing.push(() => {
      store.close();
    });
    const tls = await openTls(config, { folder: data?.folder, onTrouble: options.onTrouble });
    if (tls) closing.push(tls.close);
    const uiPorts: number[] = [];
    const world = await startLiveWorld({
      config,
      version: productVersion(),
      crypto,
      key: data?.key ?? new Uint8Array(randomBytes(32)),
      store,
      dataFolder: data?.folder,
      deviceCount: options.devices,
      createJournal: await journalCreator(data, config.limits.journalBytes, options.onTrouble),
      openWire: ({ identityOf, ...parts }) =>
        openHttpWire({
          ...parts,
          serverAuthorities: trustedServers(config),
          tls: tls && { port: tls.port, material: tls.material, identityOf },
          bind: config.listeners.bind,
          port: config.listeners.port,
          publicUrl: config.dms.publicUrl,
          limits: httpLimits(config.limits),
          egress: createEgressGate({
            allow: config.egress.allow,
            isLoopbackOnly: () => isLoopback(config.listeners.bind),
            forbiddenPorts: () => uiPorts,
          }),
        }),
    });
    closing.push(() => world.close());
    const service = createWorkbenchService(
      createWorkbenchPorts({
        crypto,
        live: world,
        certificates: certificatesOf(config, tls, data?.folder),
        records: store.of("workbench"),
        journalBytes: config.limits.journalBytes,
      }),
    );
    const router = createRouter(service);
    const ui = options.withPage ? await openUi(config, router) : undefined;
    if (ui) {
      uiPorts.push(ui.port);
      closing.push(() => ui.close());
    }
    return { service, router, world, ui, demoPassword, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The certificates of this host, for the page. The test CA is made when somebody first asks for it. */
function certificatesOf(
  { dms, listeners, externalSystems }: LoadedConfig["config"],
  tls: HostTls | undefined,
  folder: string | undefined,
): CertificatePort {
  let authority: Promise<CertificateAuthority> | undefined;
  let desk: Promise<CertificatePort> | undefined;
  const keysWithheld = isLoopback(listeners.bind)
    ? undefined
    : "Keys leave only while all listeners are on loopback: others can reach this page.";
  const open = (): Promise<CertificatePort> =>
    (desk ??= import("./certificates/certificate-desk.ts").then(({ createCertificateDesk }) =>
      createCertificateDesk({
        authority: () =>
          (authority ??= tls
            ? Promise.resolve(tls.authority)
            : import("./certificates/authority.ts").then(({ openAuthority }) => openAuthority({ folder }))),
        material: tls?.material,
        folder,
        usedBy: (subject) => {
          if (subject === dms.id) return "the DM server, to callback endpoints";
          const system = externalSystems.find(({ credentials }) =>
            credentials.some((one) => one.scheme === "mutual-tls" && one.subject === subject),
          );
          return system ? `the External System ${system.id} of ours` : "a device of ours";
        },
        keysWithheld,
      }),
    ));
  return {
    keysWithheld,
    list: async () => (await open()).list(),
    issue: async (kind, name) => (await open()).issue(kind, name),
    renew: async (id) => (await open()).renew(id),
    export: async (id, withKey) => (await open()).export(id, withKey),
  };
}

/** What the command line says wins over the file. */
function overridden(loaded: LoadedConfig, { port, tlsPort, uiPort, bind }: HostCommandOptions): LoadedConfig {
  const { listeners } = loaded.config;
  const changed = {
    ...listeners,
    ...(port === undefined ? {} : { port }),
    ...(tlsPort === undefined ? {} : { tlsPort }),
    ...(uiPort === undefined ? {} : { uiPort }),
    ...(bind === undefined ? {} : { bind }),
  };
  return { ...loaded, config: { ...loaded.config, listeners: changed } };
}

function httpLimits(limits: LoadedConfig["config"]["limits"]): HttpLimits {
  const { soapBytes, dmBytes, headerBytes, headerTime, requestTime, connections } = limits;
  return { ...defaultHttpLimits, soapBytes, dmBytes, headerBytes, headerTime, requestTime, connections };
}

type JournalCreator = Parameters<typeof startLiveWorld>[0]["createJournal"];

async function journalCreator(
  data: DataFolder | undefined,
  keepBytes: number,
  onTrouble: (error: WorkbenchError) => void,
): Promise<JournalCreator> {
  if (!data) return (header, time) => createMemoryJournal(header, time, { keepBytes });
  const [{ JournalFile }, { createSqliteJournal }] = await Promise.all([
    import("./journal-file.ts"),
    import("./sqlite-journal.ts"),
  ]);
  return (header, time) =>
    createSqliteJournal(new JournalFile(data.journalFile), header, time, { onTrouble });
}

async function openUi(
  config: LoadedConfig["config"],
  router: ReturnType<typeof createRouter>,
): Promise<UiServer> {
  const [{ openUiServer }, { RPCHandler }] = await Promise.all([
    import("./ui-server.ts"),
    import("@orpc/server/ws"),
  ]);
  const api = new RPCHandler(router);
  return openUiServer({
    bind: config.listeners.bind,
    port: config.listeners.uiPort,
    page: pageFolder,
    serveApi: (socket) => {
      void api.upgrade(guardedApiSocket(socket));
    },
  });
}
