import type { AskingSystem, DiagnosticsChoices } from "../../api/index.ts";
import { policyRules, type KnownExternalSystem } from "../../roles/dm-server/index.ts";
import { alertTypesKnown } from "./known-alert-types.ts";
import type { PlacedDmServer, PlacedExternalSystem, WorldRoles } from "../world-roles.ts";

/** Operations that the forms send. */
const OPERATIONS = [
  "SubscribeAlerts",
  "RenewSubscription",
  "UnsubscribeAlerts",
  "RetrieveAlerts",
  "RequestDiagnostics",
  "ManageParameters",
] as const;

/** What the forms of diagnostics choose from in a run. */
export function diagnosticsChoices(roles: WorldRoles): DiagnosticsChoices {
  const groups = new Map<string, number>();
  let devices = 0;
  for (const { view } of roles.dmServers.values())
    for (const device of view.devices()) {
      devices++;
      for (const group of device.groups) groups.set(group, (groups.get(group) ?? 0) + 1);
    }
  return {
    systems: [...roles.externalSystems.values()].map((system) => askingSystem(system, roles)),
    groups: [...groups].map(([name, count]) => ({ name, devices: count })),
    devices,
    alertTypes: alertTypesKnown(roles),
  };
}

function askingSystem({ id, options }: PlacedExternalSystem, roles: WorldRoles): AskingSystem {
  const base = { id, name: options.name, soapVersion: options.soapVersion };
  const server = serverOf(id, roles);
  if (!server) return { ...base, registered: false, mayDeliverTo: [], alertTypes: [], refused: [] };
  const entries = new Map<string, KnownExternalSystem>();
  for (const entry of server.view.externalSystems()) entries.set(entry.id, entry);
  const policy = entries.get(id)?.policy;
  const rules = policy && policyRules(policy);
  const mayDeliverTo: AskingSystem["mayDeliverTo"] = [];
  let registered = false;
  for (const { owner, name, state, endpoint } of server.view.registrations()) {
    if (state !== "accepted" || endpoint === undefined) continue;
    if (owner === id) registered = true;
    else {
      const recipient = entries.get(owner)?.policy;
      const verdict = recipient && policyRules(recipient).alertsFrom(id);
      const consents = verdict?.granted === true;
      mayDeliverTo.push({ name, consents, rule: verdict?.rule ?? "its policy is not known" });
    }
  }
  return {
    ...base,
    registered,
    mayDeliverTo,
    alertTypes: [...(policy?.alertTypes ?? [])],
    refused: OPERATIONS.filter((operation) => rules?.operation(operation).granted === false),
  };
}

/** The DM server that knows an External System. */
function serverOf(system: string, roles: WorldRoles): PlacedDmServer | undefined {
  for (const server of roles.dmServers.values())
    for (const entry of server.view.externalSystems()) if (entry.id === system) return server;
  return undefined;
}
