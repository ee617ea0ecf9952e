import type { DeviceRecord } from "../inventory/device-record.ts";
import { commandKinds, type CommandKind, type ExternalSystemPolicy } from "../options.ts";
import { operationNames, type OperationName } from "../../../protocols/wsi/index.ts";
import { isBelow, normaliseLocUri, type NormalLocUri } from "./loc-uri.ts";
import type { Caller, PolicyPort, TreeAccess } from "./policy-port.ts";
import { policyRefusal, type Refusal } from "./refusal.ts";

/** A policy in the form that decides fast: sets and split paths, made once. */
interface CompiledPolicy {
  readonly operations: ReadonlySet<string> | "all";
  readonly devices: DevicePatterns;
  readonly subtrees: Readonly<Record<CommandKind, SubtreePatterns>>;
  readonly alertTypes: readonly string[];
}

interface DevicePatterns {
  readonly all: boolean;
  readonly ids: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

interface SubtreePatterns {
  readonly roots: readonly (readonly string[])[];
  /** Roots that name an account or what lies in it. */
  readonly accountRoots: readonly (readonly string[])[];
  /** The word `DMAcc` was named: all accounts. */
  readonly accounts: boolean;
  readonly acl: boolean;
}

/** Places of accounts in the trees of DM 1.1.2 and DM 1.2 devices. */
const accountName = "dmacc";

/** The built-in policy: what the configuration grants each External System. `policyOf` finds it by id. */
export function createPolicy(
  policyOf: (externalSystem: string) => ExternalSystemPolicy | undefined,
): PolicyPort {
  const compiled = new WeakMap<ExternalSystemPolicy, CompiledPolicy>();
  const find = (externalSystem: string): CompiledPolicy | undefined => {
    const policy = policyOf(externalSystem);
    if (!policy) return undefined;
    const known = compiled.get(policy) ?? compile(policy);
    compiled.set(policy, known);
    return known;
  };

  return {
    operation: (caller, operation) => {
      const policy = find(caller.externalSystem);
      if (policy && grants(policy, operation) && narrowed(caller, operation)) return undefined;
      return policyRefusal("POL0200", [operation]);
    },
    seesDevice: (caller, device) => {
      const policy = find(caller.externalSystem);
      return policy !== undefined && matchesDevice(policy.devices, device);
    },
    device: (caller, device) => {
      const policy = find(caller.externalSystem);
      if (policy && matchesDevice(policy.devices, device)) return undefined;
      return policyRefusal("POL0201", [device.deviceId]);
    },
    accesses: (caller, accesses) => {
      const policy = find(caller.externalSystem);
      for (const access of accesses) {
        const refusal = refusalOf(policy, access);
        if (refusal) return refusal;
      }
      return undefined;
    },
    grantOperations: (externalSystem, requested) => {
      const policy = find(externalSystem);
      if (!policy) return [];
      const all = requested.length === 0 || requested.includes("*");
      return operationNames.filter(
        (operation) => (all || requested.includes(operation)) && grants(policy, operation),
      );
    },
    grantAlertTypes: (externalSystem, requested) => {
      const policy = find(externalSystem);
      if (!policy) return [];
      if (requested.length === 0) return policy.alertTypes;
      return [
        ...new Set(requested.flatMap((wanted) => policy.alertTypes.flatMap((own) => intersect(wanted, own)))),
      ];
    },
  };
}

/** Operations that need no grant: a registration can always be made, ended and asked about. */
const ungranted: readonly string[] = ["RegisterExternalSystem", "DeregisterExternalSystem", "QueryOperation"];

function grants(policy: CompiledPolicy, operation: string): boolean {
  return policy.operations === "all" || policy.operations.has(operation) || ungranted.includes(operation);
}

function narrowed(caller: Caller, operation: OperationName): boolean {
  return caller.granted === undefined || caller.granted.includes(operation) || ungranted.includes(operation);
}

function compile(policy: ExternalSystemPolicy): CompiledPolicy {
  return {
    operations: policy.operations.includes("*") ? "all" : new Set(policy.operations),
    devices: compileDevices(policy.devices),
    subtrees: compileSubtrees(policy),
    alertTypes: policy.alertTypes,
  };
}

function compileDevices(patterns: readonly string[]): DevicePatterns {
  const rest = patterns.filter((pattern) => pattern !== "*");
  const isGroup = (pattern: string): boolean => pattern.startsWith("group:");
  return {
    all: rest.length < patterns.length,
    ids: new Set(rest.filter((pattern) => !isGroup(pattern) && !pattern.endsWith("*"))),
    groups: new Set(rest.filter(isGroup).map((pattern) => pattern.slice("group:".length))),
    prefixes: rest
      .filter((pattern) => !isGroup(pattern) && pattern.endsWith("*"))
      .map((pattern) => pattern.slice(0, -1)),
  };
}

function matchesDevice(patterns: DevicePatterns, device: DeviceRecord): boolean {
  return (
    patterns.all ||
    patterns.ids.has(device.deviceId) ||
    device.groups.some((group) => patterns.groups.has(group)) ||
    patterns.prefixes.some((prefix) => device.deviceId.startsWith(prefix))
  );
}

function compileSubtrees(policy: ExternalSystemPolicy): Record<CommandKind, SubtreePatterns> {
  const { subtrees } = policy;
  const all = isList(subtrees) ? compilePatterns(subtrees) : undefined;
  const entries = commandKinds.map((kind) => [
    kind,
    all ?? compilePatterns((isList(subtrees) ? undefined : subtrees[kind]) ?? []),
  ]);
  return Object.fromEntries(entries) as Record<CommandKind, SubtreePatterns>;
}

function isList(subtrees: ExternalSystemPolicy["subtrees"]): subtrees is readonly string[] {
  return Array.isArray(subtrees);
}

function compilePatterns(patterns: readonly string[]): SubtreePatterns {
  const roots: (readonly string[])[] = [];
  const accountRoots: (readonly string[])[] = [];
  let accounts = false;
  let acl = false;
  for (const pattern of patterns) {
    if (pattern === "acl") acl = true;
    else if (pattern === "DMAcc") accounts = true;
    else {
      const segments = normaliseLocUri(pattern)?.segments;
      if (segments) (isAccount(segments) ? accountRoots : roots).push(segments);
    }
  }
  return { roots, accountRoots, accounts, acl };
}

function refusalOf(policy: CompiledPolicy | undefined, access: TreeAccess): Refusal | undefined {
  const uri = normaliseLocUri(access.locUri);
  const patterns = policy?.subtrees[access.kind];
  if (uri && patterns && permits(patterns, uri, access.wholeSubtree)) return undefined;
  return policyRefusal("POL0202", [access.kind, access.locUri]);
}

function permits(patterns: SubtreePatterns, uri: NormalLocUri, wholeSubtree: boolean): boolean {
  const { segments } = uri;
  const query = uri.query.toLowerCase();
  if (query.includes("prop=acl") && !patterns.acl) return false;
  const whole = wholeSubtree || query.includes("list=");
  const below = (root: readonly string[]): boolean => isBelow(segments, root);
  if (isAccount(segments)) return patterns.accounts || patterns.accountRoots.some(below);
  if (whole && mayHoldAccounts(segments) && !patterns.accounts) return false;
  return patterns.roots.some(below);
}

function isAccount(segments: readonly string[]): boolean {
  return segments.some((segment) => segment.toLowerCase() === accountName);
}

/** Accounts lie under the root (DM 1.2) or under ./SyncML (DM 1.1.2). */
function mayHoldAccounts(segments: readonly string[]): boolean {
  return segments.length === 0 || (segments.length === 1 && segments[0]?.toLowerCase() === "syncml");
}

/** What two alert type patterns have in common: the narrower one, or nothing. */
function intersect(a: string, b: string): readonly string[] {
  if (matchesPattern(a, b)) return [b];
  return matchesPattern(b, a) ? [a] : [];
}

/** True when everything that `narrow` stands for is also meant by `wide`. */
function matchesPattern(wide: string, narrow: string): boolean {
  return wide.endsWith("*") ? narrow.startsWith(wide.slice(0, -1)) : wide === narrow;
}
