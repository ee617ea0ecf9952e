import { createHmac } from "node:crypto";
import type { DmServerOptions, ExternalSystemPolicy } from "../roles/dm-server/index.ts";
import { publishedWsi } from "../roles/dm-server/publishing/published-wsi.ts";
import type { ExternalSystemOptions } from "../roles/external-system/index.ts";
import type { LoadedConfig } from "./config.ts";
import type { HttpWire } from "./http-wire.ts";
import type { LiveDevice } from "./live-devices.ts";

type Config = LoadedConfig["config"];

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

/** What the DM server is made from. */
export function dmServerOptions(
  config: Config,
  { baseUrl, secureUrl }: WireUrls,
  devices: readonly LiveDevice[],
  derive: Derive,
): DmServerOptions {
  const { dms, limits, unknownDevices, registry } = config;
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
      policy: policyOf(system),
    })),
    devices: devices.flatMap(({ account }) => account ?? []),
    unknownDevices,
    strangers,
    hosts: [new URL(baseUrl).host],
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
    publication: registry.enabled
      ? {
          inquiryUrl: `${baseUrl}/uddi/inquiry`,
          publishUrl: `${baseUrl}/uddi/publish`,
          userId: dms.id,
          password: publisherPassword(derive),
          wsi: publishedWsi(baseUrl, dms.id),
        }
      : undefined,
  };
}

/** Only commands that are named are granted: an absent one is none. */
function policyOf({ policy }: Config["externalSystems"][number]): ExternalSystemPolicy {
  const { subtrees } = policy;
  if (Array.isArray(subtrees)) return { ...policy, subtrees };
  const named = Object.entries(subtrees).filter(
    (entry): entry is [string, string[]] => entry[1] !== undefined,
  );
  return { ...policy, subtrees: Object.fromEntries(named) };
}

/** The password with which the DM server publishes in our own registry. */
export function publisherPassword(derive: Derive): string {
  return secret(derive, "publisher");
}

/** Subject of the client certificate with which an External System of ours proves itself, when it does so first of all. */
export function certificateSubjectOf(config: Config, id: string): string | undefined {
  const [credential] = config.externalSystems.find((system) => system.id === id)?.credentials ?? [];
  return credential?.scheme === "mutual-tls" ? credential.subject : undefined;
}

/** Our own External System: the first of the configuration that has credentials. */
export function externalSystemOptions(
  config: Config,
  urls: WireUrls,
  derive: Derive,
): ExternalSystemOptions | undefined {
  const system = config.externalSystems.find(({ credentials }) => credentials.length > 0);
  const [credential] = system?.credentials ?? [];
  if (!system || !credential) return undefined;
  const byCertificate = credential.scheme === "mutual-tls";
  const wsiBase = (byCertificate ? urls.secureUrl : undefined) ?? urls.baseUrl;
  return {
    id: system.id,
    name: system.name ?? system.id,
    kind: system.kind,
    managementDomain: system.policy.managementDomain,
    wsiUrl: `${wsiBase}/wsi`,
    credentials: byCertificate
      ? { scheme: "none", username: "", password: "" }
      : {
          ...credential,
          scheme: credential.scheme === "username-token-text" ? "username-token" : credential.scheme,
        },
    callback: {
      url: `${urls.baseUrl}/es/callback`,
      credentials: {
        scheme: "basic",
        username: config.dms.id,
        password: secret(derive, `callback/${system.id}`),
      },
    },
    soapVersion: "1.1",
  };
}
