import { createHmac } from "node:crypto";
import type {
  DmServerOptions,
  ExternalSystemPolicy,
  PublisherOptions,
  UpstreamEntry,
} from "../roles/dm-server/index.ts";
import { publishedWsi } from "../roles/dm-server/publishing/published-wsi.ts";
import { contractProfile, type WsiProfile } from "../stacks/wsi-profile.ts";
import type { ExternalSystemOptions } from "../roles/external-system/index.ts";
import type { LoadedConfig } from "./config.ts";
import type { HttpWire } from "./http-wire.ts";
import { isPlayed, type ServedInstance } from "./instances.ts";
import { wsiProfileIn } from "./wsi-profile-file.ts";
import type { LiveDevice } from "./live-devices.ts";

type Config = LoadedConfig["config"];

const DAY = 86_400_000;

/** Passwords that are nowhere written down: the same for the same key, so that they survive a restart with `--data`. */
export type Derive = (label: string) => Uint8Array;

/** Derives secrets from the key of the data folder. */
export function deriveFrom(key: Uint8Array): Derive {
  return (label) => createHmac("sha256", key).update(label).digest();
}

/** Addresses of the wire, without and with TLS. */
export type WireUrls = Pick<HttpWire, "baseUrl" | "secureUrl">;

/** A password of sixteen characters. */
export function secret(derive: Derive, label: string): string {
  return Buffer.from(derive(`secret/${label}`))
    .toString("base64url")
    .slice(0, 16);
}

/** The addresses of a folder of the wire. */
export function urlsBelow({ baseUrl, secureUrl }: WireUrls, folder: string): WireUrls {
  return {
    baseUrl: `${baseUrl}${folder}`,
    secureUrl: secureUrl === undefined ? undefined : `${secureUrl}${folder}`,
  };
}

/** What a DM server is made from. `host` is where the listener itself is reached, by default where the DM server is. */
export function dmServerOptions(
  config: Config,
  { baseUrl, secureUrl }: WireUrls,
  devices: readonly LiveDevice[],
  derive: Derive,
  host: WireUrls = { baseUrl, secureUrl },
): DmServerOptions {
  const { dms, limits, unknownDevices } = config;
  const {
    soapBytes,
    dmBytes,
    depth,
    elements,
    attributes,
    locUri,
    objectBytes,
    packageBytes,
    sessionBytes,
    sessionMessages,
    strangers,
    unauthenticatedSessions,
    unauthenticatedTime,
  } = limits;
  return {
    dms: {
      id: dms.id,
      serverId: dms.serverId,
      publicUrl: dms.publicUrl?.replace(/\/$/, ""),
      dmUrl: `${baseUrl}/dm`,
      secureDmUrl: secureUrl && `${secureUrl}/dm`,
    },
    externalSystems: config.externalSystems.map((system) => ({
      ...system,
      name: system.name ?? system.id,
      policy: policyOf(system.policy),
    })),
    devices: devices.flatMap(({ account }) => account ?? []),
    unknownDevices,
    strangers,
    hosts: [new URL(baseUrl).host],
    settings: {
      plainPasswords: dms.plainPasswords,
      alertsKept: dms.alerts.keep,
      alertRetention: dms.alerts.keepDays * DAY,
      alertRepeats: dms.alerts.repeatSeconds * 1000,
      selfRegistration: dms.selfRegistration.mode,
      selfRegistrationPolicy: policyOf(dms.selfRegistration.policy),
    },
    limits: { soapBytes, depth, elements, attributes, locUri },
    sessions: { respUri: dms.respUri },
    sessionLimits: {
      messageSize: dmBytes,
      objectSize: objectBytes,
      packageSize: packageBytes,
      sessionMemory: sessionBytes,
      messagesPerSession: sessionMessages,
      unauthenticatedSessions,
      unauthenticatedTime,
    },
    publication: publicationOf(config, baseUrl, host, derive),
    upstreams: config.upstreams.map((upstream) => upstreamEntry(upstream, dms.id, baseUrl, host, derive)),
  };
}

/** The registry of a DM server and of its External Systems: a product, else ours; undefined when there is none. */
function registryOf({ registry }: Config, { baseUrl }: WireUrls) {
  const { enabled, product } = registry;
  if (product) return product;
  if (!enabled) return undefined;
  return { inquiryUrl: `${baseUrl}/uddi/inquiry`, publishUrl: `${baseUrl}/uddi/publish` };
}

/** True for a DM server that publishes its WSI when it starts. */
export function isPublished({ registry }: Config): boolean {
  return registry.enabled || registry.product !== undefined;
}

/** Where External Systems look up; what a product's publisher has to show is no business of theirs. */
function lookUpIn(config: Config, host: WireUrls): ExternalSystemOptions["registry"] {
  const registry = registryOf(config, host);
  return registry && { inquiryUrl: registry.inquiryUrl, version: config.registry.product?.version };
}

