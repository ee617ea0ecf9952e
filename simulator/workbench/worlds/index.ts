import type { Crypto } from "../../core/crypto.ts";
import type { Scenario } from "../../scenario/format.ts";
import type { World, WorldBase } from "../world.ts";
import { buildDeviceManagement } from "./device-management.ts";
import { buildFourRoles } from "./four-roles.ts";
import { buildWebServices } from "./web-services.ts";

const builders: Readonly<Record<Scenario["world"], (base: WorldBase, crypto: Crypto) => World>> = {
  "four-roles": buildFourRoles,
  "device-management": buildDeviceManagement,
  "web-services": buildWebServices,
};

/** Builds the world that a scenario names. */
export function buildWorld(name: Scenario["world"], base: WorldBase, crypto: Crypto): World {
  return builders[name](base, crypto);
}
