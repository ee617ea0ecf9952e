import type { DeviceRecord } from "../inventory/device-record.ts";
import { commandKinds, type CommandKind, type ExternalSystemPolicy, type SubtreeGrants } from "../options.ts";
import { isBelow, normaliseLocUri, type NormalLocUri } from "./loc-uri.ts";
import type { TreeAccess } from "./policy-port.ts";

/*
 * A policy in the form that decides fast, and its decisions. Each is one of the verdicts that were made with the policy:
 * a decision costs no memory, and what it says is what decided.
 */

/** What a rule says of a thing. */
export interface RuleVerdict {
  readonly granted: boolean;
  /** The rule as it stands in the policy; where none fits, the part of the policy and why. */
  readonly rule: string;
}

/** A policy that was made ready. */
export interface PolicyRules {
  operation(operation: string): RuleVerdict;
  device(device: DeviceRecord): RuleVerdict;
  access(access: TreeAccess): RuleVerdict;
  /** For one type, or a pattern that is granted as a whole. */
  alertType(type: string): RuleVerdict;
  /** Whether alerts of this External System are accepted. */
  alertsFrom(sender: string): RuleVerdict;
  readonly alertTypes: readonly string[];
}

/** Operations that need no grant: a registration can always be made, ended and asked about. */
const ungranted: ReadonlySet<string> = new Set([
  "RegisterExternalSystem",
  "DeregisterExternalSystem",
  "QueryOperation",
]);

/** True for an operation that every External System may call. */
export function needsNoGrant(operation: string): boolean {
  return ungranted.has(operation);
}

/** Words in `subtrees` that are no LocURIs. */
export const subtreeWords = ["DMAcc", "acl", "bootstrap"] as const;

/** Fields of a device that `devices` may name, before a colon. */
export const deviceFields = ["group", "manufacturer", "model", "firmwareVersion"] as const;
type DeviceField = (typeof deviceFields)[number];

/** Name of the places of accounts in the trees of DM 1.1.2 and DM 1.2 devices. */
const accountName = "dmacc";

/** Makes a policy ready. */
export function policyRules(policy: ExternalSystemPolicy): PolicyRules {
  const { alertTypes } = policy;
  const access = compileSubtrees(policy.subtrees);
  return {
    operation: compileNames("operations", policy.operations, ungranted),
    device: compileDevices(policy.devices),
    access: (touch) => {
      const uri = touch.bootstrap ? undefined : normaliseLocUri(touch.locUri);
      const patterns = access[touch.kind];
      if (touch.bootstrap) return patterns.bootstrap ?? refusals.bootstrap;
      return uri ? judgeAccess(patterns, uri, touch.wholeSubtree) : refusals.unclear;
    },
    alertType: compileAlertTypes(alertTypes),
    alertsFrom: compileNames("acceptsAlertsFrom", policy.acceptsAlertsFrom ?? [], new Set()),
    alertTypes,
  };
}

function grant(part: string, pattern: string): RuleVerdict {
  return { granted: true, rule: `${part}: ${pattern}` };
}

function refusal(rule: string): RuleVerdict {
  return { granted: false, rule };
}

const refusals = {
  bootstrap: refusal("subtrees: bootstrap is not named"),
  unclear: refusal("a LocURI that could mean another node is never granted"),
  acl: refusal("subtrees: acl is not named"),
  account: refusal("subtrees: neither DMAcc nor this account is named"),
  holdsAccounts: refusal("subtrees: the whole subtree holds accounts, and DMAcc is not named"),
} as const;

/** A list of names in which `*` is all. */
function compileNames(
  part: string,
  names: readonly string[],
  free: ReadonlySet<string>,
): (name: string) => RuleVerdict {
  const all = names.includes("*") ? grant(part, "*") : undefined;
  const verdicts = new Map(names.map((name) => [name, grant(part, name)]));
  const always = refusalFree(part);
  const none = refusal(names.length === 0 ? `${part}: none is named` : `${part}: not among those named`);
  return (name) => verdicts.get(name) ?? all ?? (free.has(name) ? always : none);
}

function refusalFree(part: string): RuleVerdict {
  return { granted: true, rule: `${part}: needs no grant` };
}

type DevicePattern = readonly [text: string, verdict: RuleVerdict];

function compileDevices(patterns: readonly string[]): (device: DeviceRecord) => RuleVerdict {
  const part = "devices";
  const all = patterns.includes("*") ? grant(part, "*") : undefined;
  const ids = new Map<string, RuleVerdict>();
  const groups = new Map<string, RuleVerdict>();
  const prefixes: DevicePattern[] = [];
  const fields: { readonly field: Exclude<DeviceField, "group">; readonly pattern: DevicePattern }[] = [];
  for (const pattern of patterns) {
    if (pattern === "*") continue;
    const verdict = grant(part, pattern);
    const field = deviceFields.find((name) => pattern.startsWith(`${name}:`));
    const value = field === undefined ? pattern : pattern.slice(field.length + 1);
    if (field === "group") groups.set(value, verdict);
    else if (field !== undefined) fields.push({ field, pattern: [value, verdict] });
    else if (pattern.endsWith("*")) prefixes.push([pattern.slice(0, -1), verdict]);
    else ids.set(pattern, verdict);
  }
  const none = refusal(
    patterns.length === 0 ? `${part}: none is named` : `${part}: none of the rules fits the device`,
  );
  return (device) => {
    const { deviceId } = device;
    const byId = all ?? ids.get(deviceId);
    if (byId) return byId;
    for (const group of device.groups) {
      const verdict = groups.get(group);
      if (verdict) return verdict;
    }
    for (const [prefix, verdict] of prefixes) if (deviceId.startsWith(prefix)) return verdict;
    for (const { field, pattern } of fields) if (meansText(pattern[0], device[field])) return pattern[1];
    return none;
  };
}

