import type { SubscriptionRecord } from "../../roles/dm-server/index.ts";
import type { PlacedDmServer } from "../world-roles.ts";

/** Refused parts that a rule is looked up for. */
const MOST = 40;

/** A rule with the code of the refusal that it leads to. */
export interface RefusingRule {
  readonly rule: string;
  readonly code: string;
}

const remembered = new WeakMap<SubscriptionRecord, ReadonlyMap<string, RefusingRule>>();

/**
 * By refused alert type and parameter, the rule of the owner's policy that refuses it: decided again, by what decided the
 * request. Looked up once for a subscription as it stands.
 */
export function refusingRules(
  subscription: SubscriptionRecord,
  { view }: PlacedDmServer,
): ReadonlyMap<string, RefusingRule> {
  const known = remembered.get(subscription);
  if (known) return known;
  const { owner, rejectedAlertTypes, rejectedParameters } = subscription;
  const base = { externalSystem: owner, operation: "SubscribeAlerts", deviceIds: [] } as const;
  const rules = new Map<string, RefusingRule>();
  const learn = (
    part: string,
    ask: { readonly types: readonly string[]; readonly uris: readonly string[] },
  ): void => {
    const { decisions } = view.explain({
      ...base,
      accesses: ask.uris.map((locUri) => ({ kind: "get", locUri, wholeSubtree: false })),
      alertTypes: ask.types,
    });
    const refusal = decisions.find(({ granted }) => !granted);
    if (refusal) rules.set(part, { rule: refusal.rule, code: refusal.code ?? "POL0001" });
  };
  for (const { type } of rejectedAlertTypes.slice(0, MOST)) learn(type, { types: [type], uris: [] });
  for (const { locUri } of rejectedParameters.slice(0, MOST)) learn(locUri, { types: [], uris: [locUri] });
  remembered.set(subscription, rules);
  return rules;
}
