import {
  operationMachine as esOperation,
  registrationMachine as esRegistration,
  tunnelMachine,
} from "../roles/external-system/index.ts";
import { dmClientSession } from "../roles/device/index.ts";
import { objectMachines } from "../roles/device/objects/index.ts";
import { inquiryMachine, publicationMachine as registryPublication } from "../roles/registry/index.ts";
import { dmServerMachines } from "../roles/dm-server/machines.ts";
import type { RoleName } from "../wire/party.ts";
import type { SteppableMachine } from "../wire/role.ts";

const machines: Readonly<Record<RoleName, readonly SteppableMachine[]>> = {
  "external-system": [esRegistration, tunnelMachine, esOperation],
  "dm-server": dmServerMachines,
  device: [dmClientSession, ...objectMachines],
  registry: [registryPublication, inquiryMachine],
};

/** What a state of a machine means, from the machine's own definition. */
export function stateDescription(role: RoleName, machine: string, state: string): string | undefined {
  const found = machines[role].find((candidate) => candidate.id === machine);
  const config:
    { readonly states?: Readonly<Record<string, { readonly description?: string }>> } | undefined =
    found?.config;
  return config?.states?.[state]?.description;
}