function meansText(pattern: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}

interface SubtreeRule {
  readonly segments: readonly string[];
  readonly verdict: RuleVerdict;
}

interface SubtreePatterns {
  readonly roots: readonly SubtreeRule[];
  /** Roots that name an account or what lies in it. */
  readonly accountRoots: readonly SubtreeRule[];
  /** The word `DMAcc` was named: all accounts. */
  readonly accounts: RuleVerdict | undefined;
  readonly acl: boolean;
  readonly bootstrap: RuleVerdict | undefined;
  readonly none: RuleVerdict;
}

function compileSubtrees(subtrees: SubtreeGrants): Readonly<Record<CommandKind, SubtreePatterns>> {
  const all = isList(subtrees) ? compilePatterns("subtrees", subtrees) : undefined;
  const of = (kind: CommandKind): SubtreePatterns =>
    all ?? compilePatterns(`subtrees.${kind}`, (isList(subtrees) ? undefined : subtrees[kind]) ?? []);
  const entries = commandKinds.map((kind) => [kind, of(kind)] as const);
  return Object.fromEntries(entries) as Record<CommandKind, SubtreePatterns>; // one entry per kind
}

/** True for grants that mean every kind of command. */
export function isList(subtrees: SubtreeGrants): subtrees is readonly string[] {
  return Array.isArray(subtrees);
}

function compilePatterns(part: string, patterns: readonly string[]): SubtreePatterns {
  const roots: SubtreeRule[] = [];
  const accountRoots: SubtreeRule[] = [];
  const named = (word: string): RuleVerdict | undefined =>
    patterns.includes(word) ? grant(part, word) : undefined;
  for (const pattern of patterns) {
    if ((subtreeWords as readonly string[]).includes(pattern)) continue;
    const segments = normaliseLocUri(pattern)?.segments;
    const verdict = grant(part, pattern);
    if (segments) (isAccount(segments) ? accountRoots : roots).push({ segments, verdict });
  }
  return {
    roots,
    accountRoots,
    accounts: named("DMAcc"),
    acl: patterns.includes("acl"),
    bootstrap: named("bootstrap"),
    none: refusal(
      patterns.length === 0 ? `${part}: none is named` : `${part}: none of the subtrees covers it`,
    ),
  };
}

function judgeAccess(patterns: SubtreePatterns, uri: NormalLocUri, wholeSubtree: boolean): RuleVerdict {
  const { segments } = uri;
  const query = uri.query.toLowerCase();
  if (query.includes("prop=acl") && !patterns.acl) return refusals.acl;
  if (isAccount(segments))
    return patterns.accounts ?? covering(patterns.accountRoots, segments) ?? refusals.account;
  const whole = wholeSubtree || query.includes("list=");
  if (whole && mayHoldAccounts(segments) && !patterns.accounts) return refusals.holdsAccounts;
  return covering(patterns.roots, segments) ?? patterns.none;
}

function covering(rules: readonly SubtreeRule[], segments: readonly string[]): RuleVerdict | undefined {
  for (const rule of rules) if (isBelow(segments, rule.segments)) return rule.verdict;
  return undefined;
}

function isAccount(segments: readonly string[]): boolean {
  for (const segment of segments)
    if (segment.length === accountName.length && segment.toLowerCase() === accountName) return true;
  return false;
}

/** Accounts lie under the root (DM 1.2) or under ./SyncML (DM 1.1.2). */
function mayHoldAccounts(segments: readonly string[]): boolean {
  return segments.length === 0 || (segments.length === 1 && segments[0]?.toLowerCase() === "syncml");
}

function compileAlertTypes(patterns: readonly string[]): (type: string) => RuleVerdict {
  const rules = patterns.map((pattern) => ({ pattern, verdict: grant("alertTypes", pattern) }));
  const none = refusal(
    patterns.length === 0 ? "alertTypes: none is named" : "alertTypes: not among those named",
  );
  return (type) => rules.find(({ pattern }) => includesPattern(pattern, type))?.verdict ?? none;
}

/** What two alert type patterns have in common: the narrower one, or nothing. */
export function commonAlertTypes(a: string, b: string): readonly string[] {
  if (includesPattern(a, b)) return [b];
  return includesPattern(b, a) ? [a] : [];
}

/** True when everything that `narrow` stands for is also meant by `wide`. */
function includesPattern(wide: string, narrow: string): boolean {
  return wide.endsWith("*") ? narrow.startsWith(wide.slice(0, -1)) : wide === narrow;
}
