import type { ExternalSystemConfig, InstanceConfig } from "./config-schema.ts";
import type { WsiProfile } from "../stacks/wsi-profile.ts";
import type { ServableConfig } from "./config.ts";
import { wsiProfileIn } from "./wsi-profile-file.ts";

/** A DM server of a configuration with what is its own. */
export interface ServedInstance {
  /** Undefined for the one that the configuration is about. */
  readonly name: string | undefined;
  /** Folder of the listener in which it is served: empty, or `/i/NAME`. */
  readonly folder: string;
  /** The configuration as this DM server has it. */
  readonly config: ServableConfig;
  /** Names of its WSI where they are not those of the contract. */
  readonly profile: WsiProfile | undefined;
}

/** The DM servers of a configuration; the one that it is about is the first. */
export function servedInstances(config: ServableConfig): readonly ServedInstance[] {
  const others = Object.entries(config.instances).map(([name, instance]): ServedInstance => {
    const folder = `/i/${name}`;
    const own = configOf(name, folder, instance, config);
    return { name, folder, config: own, profile: wsiProfileIn(own.dms.wsiProfile) };
  });
  return [{ name: undefined, folder: "", config, profile: wsiProfileIn(config.dms.wsiProfile) }, ...others];
}

function configOf(
  name: string,
  folder: string,
  instance: InstanceConfig,
  host: ServableConfig,
): ServableConfig {
  const { externalSystems, devices, unknownDevices, upstreams, registry, dms } = instance;
  const id = instanceId(name, instance);
  const publicUrl =
    dms.publicUrl ?? (host.dms.publicUrl && `${host.dms.publicUrl.replace(/\/$/, "")}${folder}`);
  return {
    ...host,
    dms: { ...dms, id, serverId: dms.serverId ?? id, publicUrl },
    externalSystems,
    devices,
    unknownDevices,
    upstreams,
    registry: {
      ...host.registry,
      enabled: host.registry.enabled && registry.enabled,
      product: registry.enabled ? productFor(id, host.registry.product) : undefined,
    },
    instances: {},
  };
}

/** Several DM servers share an account of a product, but no business: they would take each other's service for theirs. */
function productFor(
  id: string,
  product: ServableConfig["registry"]["product"],
): ServableConfig["registry"]["product"] {
  return product && { ...product, businessName: id };
}

/** Id of an instance's DM server. */
export function instanceId(name: string, { dms }: InstanceConfig): string {
  return dms.id ?? `${name}.example`;
}

/** True for an External System that the workbench plays: it has credentials, and is neither a product nor a DM server. */
export function isPlayed({ credentials, external, kind }: ExternalSystemConfig): boolean {
  return credentials.length > 0 && !external && kind !== "dm-server";
}
