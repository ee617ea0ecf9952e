import { operationNames } from "../../../protocols/wsi/index.ts";
import { commandKinds, type ExternalSystemPolicy } from "../options.ts";
import { normaliseLocUri } from "./loc-uri.ts";
import { deviceFields, isList, subtreeWords } from "./policy-rules.ts";

/** Something in a policy that cannot be meant; `path` leads to it (`subtrees.replace.2`, positions from 0). */
export interface PolicyFinding {
  readonly path: string;
  readonly text: string;
}

/** Management domains of the contract. */
export const managementDomains = [
  "operator",
  "enterprise",
  "organisation",
  "device-vendor",
  "software-vendor",
  "individual",
] as const;

const operations: ReadonlySet<string> = new Set(operationNames);

/** What is wrong with a policy; empty when it can be put in force. */
export function findingsOfPolicy(policy: ExternalSystemPolicy): readonly PolicyFinding[] {
  const found: PolicyFinding[] = [];
  const add = (path: string, text: string | undefined): void => {
    if (text !== undefined) found.push({ path, text });
  };
  const each = (
    path: string,
    values: readonly string[],
    check: (value: string) => string | undefined,
  ): void => {
    values.forEach((value, index) => {
      const place = `${path}.${index}`;
      if (value === "") add(place, "An empty entry means nothing.");
      else if (values.indexOf(value) < index) add(place, `${value} is there twice.`);
      else add(place, check(value));
    });
  };
  if (!(managementDomains as readonly string[]).includes(policy.managementDomain))
    add("managementDomain", `The management domain is one of ${managementDomains.join(", ")}.`);
  each("operations", policy.operations, (name) =>
    name === "*" || operations.has(name) ? undefined : `There is no operation ${name}.`,
  );
  each("devices", policy.devices, checkDevices);
  const { subtrees } = policy;
  if (isList(subtrees)) each("subtrees", subtrees, checkSubtree);
  else for (const kind of commandKinds) each(`subtrees.${kind}`, subtrees[kind] ?? [], checkSubtree);
  each("alertTypes", policy.alertTypes, checkWildcard);
  each("acceptsAlertsFrom", policy.acceptsAlertsFrom ?? [], () => undefined);
  for (const [name, value] of Object.entries(policy.quota))
    if (!Number.isSafeInteger(value) || value < 1)
      add(`quota.${name}`, "A quota is a whole number, 1 or more.");
  return found;
}

function checkDevices(pattern: string): string | undefined {
  const field = deviceFields.find((name) => pattern.startsWith(`${name}:`));
  const value = field === undefined ? pattern : pattern.slice(field.length + 1);
  if (value === "") return `${pattern} names nothing after the colon.`;
  if (field === "group" && value.includes("*")) return "A group is named whole.";
  return checkWildcard(value);
}

function checkWildcard(pattern: string): string | undefined {
  const star = pattern.indexOf("*");
  return star < 0 || star === pattern.length - 1 ? undefined : "A * stands at the end only.";
}

function checkSubtree(pattern: string): string | undefined {
  if ((subtreeWords as readonly string[]).includes(pattern)) return undefined;
  const uri = normaliseLocUri(pattern);
  if (!uri) return `${pattern} is no LocURI that policy can compare.`;
  if (uri.query !== "") return "A subtree is named without a query.";
  return pattern.includes("*") ? "A subtree includes what lies below it; a * has no meaning." : undefined;
}
