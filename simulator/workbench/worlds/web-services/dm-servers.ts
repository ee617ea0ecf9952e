import type { Random } from "../../../core/random.ts";
import { toHex } from "../../../core/bytes.ts";
import {
  defaultPolicy,
  type DmServerOptions,
  type ExternalSystemEntry,
  type PublisherOptions,
} from "../../../roles/dm-server/index.ts";
import { publishedWsi } from "../../../roles/dm-server/publishing/published-wsi.ts";
import type { Wire } from "../../../wire/wire.ts";
import { choice, numberIn } from "../world-settings.ts";
import type { PlacedSystem } from "./external-systems.ts";
import type { PlacedDevice } from "./placed-devices.ts";
import type { PlacedRegistry } from "./registry.ts";

type Settings = Readonly<Record<string, string>>;

/** The DM server that External Systems call. */
export const ENTERPRISE = "dms.example";
/** The DM server to which it delegates. */
export const OPERATOR = "operator.example";

/** A DM server of the world, as its devices know it. */
export interface PlacedServer {
  readonly id: string;
  readonly url: string;
}

/** A DM server's options, and the folder of the wire that it serves. */
export interface ServerToPlace {
  readonly options: DmServerOptions;
  readonly folder: string;
}

/** Under which names they publish. */
const businesses: Readonly<Record<string, string>> = {
  [ENTERPRISE]: "Example Operator",
  [OPERATOR]: "Another Operator",
};
const folders: Readonly<Record<string, string>> = { [ENTERPRISE]: "", [OPERATOR]: "/i/operator" };

/** The DM server that manages a device: with an upstream the second half belongs to it. */
export function serverOfDevice(
  index: number,
  count: number,
  baseUrl: string,
  settings: Settings,
): PlacedServer {
  const delegated = upstreamIn(settings) !== "none" && index >= Math.floor(count / 2);
  const id = delegated ? OPERATOR : ENTERPRISE;
  return { id, url: `${baseUrl}${folders[id] ?? ""}` };
}

/** The DM servers that the settings ask for; the one that External Systems call is the first. */
export function dmServersOf(
  random: Random,
  { baseUrl, secureUrl = baseUrl }: Wire,
  devices: readonly PlacedDevice[],
  systems: readonly PlacedSystem[],
  registry: PlacedRegistry | undefined,
  settings: Settings,
): readonly ServerToPlace[] {
  const upstream = upstreamIn(settings);
  const areSeveral = choice(settings, "offers", ["one", "several"]) === "several";
  const ids = upstream === "operator" || areSeveral ? [ENTERPRISE, OPERATOR] : [ENTERPRISE];
  const secret = (label: string): string => toHex(random.fork(`delegation/${label}`).bytes(8));
  const password = secret("password");
  const callbackPassword = secret("callback");
  return ids.map((id) => {
    const folder = folders[id] ?? "";
    const url = `${baseUrl}${folder}`;
    // of several offers only one is reached with TLS
    const publishedUrl = areSeveral && id === ENTERPRISE ? secureUrl : url;
    return {
      folder,
      options: {
        dms: { id, serverId: id, publicUrl: url, dmUrl: `${url}/dm` },
        hosts: [],
        unknownDevices: "refuse",
        externalSystems:
          id === ENTERPRISE ? systems.map(({ entry }) => entry) : [enterpriseEntry(password, settings)],
        upstreams:
          id === ENTERPRISE && upstream !== "none"
            ? [
                {
                  id: OPERATOR,
                  address: { wsi: `${baseUrl}${folders[OPERATOR] ?? ""}/wsi` },
                  credentials: { scheme: "basic", username: ENTERPRISE, password },
                  devices: ["*"],
                  managementDomain: "enterprise",
                  callback: {
                    url: `${url}/wsi/callback`,
                    credentials: { scheme: "basic", username: OPERATOR, password: callbackPassword },
                  },
                },
              ]
            : undefined,
        devices: devices.filter(({ server }) => server.id === id).map(({ account }) => account),
        // plain passwords may cross the in-memory wire: its address is no loopback address, and nobody else can listen
        settings: { plainPasswords: true },
        sessions: sessionsIn(settings),
        publication: registry && publicationIn(registry, id, publishedUrl),
      },
    };
  });
}

/** As whom and what a DM server publishes. */
function publicationIn(
  { urls, version, passwordOf }: PlacedRegistry,
  id: string,
  url: string,
): PublisherOptions {
  return {
    inquiryUrl: urls.inquiry,
    publishUrl: urls.publish,
    securityUrl: version === 3 ? urls.security : undefined,
    version,
    userId: id,
    password: passwordOf(id),
    wsi: publishedWsi(url, businesses[id] ?? id),
  };
}

/** The enterprise's DM server as an External System of the operator's. */
function enterpriseEntry(password: string, settings: Settings): ExternalSystemEntry {
  return {
    id: "enterprise",
    name: ENTERPRISE,
    kind: "dm-server",
    credentials: [{ scheme: "basic", username: ENTERPRISE, password }],
    policy: {
      ...defaultPolicy,
      managementDomain: "enterprise",
      // what it may not change it may still read
      subtrees:
        choice(settings, "work", ["single", "bulk", "refused"]) === "refused" ? { get: ["./"] } : ["./"],
    },
  };
}

/** Short patience, so that what does not come is told while somebody watches. */
function sessionsIn(settings: Settings): NonNullable<DmServerOptions["sessions"]> {
  const holdResponse = numberIn(settings, "holdResponse");
  const keepAliveRounds = numberIn(settings, "keepAliveRounds");
  return {
    notificationWait: 4_000,
    keepAlive: choice(settings, "keepAlive", ["next-message", "get"]),
    ...(holdResponse === undefined ? {} : { holdResponse }),
    ...(keepAliveRounds === undefined ? {} : { keepAliveRounds }),
  };
}

function upstreamIn(settings: Settings): "none" | "operator" | "absent" {
  return choice(settings, "upstream", ["none", "operator", "absent"]);
}