function publicationOf(
  config: Config,
  baseUrl: string,
  host: WireUrls,
  derive: Derive,
): PublisherOptions | undefined {
  const registry = registryOf(config, host);
  if (!registry) return undefined;
  const { dms } = config;
  const { product } = config.registry;
  return {
    ...registry,
    userId: product?.userId ?? dms.id,
    password: product?.password ?? publisherPassword(derive, dms.id),
    wsi: publishedWsi(
      dms.publicUrl?.replace(/\/$/, "") ?? baseUrl,
      product?.businessName ?? dms.id,
      wsiProfileIn(dms.wsiProfile),
    ),
  };
}

/** Only commands that are named are granted: an absent one is none. */
function policyOf(policy: Config["externalSystems"][number]["policy"]): ExternalSystemPolicy {
  const { subtrees } = policy;
  if (Array.isArray(subtrees)) return { ...policy, subtrees };
  const named = Object.entries(subtrees).filter(
    (entry): entry is [string, string[]] => entry[1] !== undefined,
  );
  return { ...policy, subtrees: Object.fromEntries(named) };
}

/** An upstream; what it shows at our callback service is made up, and told to it in the registration. */
function upstreamEntry(
  { id, wsi = "", wsdl, credentials, devices, managementDomain, soapVersion }: Config["upstreams"][number],
  dmsId: string,
  baseUrl: string,
  host: WireUrls,
  derive: Derive,
): UpstreamEntry {
  const byCertificate = credentials.scheme === "mutual-tls";
  const ownBase = (byCertificate ? host.secureUrl : undefined) ?? host.baseUrl;
  const whole = (address: string): string => (address.startsWith("/") ? `${ownBase}${address}` : address);
  return {
    id,
    address: wsdl === undefined ? { wsi: whole(wsi) } : { wsdl: whole(wsdl) },
    credentials,
    devices,
    managementDomain,
    soapVersion,
    callback: {
      url: `${baseUrl}/wsi/callback`,
      credentials: {
        scheme: "username-token-digest",
        username: id,
        password: secret(derive, `upstream/${dmsId}/${id}`),
      },
    },
  };
}

/** The password with which a DM server publishes in our own registry. */
export function publisherPassword(derive: Derive, dmsId: string): string {
  return secret(derive, `publisher/${dmsId}`);
}

/** An External System that the workbench plays, and how it is put on the wire. */
export interface PlayedExternalSystem {
  readonly options: ExternalSystemOptions;
  /** Path of its callback endpoint. */
  readonly path: string;
  /** Subject of the client certificate that it shows, when it proves itself so first of all. */
  readonly subject: string | undefined;
}

/**
 * The External Systems that the workbench plays. The first is called back at `/es/callback` of the folder, or where its profile says, another one at
 * `/es/ID/callback`.
 */
export function playedExternalSystems(
  { config, folder, profile: ofServer }: ServedInstance,
  host: WireUrls,
  derive: Derive,
): readonly PlayedExternalSystem[] {
  const urls = urlsBelow(host, folder);
  return config.externalSystems.filter(isPlayed).map((system, index) => {
    const profile = wsiProfileIn(system.wsiProfile) ?? ofServer;
    const { callbackPath } = profile ?? contractProfile;
    const own = index === 0 ? callbackPath : `/es/${encodeURIComponent(system.id)}/callback`;
    return {
      options: {
        ...externalSystemOptions(system, config.dms.id, urls, own, derive, profile),
        registry: lookUpIn(config, host),
      },
      path: `${folder}${own}`,
      subject: subjectOf(system),
    };
  });
}

function subjectOf({ credentials: [credential] }: Config["externalSystems"][number]): string | undefined {
  return credential?.scheme === "mutual-tls" ? credential.subject : undefined;
}

function externalSystemOptions(
  system: Config["externalSystems"][number],
  dmsId: string,
  urls: WireUrls,
  callbackPath: string,
  derive: Derive,
  profile: WsiProfile | undefined,
): ExternalSystemOptions {
  const [credential] = system.credentials;
  const byCertificate = credential?.scheme === "mutual-tls";
  const wsiBase = (byCertificate ? urls.secureUrl : undefined) ?? urls.baseUrl;
  return {
    id: system.id,
    name: system.name ?? system.id,
    kind: system.kind,
    managementDomain: system.policy.managementDomain,
    wsiUrl: `${wsiBase}${(profile ?? contractProfile).path}`,
    profile,
    credentials:
      !credential || credential.scheme === "mutual-tls"
        ? { scheme: "none", username: "", password: "" }
        : {
            ...credential,
            scheme: credential.scheme === "username-token-text" ? "username-token" : credential.scheme,
          },
    callback: {
      url: `${urls.baseUrl}${callbackPath}`,
      credentials: {
        scheme: "basic",
        username: dmsId,
        password: secret(derive, `callback/${system.id}`),
      },
    },
    soapVersion: "1.1",
  };
}
