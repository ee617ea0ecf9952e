import { tndsEncodingOf } from "../../../../protocols/dmddf/index.ts";
import {
  provisioningTypes,
  readProvisioning,
  w7Accounts,
  type ProvisioningDocument,
} from "../../../../protocols/provisioning/index.ts";
import { legalText } from "../../json-value.ts";
import type { WsiLimits } from "../../options.ts";
import type { TreeAccess } from "../policy-port.ts";
import { serviceRefusal } from "../refusal.ts";
import { accessesOfParameter, readParameters, type Parameter } from "./parameters.ts";
import { firstProblem } from "./position.ts";
import { accessesOfTnds, readTnds, type TndsRoot } from "./tnds.ts";

/** A configuration as it was understood. */
export type Configuration =
  | { readonly kind: "tnds"; readonly roots: readonly TndsRoot[] }
  | { readonly kind: "parameters"; readonly parameters: readonly Parameter[] }
  | { readonly kind: "provisioning"; readonly document: ProvisioningDocument };

/** Media types of configurations (contract, section 4). */
export const configurationTypes = [
  "application/vnd.syncml.dmtnds+xml",
  "application/vnd.syncml.dmtnds+wbxml",
  provisioningTypes.xml,
  "application/vnd.dmwsi.parameters+xml",
] as const;

/** The media type without parameters, in lower case. Refuses one that is none of a configuration with SVC0205. */
export function configurationType(contentType: string): string {
  const name = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if ((configurationTypes as readonly string[]).includes(name)) return name;
  throw serviceRefusal("SVC0205", [contentType, configurationTypes.join(", ")]);
}

/** Reads a configuration; what is wrong comes back as a sentence that says where. Never throws. */
export function understandConfiguration(
  type: string,
  octets: Uint8Array,
  limits: WsiLimits,
): Configuration | { readonly problem: string } {
  const encoding = tndsEncodingOf(type);
  if (encoding) {
    const roots = readTnds(octets, encoding);
    return "problem" in roots ? roots : { kind: "tnds", roots };
  }
  if (type === provisioningTypes.xml) return provisioning(octets);
  const parameters = readParameters(octets, limits);
  return "problem" in parameters ? parameters : { kind: "parameters", parameters };
}

/** The same; refuses what does not parse with SVC0206. */
export function readConfiguration(type: string, octets: Uint8Array, limits: WsiLimits): Configuration {
  const understood = understandConfiguration(type, octets, limits);
  // a name out of WBXML may have characters that the fault cannot hold
  if ("problem" in understood) throw serviceRefusal("SVC0206", [legalText(understood.problem)]);
  return understood;
}

/** What a configuration touches on a device. */
export function accessesOfConfiguration(configuration: Configuration): readonly TreeAccess[] {
  switch (configuration.kind) {
    case "tnds":
      return configuration.roots.flatMap(accessesOfTnds);
    case "parameters":
      return configuration.parameters.flatMap(accessesOfParameter);
    case "provisioning":
      return [{ kind: "add", locUri: "./DMAcc", wholeSubtree: true, bootstrap: true }];
  }
}

function provisioning(octets: Uint8Array): Configuration | { readonly problem: string } {
  const { value, findings } = readProvisioning(octets, "xml");
  const accounts = value ? w7Accounts(value).findings : [];
  const problem = firstProblem([...findings, ...accounts], octets);
  if (!value || problem !== undefined)
    return { problem: problem ?? "there is no provisioning document in it" };
  if (value.content.length === 0) return { problem: "the provisioning document is empty" };
  return { kind: "provisioning", document: value };
}
