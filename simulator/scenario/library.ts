import { WorkbenchError } from "../core/error.ts";
import { Scenario } from "./format.ts";
import authBasic from "./library/auth-basic.scenario.json" with { type: "json" };
import authHmac from "./library/auth-hmac.scenario.json" with { type: "json" };
import authMd5 from "./library/auth-md5.scenario.json" with { type: "json" };
import authNonce from "./library/auth-nonce.scenario.json" with { type: "json" };
import authMatrix from "./library/auth-matrix.scenario.json" with { type: "json" };
import bootstrap from "./library/bootstrap.scenario.json" with { type: "json" };
import bulk from "./library/bulk.scenario.json" with { type: "json" };
import configuration from "./library/configuration.scenario.json" with { type: "json" };
import delegation from "./library/delegation.scenario.json" with { type: "json" };
import deviceDiscovery from "./library/device-discovery.scenario.json" with { type: "json" };
import diagmon from "./library/diagmon.scenario.json" with { type: "json" };
import dmAbort from "./library/dm-abort.scenario.json" with { type: "json" };
import dmAcl from "./library/dm-acl.scenario.json" with { type: "json" };
import dmAlerts from "./library/dm-alerts.scenario.json" with { type: "json" };
import dmAtomic from "./library/dm-atomic.scenario.json" with { type: "json" };
import dmCommands from "./library/dm-commands.scenario.json" with { type: "json" };
import dmLargeObjects from "./library/dm-large-objects.scenario.json" with { type: "json" };
import dmUserInteraction from "./library/dm-user-interaction.scenario.json" with { type: "json" };
import fumoUpdate from "./library/fumo-update.scenario.json" with { type: "json" };
import lawmoLockWipe from "./library/lawmo-lock-wipe.scenario.json" with { type: "json" };
import scomoInstall from "./library/scomo-install.scenario.json" with { type: "json" };
import registry from "./library/registry.scenario.json" with { type: "json" };
import slowExternalSystem from "./library/slow-external-system.scenario.json" with { type: "json" };
import figure2 from "./library/figure-2.scenario.json" with { type: "json" };
import figure3 from "./library/figure-3.scenario.json" with { type: "json" };

const files: readonly unknown[] = [
  figure2,
  figure3,
  deviceDiscovery,
  bulk,
  configuration,
  delegation,
  registry,
  slowExternalSystem,
  authMatrix,
  dmCommands,
  dmLargeObjects,
  dmUserInteraction,
  dmAtomic,
  dmAcl,
  dmAlerts,
  dmAbort,
  authBasic,
  authMd5,
  authHmac,
  authNonce,
  bootstrap,
  fumoUpdate,
  scomoInstall,
  lawmoLockWipe,
  diagmon,
];
let parsed: readonly Scenario[] | undefined;

/** The built-in scenarios, in the order of the list. */
export function builtInScenarios(): readonly Scenario[] {
  parsed ??= files.map((file) => Scenario.parse(file));
  return parsed;
}

/** A built-in scenario. Throws `scenario/unknown`. */
export function builtInScenario(id: string): Scenario {
  const found = builtInScenarios().find((scenario) => scenario.id === id);
  if (found) return found;
  const known = builtInScenarios()
    .map((scenario) => scenario.id)
    .join(", ");
  throw new WorkbenchError("scenario/unknown", `There is no scenario ${id}; there are ${known}`, { id });
}

/** A scenario from the text of a file. Throws `scenario/invalid` naming the places. */
export function parseScenario(text: string, fileName: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WorkbenchError(
      "scenario/invalid",
      `${fileName} is not JSON: ${String(error)}`,
      { fileName },
      error,
    );
  }
  const result = Scenario.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`);
  throw new WorkbenchError("scenario/invalid", `${fileName} is not a scenario: ${places.join("; ")}`, {
    fileName,
    places,
  });
}
