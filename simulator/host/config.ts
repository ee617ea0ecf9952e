import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { errorText, WorkbenchError } from "../core/error.ts";
import { HostConfig, type ExternalSystemConfig } from "./config-schema.ts";
import { instanceId, isPlayed } from "./instances.ts";
import { readLocated, type Path } from "./located-document.ts";
import { isProfileFile } from "./profile-files.ts";
import { wsiProfileIn } from "./wsi-profile-file.ts";

/** A configuration that can be served: its External Systems are known. */
export type ServableConfig = HostConfig & { readonly externalSystems: readonly ExternalSystemConfig[] };

/** A configuration that can be served, and what has to be told about it once. */
export interface LoadedConfig {
  readonly config: ServableConfig;
  /** The password that was made up for the External System `demo`, when the configuration names none. */
  readonly demoPassword: string | undefined;
}

/**
 * Reads a configuration file, or gives the default where there is none: one External System `demo` with a random
 * password, and ten simulated devices.
 *
 * @throws WorkbenchError `config/unreadable` for the file, `config/invalid` naming line, column and key of every mistake
 */
export function loadConfig(file: string | undefined): LoadedConfig {
  const config =
    file === undefined
      ? HostConfig.parse({})
      : withFilesBeside(parseConfig(readConfig(file), file), dirname(file));
  if (config.externalSystems)
    return { config: { ...config, externalSystems: config.externalSystems }, demoPassword: undefined };
  const password = randomBytes(12).toString("base64url");
  const { externalSystems = [] } = HostConfig.parse({
    externalSystems: [
      {
        id: "demo",
        name: "Demo External System",
        kind: "customer-care",
        credentials: (["basic", "username-token-text", "username-token-digest"] as const).map((scheme) => ({
          scheme,
          username: "demo",
          password,
        })),
      },
    ],
  });
  return { config: { ...config, externalSystems }, demoPassword: password };
}

/** The configuration with the files that it names as seen from where it stands. */
function withFilesBeside(config: HostConfig, folder: string): HostConfig {
  const beside = (entries: HostConfig["devices"]): HostConfig["devices"] =>
    entries.map((entry) =>
      "profile" in entry && isProfileFile(entry.profile)
        ? { ...entry, profile: resolve(folder, entry.profile) }
        : entry,
    );
  /** Also read, so that a mistake in it is told before anything starts. */
  const profiled = <Part extends { readonly wsiProfile?: string | undefined }>(part: Part): Part => {
    if (part.wsiProfile === undefined) return part;
    const wsiProfile = resolve(folder, part.wsiProfile);
    wsiProfileIn(wsiProfile);
    return { ...part, wsiProfile };
  };
  const trust = config.tls.trust.map((file) => resolve(folder, file));
  const instances = Object.fromEntries(
    Object.entries(config.instances).map(([name, instance]) => [
      name,
      {
        ...instance,
        dms: profiled(instance.dms),
        externalSystems: instance.externalSystems.map(profiled),
        devices: beside(instance.devices),
      },
    ]),
  );
  const { externalSystems } = config;
  return {
    ...config,
    dms: profiled(config.dms),
    ...(externalSystems ? { externalSystems: externalSystems.map(profiled) } : {}),
    devices: beside(config.devices),
    instances,
    tls: { ...config.tls, trust },
  };
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WorkbenchError(
      "config/unreadable",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}

/** Reads the text of a configuration; `name` stands in messages. */
export function parseConfig(text: string, name: string): HostConfig {
  const { value, mistake } = readLocated(text, name, "the configuration", HostConfig);
  return checked(value, mistake);
}

/** What one value cannot tell by itself. */
function checked(config: HostConfig, mistake: (path: Path, words: string) => WorkbenchError): HostConfig {
  checkNames(config, mistake);
  const { port, uiPort, tlsPort } = config.listeners;
  if (port !== 0 && port === uiPort)
    throw mistake(["listeners", "uiPort"], "is the port of the protocol listener");
  if (tlsPort !== undefined && tlsPort !== 0 && (tlsPort === port || tlsPort === uiPort))
    throw mistake(["listeners", "tlsPort"], "is the port of another listener");
  return config;
}

/**
 * Names by which the parties of a host are told apart. External Systems of two DM servers may share one where at most one
 * of them is played by the workbench.
 */
function checkNames(config: HostConfig, mistake: (path: Path, words: string) => WorkbenchError): void {
  const servers = new Set([config.dms.id]);
  const played = new Set<string>();
  const products = new Set<string>();
  const check = (part: NamedParts, at: Path): void => {
    once(part.externalSystems ?? [], [...at, "externalSystems"], mistake);
    once(part.upstreams, [...at, "upstreams"], mistake);
    for (const [index, system] of (part.externalSystems ?? []).entries()) {
      if (!isPlayed(system)) continue;
      if (played.has(system.id))
        throw mistake([...at, "externalSystems", index, "id"], `"${system.id}" is there twice`);
      played.add(system.id);
    }
    for (const [index, device] of part.devices.entries()) {
      if (!("external" in device)) continue;
      if (products.has(device.id))
        throw mistake([...at, "devices", index, "id"], `"${device.id}" is there twice`);
      products.add(device.id);
    }
    for (const [index, { credentials }] of part.upstreams.entries())
      if (credentials.scheme === "mutual-tls" && credentials.subject !== part.dmsId)
        throw mistake(
          [...at, "upstreams", index, "credentials", "subject"],
          `must be the id of the DM server, ${part.dmsId}: the certificate that it shows`,
        );
  };
  check({ ...config, dmsId: config.dms.id }, []);
  for (const [name, instance] of Object.entries(config.instances)) {
    const dmsId = instanceId(name, instance);
    if (servers.has(dmsId))
      throw mistake(["instances", name, "dms", "id"], `"${dmsId}" is the id of another DM server`);
    servers.add(dmsId);
    check({ ...instance, dmsId }, ["instances", name]);
  }
}

/** What of a DM server's part of the configuration has names. */
type NamedParts = Pick<HostConfig, "externalSystems" | "devices" | "upstreams"> & { readonly dmsId: string };

function once(
  entries: readonly { readonly id: string }[],
  at: Path,
  mistake: (path: Path, words: string) => WorkbenchError,
): void {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (seen.has(id)) throw mistake([...at, index, "id"], `"${id}" is there twice`);
    seen.add(id);
  }
}
